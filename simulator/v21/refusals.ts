import type { Refusal } from '../v201/refusals.ts'
import type { Calls21 } from './messages.ts'

type RefusalOf<Action extends keyof Calls21> = (request: Calls21[Action][0]) => Calls21[Action][1]

const rejected = () => ({ status: 'Rejected' as const })

const typed: { [Action in keyof Calls21]?: RefusalOf<Action> } = {
  AFRRSignal: rejected,
  AdjustPeriodicEventStream: rejected,
  ChangeTransactionTariff: rejected,
  ClearDERControl: rejected,
  ClearTariffs: ({ tariffIds }) => {
    const ids = tariffIds?.map((tariffId) => ({ tariffId, ...rejected() })) ?? []
    return { clearTariffsResult: ids.length > 0 ? ids : [rejected()] }
  },
  GetDERControl: rejected,
  GetTariffs: rejected,
  NotifyAllowedEnergyTransfer: rejected,
  RequestBatterySwap: rejected,
  SetDERControl: rejected,
  SetDefaultTariff: rejected,
  UpdateDynamicSchedule: rejected,
  UsePriorityCharging: rejected,
}

/** How the calls of 2.1 are refused. */
export const refusals21 = typed as Record<string, Refusal>
