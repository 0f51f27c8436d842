import { demandW, type Evse, offerableW, phasesInUse } from './evse.ts'
import type { ChargingProfile } from './profiles/charging-profile.ts'
import { evseLimitW, stationLimitW } from './profiles/composite-limit.ts'
import { shareOut } from './profiles/share-out.ts'

/** Sets what each EVSE with a session offers at an instant, and what flows: within its limits and the charger's. */
export function computeFlows(evses: readonly Evse[], profiles: readonly ChargingProfile[], atMs: number): void {
  const active = evses.filter((evse) => evse.session !== null)
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
    evse.powerW = demandW(evse, evse.offeredW)
  })
}

function limitOfAllW(evses: readonly Evse[], profiles: readonly ChargingProfile[], atMs: number): number {
  const { voltageV, phases, current } = evses[0]!
  const perPhase = { atMs, session: null, askedMs: atMs, voltageV, phases: current === 'DC' ? 1 : phases }
  return stationLimitW(profiles, perPhase)
}
