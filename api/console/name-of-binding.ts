import type { SiteTopology } from '#core/circuits/circuit.ts'
import type { LimitSource } from '#core/circuits/limit.ts'
import type { CircuitMeter } from '#core/circuits/meter.ts'

/**
 * What `boundBy` of a grant means to people: the circuit and its line, the limit with its author, the charger or one of
 * its EVSEs, the circuit of a meter. What is not known any more is said as it stands.
 */
export function namesOfBindings(
  { circuits, chargers }: SiteTopology,
  limits: readonly LimitSource[],
  meters: readonly Pick<CircuitMeter, 'id' | 'circuitId'>[],
): (boundBy: string | null) => string | null {
  const circuit = new Map(circuits.map((one) => [String(one.id), one]))
  const charger = new Map(chargers.map((one) => [String(one.chargerId), one]))
  const limit = new Map(limits.map((one) => [String(one.id), one]))
  const metered = new Map(meters.map((one) => [String(one.id), circuit.get(String(one.circuitId))]))
  return (boundBy) => {
    if (boundBy === null) return null
    const [, kind, id = '', place] = /^(c|charger:?|limit|meter|)(\d+)(?:\/(.+))?$/.exec(boundBy) ?? []
    if (kind === 'activation') return `#${id}`
    if (kind === 'limit') return limitName(limit.get(id)) ?? boundBy
    if (kind === 'meter') return metered.get(id)?.name ?? boundBy
    if (kind === '') return place && charger.has(id) ? `${charger.get(id)!.identity} / ${place}` : boundBy
    if (kind === 'c') {
      const found = circuit.get(id)
      return found
        ? [found.name, place === undefined || place === 'W' ? null : place].filter(Boolean).join(' ')
        : boundBy
    }
    if (kind?.startsWith('charger')) return charger.get(id)?.identity ?? boundBy
    return boundBy
  }
}

function limitName(limit: LimitSource | undefined): string | null {
  if (!limit) return null
  const author = limit.author.replace(/^\w+:/, '')
  return limit.reason ? `${author}: ${limit.reason}` : `${limit.name} (${author})`
}
