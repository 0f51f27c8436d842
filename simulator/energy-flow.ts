import { demandW, type Evse, offerableW, phasesInUse } from './evse.ts'
import type { ChargingProfile } from './profiles/charging-profile.ts'
import { evseLimitW, stationLimitW } from './profiles/composite-limit.ts'
import { shareOut } from './profiles/share-out.ts'
import { oftenShort, type Random } from './random.ts'

/**
 * Sets what each EVSE with a session offers at an instant, and what flows: within its limits and the charger's. A
 * vehicle that takes its time to follow goes from the former offer to the new one in a straight line.
 */
export function computeFlows(
  evses: readonly Evse[],
  { profiles, atMs, random }: { profiles: readonly ChargingProfile[]; atMs: number; random: Random },
): void {
  const active = evses.filter((evse) => evse.session !== null)
  const before = active.map((evse) => followedW(evse, atMs))
  for (const evse of active) {
    const session = evse.session!
    const { number, voltageV } = evse
    const question = { atMs, evse: number, session, askedMs: atMs, voltageV, phases: phasesInUse(evse) }
    evse.offeredW = session.isSuspended ? 0 : offerableW(evse, evseLimitW(profiles, question))
  }
  const demands = active.map((evse) => demandW(evse, evse.offeredW))
  const shares = shareOut(limitOfAllW(evses, profiles, atMs), demands)
  active.forEach((evse, index) => {
    if (shares[index]! < demands[index]!) evse.offeredW = offerableW(evse, shares[index]!)
    follow(evse, { fromW: before[index]!, atMs, random })
    evse.powerW = demandW(evse, followedW(evse, atMs))
  })
}

/** The offer that the vehicle has come to by now. */
function followedW({ following, offeredW }: Evse, atMs: number): number {
  if (following === null || atMs >= following.toMs) return offeredW
  const { fromW, toW, fromMs, toMs } = following
  return fromW + ((toW - fromW) * (atMs - fromMs)) / (toMs - fromMs)
}

function follow(evse: Evse, { fromW, atMs, random }: { fromW: number; atMs: number; random: Random }): void {
  const range = evse.vehicle?.model.followSeconds ?? null
  const target = evse.following?.toW ?? fromW
  if (range === null || evse.offeredW === target) {
    if (evse.following !== null && atMs >= evse.following.toMs) evse.following = null
    return
  }
  // What it does not draw it need not give up first.
  const drawnW = Math.min(fromW, Math.max(evse.offeredW, evse.powerW))
  const toMs = atMs + oftenShort(random, range) * 1_000
  evse.following = { fromW: drawnW, toW: evse.offeredW, fromMs: atMs, toMs }
}

function limitOfAllW(evses: readonly Evse[], profiles: readonly ChargingProfile[], atMs: number): number {
  const { voltageV, phases, current } = evses[0]!
  const perPhase = { atMs, session: null, askedMs: atMs, voltageV, phases: current === 'DC' ? 1 : phases }
  return stationLimitW(profiles, perPhase)
}
