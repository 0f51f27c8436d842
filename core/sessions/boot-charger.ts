import type { Boot, Charger } from '../chargers/charger.ts'
import type { ChargerRef, CoreSettings, Uses } from '../context.ts'
import { withFlag } from './evidence.ts'
import { settle } from './settle.ts'

export type Registration = { registration: Charger['registration']; intervalSeconds: number }

/** A charger that is not let in is asked to boot again after this. (B-06) */
const waitingSeconds = 300

/**
 * Takes in that a charger has started, and tells it whether it is let in (B-01).
 *
 * Its open sessions stay open: it may resume them, or tell of their end later (B-05). They are only marked. A charger
 * that boots again and again gets the same answer each time.
 */
export async function bootCharger(
  ctx: Uses<'chargerWork' | 'settings'>,
  charger: ChargerRef & { isHeldBack?: boolean },
  boot: Boot,
): Promise<Registration> {
  return ctx.chargerWork(charger, async (work) => {
    const told = { ...boot, vendor: boot.vendor.trim() || 'unknown', model: boot.model.trim() || 'unknown' }
    work.setBoot(told)
    const { vendor, model, firmware } = told
    work.addFact({ kind: 'charger.booted', subjectId: charger.id, body: { vendor, model, firmware } })

    // A boot that we asked for with TriggerMessage is no restart.
    const active = boot.reason === 'Triggered' ? [] : work.sessions.open().filter(({ state }) => state === 'active')
    for (const session of active) await settle(work, session, withFlag(session.evidence, 'charger-restarted'))
    const { isHeldBack = false } = charger
    return registrationOf(isHeldBack ? heldBack(work.charger) : work.charger, ctx.settings)
  })
}

/** A00.FR.429: whoever shows a certificate that has expired waits until it has a new one. */
function heldBack(charger: Charger): Charger {
  return charger.registration === 'accepted' ? { ...charger, registration: 'pending' } : charger
}

/**
 * A blocked charger is rejected, whatever it was before. The interval is the one that was set for the charger, exactly;
 * without one it differs from charger to charger, by 10 % at most.
 */
export function registrationOf(
  charger: Pick<Charger, 'id' | 'registration' | 'operatorStatus' | 'bootIntervalSeconds'>,
  { heartbeatSeconds }: Pick<CoreSettings, 'heartbeatSeconds'>,
): Registration {
  const registration = charger.operatorStatus === 'blocked' ? 'rejected' : charger.registration
  if (charger.bootIntervalSeconds !== null) return { registration, intervalSeconds: charger.bootIntervalSeconds }
  const seconds = registration === 'accepted' ? heartbeatSeconds : waitingSeconds
  return { registration, intervalSeconds: Math.round(seconds * spread(charger.id)) }
}

// Between 0.9 and 1.1, the same at every boot, and far apart for neighbours.
function spread(id: number): number {
  return 0.9 + ((id * 0.618033988749895) % 1) * 0.2
}
