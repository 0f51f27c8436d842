import { isName } from '../chargers/add-charger.ts'
import { faulty, isPublicId, isWhole, isWithin, orNull, publicIdRule } from './check-site.ts'
import type { AssumedLoad, Circuit, NewCircuit, SiteTopology } from './circuit.ts'

/** Refuses what cannot be a circuit, and a place for it where none is. */
export function refuseFaultyCircuit(circuit: NewCircuit | Circuit, { circuits }: SiteTopology): void {
  if (!isName(circuit.name)) throw faulty('name', 'A name has 1 to 100 printable characters.')
  if (!isPublicId(circuit.publicId)) throw faulty('publicId', publicIdRule)
  for (const [member, rule, words] of rules) {
    if (!rule(circuit[member])) throw faulty(member, words)
  }
  const { transformer } = circuit
  if (transformer && !(isAmps(transformer.primaryRatedA) && isWithin(0.01, 1000)(transformer.turnsRatio))) {
    throw faulty('transformer', 'A transformer has a rated current on its primary side and a ratio of turns.')
  }
  if (transformer && circuit.phases === 1)
    throw faulty('transformer', 'A circuit of one phase has no such transformer.')
  refuseFaultyLoads(circuit.assumed)
  refuseFaultyParent(circuit, circuits)
}

const isAmps = isWithin(0, 100_000)
const isWatts = isWhole(0, 1_000_000_000)

const rules: [member: keyof NewCircuit, rule: (value: unknown) => boolean, words: string][] = [
  ['phases', (value) => value === 1 || value === 3, 'A circuit has one phase or three.'],
  ['wiring', (value) => value === 'star' || value === 'delta', 'A circuit is wired as a star or as a delta.'],
  ['voltageV', isWithin(50, 100_000), 'A voltage is from 50 to 100000 V.'],
  ['ratedA', orNull(isAmps), 'A rated current is from 0 to 100000 A.'],
  ['limitW', orNull(isWatts), 'A limit is from 0 to 1000000000 W, without fractions.'],
  ['contractW', orNull(isWatts), 'A contract is from 0 to 1000000000 W, without fractions.'],
  ['unbalanceA', orNull(isAmps), 'A limit of unbalance is from 0 to 100000 A.'],
  ['marginPercent', isWithin(0, 100), 'A margin is from 0 to 100 %.'],
  ['leastMarginA', isAmps, 'A least margin is from 0 to 100000 A.'],
]

function refuseFaultyLoads(loads: readonly AssumedLoad[]): void {
  const isLoad = ({ from, amps }: AssumedLoad) =>
    /^([01]\d|2[0-3]):[0-5]\d$/.test(from) && isAmps(amps.L1) && isAmps(amps.L2) && isAmps(amps.L3)
  const times = new Set(loads.map(({ from }) => from))
  if (loads.length > 96 || times.size < loads.length || !loads.every(isLoad)) {
    throw faulty('assumed', 'Assumed loads have a time such as 06:00 each, no time twice, and A for L1, L2 and L3.')
  }
}

function refuseFaultyParent(circuit: NewCircuit | Circuit, circuits: readonly Circuit[]): void {
  if (circuit.parentId === null) return
  const byId = new Map(circuits.map((one) => [one.id, one]))
  const parent = byId.get(circuit.parentId)
  if (!parent) throw faulty('parentId', `There is no circuit ${circuit.parentId} at this site.`)
  if (parent.phases < circuit.phases) throw faulty('phases', 'Its parent has one phase only.')
  let depth = 1
  for (let above: Circuit | undefined = parent; above; above = byId.get(above.parentId ?? -1)) {
    if ('id' in circuit && above.id === circuit.id) throw faulty('parentId', 'A circuit cannot hang below itself.')
    if (++depth > 12) throw faulty('parentId', 'Circuits hang at most 12 deep.')
  }
}
