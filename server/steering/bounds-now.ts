import { coefficientsOf, wattsPerUnitOf } from '#core/circuits/rows-of.ts'
import type { Bounds } from '#core/planner/plan.ts'
import { phasesKnown } from '#core/steering/seen-phases.ts'
import { type SunSeeker, withSurplus } from '#core/steering/surplus-bounds.ts'
import type { Gathering } from './gather-round.ts'

/**
 * What the plan advises for each session at this moment; those that it lets wait for the sun may have what is fed in now
 * (smart-charging 6.3). Sessions that it does not know have no bounds.
 */
export function boundsNow(from: Gathering, besideW: number | null): ReadonlyMap<string, Bounds> {
  const bounds = new Map(from.plan?.vehicles.map((vehicle) => [vehicle.id, vehicle.bounds]))
  const isAwaited = [...bounds.values()].some(({ hiReason }) => hiReason === 'solar_wait')
  if (!isAwaited || besideW === null || besideW >= 0) return bounds
  return new Map([...bounds, ...withSurplus(seekersOf(from, bounds), -besideW)])
}

function seekersOf({ inputs, accounts, plan }: Gathering, bounds: ReadonlyMap<string, Bounds>): SunSeeker[] {
  const laxities = new Map(plan?.vehicles.map(({ id, forecast }) => [id, forecast.laxityS]))
  return [...inputs.rows.evses.values()].flatMap((evse) => {
    const { place, sessionId, measured, max, phases } = accounts.get(evse.evseId)!
    if (place !== 'charging' || sessionId === null) return []
    const perUnit = wattsPerUnitOf(evse, coefficientsOf(inputs.rows, evse.evseId, phasesKnown(phases)))
    const mostW = max * perUnit
    return {
      id: sessionId,
      bounds: bounds.get(sessionId) ?? { loW: 0, hiW: mostW, hiReason: null, hiBoundBy: null },
      laxityS: laxities.get(sessionId) ?? 0,
      ...{ minimumW: evse.supply.min * perUnit, mostW, drawnW: (measured?.value ?? 0) * perUnit },
    }
  })
}
