import type { Outcome as AnyOutcome } from '../../dialect.ts'
import { outcomes as outcomes201 } from '../../v201/outcomes/index.ts'
import type { Calls } from '../messages.ts'
import type { Outcome } from '../outcome.ts'
import { adjustPeriodicEventStream } from './adjust-periodic-event-stream.ts'
import { changeTransactionTariff } from './change-transaction-tariff.ts'
import { clearDerControl } from './clear-der-control.ts'
import { clearTariffs } from './clear-tariffs.ts'
import { getDerControl } from './get-der-control.ts'
import { getPeriodicEventStream } from './get-periodic-event-stream.ts'
import { getTariffs } from './get-tariffs.ts'
import { requestBatterySwap } from './request-battery-swap.ts'
import { setDefaultTariff } from './set-default-tariff.ts'
import { setDerControl } from './set-der-control.ts'
import { updateDynamicSchedule } from './update-dynamic-schedule.ts'
import { usePriorityCharging } from './use-priority-charging.ts'

const own: { [Action in keyof Calls]?: Outcome<Action> } = {
  UsePriorityCharging: usePriorityCharging,
  UpdateDynamicSchedule: updateDynamicSchedule,
  SetDERControl: setDerControl,
  GetDERControl: getDerControl,
  ClearDERControl: clearDerControl,
  AdjustPeriodicEventStream: adjustPeriodicEventStream,
  ChangeTransactionTariff: changeTransactionTariff,
  ClearTariffs: clearTariffs,
  GetPeriodicEventStream: getPeriodicEventStream,
  GetTariffs: getTariffs,
  RequestBatterySwap: requestBatterySwap,
  SetDefaultTariff: setDefaultTariff,
}

/** The calls whose answers change what we know of the charger: those of 2.0.1, and 2.1's own. */
export const outcomes = { ...outcomes201, ...own } as Record<string, AnyOutcome<never, never>>
