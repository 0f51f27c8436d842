import type * as ocpp201 from 'typed-ocpp/dist/ocpp20/types.js'
import type { Reply } from '../socket/dialogue.ts'
import { triggerMessage as triggerMessage201 } from '../v201/trigger-message.ts'
import { clearDERControl, getDERControl, setDERControl } from './answer-der.ts'
import { changeTransactionTariff, clearTariffs, getTariffs, setDefaultTariff } from './answer-tariffs.ts'
import { requestBatterySwap } from './battery-swap.ts'
import { updateDynamicSchedule } from './dynamic-profiles.ts'
import { afrrSignal, notifyAllowedEnergyTransfer } from './energy-transfer.ts'
import type { Answer21, Answers21, Calls21 } from './messages.ts'
import { usePriorityCharging } from './priority-charging.ts'
import { reset } from './resume.ts'
import { setChargingProfile } from './set-charging-profile.ts'
import { adjustPeriodicEventStream, getPeriodicEventStream } from './streams.ts'
import { notifyWebPaymentStarted, requestStartTransaction } from './web-payment.ts'

const triggerMessage: Answer21<'TriggerMessage'> = (world, { requestedMessage, evse }) => {
  type Reply21 = Reply & { answer: Calls21['TriggerMessage'][1] }
  const signing = () => void world.equipment.renewal.start('vehicle')
  if (requestedMessage === 'SignV2G20Certificate') return { answer: { status: 'Accepted' }, afterwards: signing }
  const request = { requestedMessage, ...(evse === undefined ? {} : { evse }) } as ocpp201.TriggerMessageRequest
  return triggerMessage201(world, request) as Reply21
}

/** All calls that 2.1 has beside those of 2.0.1, or that mean more there. */
export const answers21: Answers21 = {
  AFRRSignal: afrrSignal,
  AdjustPeriodicEventStream: adjustPeriodicEventStream,
  ChangeTransactionTariff: changeTransactionTariff,
  ClearDERControl: clearDERControl,
  ClearTariffs: clearTariffs,
  GetDERControl: getDERControl,
  GetPeriodicEventStream: getPeriodicEventStream,
  GetTariffs: getTariffs,
  NotifyAllowedEnergyTransfer: notifyAllowedEnergyTransfer,
  NotifyWebPaymentStarted: notifyWebPaymentStarted,
  RequestBatterySwap: requestBatterySwap,
  RequestStartTransaction: requestStartTransaction,
  Reset: reset,
  SetChargingProfile: setChargingProfile,
  SetDERControl: setDERControl,
  SetDefaultTariff: setDefaultTariff,
  TriggerMessage: triggerMessage,
  UpdateDynamicSchedule: updateDynamicSchedule,
  UsePriorityCharging: usePriorityCharging,
}
