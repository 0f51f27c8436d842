import type { Vehicle } from '../../../../api/console/wire/vehicles.ts'

export const sortKeys = ['vehicle', 'name', 'vin', 'battery', 'ac', 'dc', 'klass'] as const
export type SortKey = (typeof sortKeys)[number]

/** The vehicles in which every word is found, in order; what is not known stands last either way. */
export function listVehicles(
  vehicles: readonly Vehicle[],
  { q, sort, descending }: { q: string; sort: SortKey; descending: boolean },
): Vehicle[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  const found = vehicles.filter(({ vehicle, name, vin }) => {
    const text = [vehicle, name, vin].join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const by = sortedBy[sort]
  return found.sort((a, b) => {
    const [one, other] = [by(a), by(b)]
    if (one === null || other === null) return one === other ? byName(a, b) : one === null ? 1 : -1
    const order = typeof one === 'number' ? one - Number(other) : collator.compare(one, String(other))
    return (descending ? -order : order) || byName(a, b)
  })
}

const sortedBy: Record<SortKey, (vehicle: Vehicle) => string | number | null> = {
  vehicle: ({ vehicle }) => vehicle,
  name: ({ name }) => name,
  vin: ({ vin }) => vin,
  battery: ({ batteryWh }) => batteryWh,
  ac: ({ maxAcA }) => maxAcA,
  dc: ({ maxDcW }) => maxDcW,
  klass: ({ klass }) => klass,
}

// BUS-9 before BUS-10.
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

function byName(a: Vehicle, b: Vehicle): number {
  return collator.compare(a.vehicle, b.vehicle) || a.id - b.id
}
