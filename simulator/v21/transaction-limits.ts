import type * as ocpp from 'typed-ocpp/dist/ocpp21/types.js'
import type { ClockTimer } from '../clock.ts'
import type { Evse } from '../evse.ts'
import type { Session } from '../session.ts'
import { socOf } from '../vehicle.ts'
import type { World21 } from './messages.ts'

export type TransactionLimits = ReturnType<typeof createTransactionLimits>

/** Limits that the server sets in its answers to events; what reaches one gets no more energy. E16 */
export function createTransactionLimits(world: () => World21) {
  const limits = new Map<Session, ocpp.TransactionLimitType>()
  const timers = new Map<Session, ClockTimer>()

  function check(session: Session, evse: Evse): void {
    const limit = limits.get(session)
    if (!limit || session.ended || session.isSuspended) return
    const triggerReason = reachedBy(session, limit)
    if (triggerReason === null) return
    session.isSuspended = true
    evse.offeredW = 0
    evse.powerW = 0
    const { charger, transactions } = world()
    transactions.hasChanged(session, 'SuspendedEVSE')
    transactions.send(session, {
      eventType: 'Updated',
      triggerReason: triggerReason as never,
      info: { chargingState: 'SuspendedEVSE' },
    })
    // What flows follows.
    charger.changeProfiles((installed) => installed)
  }

  function reachedBy(session: Session, limit: ocpp.TransactionLimitType): ocpp.TriggerReasonEnumType | null {
    const { charger, tariffs } = world()
    const { maxEnergy, maxTime, maxSoC, maxCost } = limit
    if (maxEnergy !== undefined && charger.energyWh(session) >= maxEnergy) return 'EnergyLimitReached'
    if (maxTime !== undefined && charger.clock.nowMs() - session.startedMs >= maxTime * 1_000) return 'TimeLimitReached'
    if (maxSoC !== undefined && socOf(session.vehicle) * 100 >= maxSoC) return 'SoCLimitReached'
    const cost = maxCost === undefined ? null : tariffs.costSoFar(session)
    return cost && (cost.total.inclTax ?? cost.total.exclTax ?? 0) >= maxCost! ? 'CostLimitReached' : null
  }

  return {
    check,
    /** Takes a limit over, and tells so once. E16.FR.02 */
    take(session: Session, limit: ocpp.TransactionLimitType): void {
      const evse = world().charger.evse(session.evse)
      if (session.ended || !evse || JSON.stringify(limits.get(session)) === JSON.stringify(limit)) return
      limits.set(session, limit)
      // A higher limit lets it go on.
      if (session.isSuspended && reachedBy(session, limit) === null) session.isSuspended = false
      world().transactions.send(session, {
        eventType: 'Updated',
        triggerReason: 'LimitSet' as never,
        info: { transactionLimit: limit },
      })
      timers.get(session)?.cancel()
      if (limit.maxTime !== undefined) {
        const leftMs = session.startedMs + limit.maxTime * 1_000 - world().charger.clock.nowMs()
        const timer = world().charger.clock.setTimeout(
          () => {
            world().charger.advance()
            check(session, evse)
          },
          Math.max(0, leftMs),
        )
        timers.set(session, timer)
      }
    },
    forget(session: Session): void {
      timers.get(session)?.cancel()
      timers.delete(session)
      limits.delete(session)
    },
  }
}
