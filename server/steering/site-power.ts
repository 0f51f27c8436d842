import { voltageToNeutral } from '#core/circuits/line-currents.ts'
import type { PowerOrigin } from '#core/flexibility/flexibility.ts'
import type { Gathered } from './gather-round.ts'
import type { SiteInputs } from './site-inputs.ts'
import { drawnBeside } from './site-meters.ts'

/** What a site draws now at all its grid connections: by their meters, else what chargers told and what is reckoned beside them. */
export function sitePower(
  inputs: SiteInputs,
  { measured, drawnBelow, unmanaged, besideW }: Gathered,
  now: Temporal.Instant,
): { powerW: number; origin: PowerOrigin } {
  const roots = inputs.topology.circuits.filter(({ parentId }) => parentId === null)
  const metered = roots.map(({ id }) => measured.get(`c${id}/W`))
  if (metered.length > 0 && metered.every((watts) => watts !== undefined)) {
    return { powerW: metered.reduce<number>((sum, watts) => sum + watts!, 0), origin: 'meter' }
  }
  const drawn = roots.reduce((sum, circuit) => {
    const { L1, L2, L3 } = drawnBelow(circuit.id, now)
    return sum + (L1 + L2 + L3) * voltageToNeutral(circuit)
  }, 0)
  return { powerW: drawn + (besideW ?? drawnBeside(inputs, unmanaged)), origin: 'chargers' }
}
