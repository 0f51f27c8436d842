import type { CostCourse } from '../commands/requests/transactions.ts'
import type { ChargerRef, ChargerWork, Uses } from '../context.ts'
import type { Session } from '../sessions/session.ts'

/** The session of a 1.6 charger that runs at this EVSE, or has this transaction id; null without a look when neither. */
export function runningSession(
  ctx: Uses<'chargerWork'>,
  charger: ChargerRef,
  { evse, wireId }: { evse: number; wireId: number | null },
): Promise<Session | null> {
  return ctx.chargerWork(charger, (work) => {
    const active = work.sessions.open().filter((one) => one.wireFamily === '1.6' && one.state === 'active')
    const named = active.find((one) => wireId !== null && one.wireId === String(wireId))
    return named ?? active.findLast((one) => evse > 0 && one.evse === evse) ?? null
  })
}

/** Whether a 1.6 connector says that a vehicle is there and does not charge. What says nothing of it charges. */
export function isIdleAt(ctx: Uses<'chargerWork'>, charger: ChargerRef, evse: number | null): Promise<boolean> {
  return ctx.chargerWork(charger, (work) => isIdle(work, evse))
}

/** How the session stands at this instant, for a charger that goes on reckoning by itself. */
export function courseOf(ctx: Uses<'chargerWork' | 'now'>, charger: ChargerRef, session: Session): Promise<CostCourse> {
  return ctx.chargerWork(charger, (work) => {
    const { start, stop, begin, registers } = session.evidence
    const registerWh = stop?.meterWh ?? registers.last?.value ?? begin?.value ?? start?.meterWh ?? null
    const isStopped = stop !== null
    return { at: ctx.now().toString(), registerWh, isIdle: isStopped || isIdle(work, session.evse), isStopped }
  })
}

function isIdle(work: ChargerWork, evse: number | null): boolean {
  const status = evse === null ? undefined : work.connectorState(evse, 1)?.status
  return status !== undefined && idle.has(status)
}

const idle = new Set(['SuspendedEV', 'SuspendedEVSE', 'Finishing'])
