import { handlers as handlers201 } from '../../v201/messages/index.ts'
import type { Handler } from '../handle.ts'
import type { Messages } from '../messages.ts'
import { authorize } from './authorize.ts'
import { batterySwap } from './battery-swap.ts'
import { closePeriodicEventStream } from './close-periodic-event-stream.ts'
import { getCertificateChainStatus } from './get-certificate-chain-status.ts'
import { notifyDERAlarm } from './notify-der-alarm.ts'
import { notifyDERStartStop } from './notify-der-start-stop.ts'
import { notifyEVChargingNeeds } from './notify-ev-charging-needs.ts'
import { notifyPriorityCharging } from './notify-priority-charging.ts'
import { notifySettlement } from './notify-settlement.ts'
import { openPeriodicEventStream } from './open-periodic-event-stream.ts'
import { pullDynamicScheduleUpdate } from './pull-dynamic-schedule-update.ts'
import { reportDERControl } from './report-der-control.ts'
import { transactionEvent } from './transaction-event.ts'
import { vatNumberValidation } from './vat-number-validation.ts'

const own: { [Action in keyof Messages]?: Handler<Action> } = {
  ReportDERControl: reportDERControl,
  PullDynamicScheduleUpdate: pullDynamicScheduleUpdate,
  NotifyPriorityCharging: notifyPriorityCharging,
  NotifyEVChargingNeeds: notifyEVChargingNeeds,
  NotifyDERStartStop: notifyDERStartStop,
  NotifyDERAlarm: notifyDERAlarm,
  Authorize: authorize,
  BatterySwap: batterySwap,
  ClosePeriodicEventStream: closePeriodicEventStream,
  GetCertificateChainStatus: getCertificateChainStatus,
  NotifySettlement: notifySettlement,
  OpenPeriodicEventStream: openPeriodicEventStream,
  TransactionEvent: transactionEvent,
  VatNumberValidation: vatNumberValidation,
}

/**
 * Every call of a 2.1 charger. Its messages are those of 2.0.1 with more in them, so whatever a handler reads means the
 * same in both; where 2.1 says more than 2.0.1 knows, it has a handler of its own.
 */
export const handlers = { ...handlers201, ...own } as Record<string, Handler<never>>
