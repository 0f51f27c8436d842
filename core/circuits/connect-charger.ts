import type { Charger } from '../chargers/charger.ts'
import type { Transaction, Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { checkLive, circuitNotFound } from './change-circuit.ts'
import { lockedSite } from './change-site.ts'
import { faulty, isWhole, isWithin, orNull } from './check-site.ts'
import type { ChargerSupply, Circuit, EvseSupply } from './circuit.ts'
import type { Site } from './site.ts'
import { type AskedEvse, supplyOfEvse, type ToldSupply, toldOfEvse, usualFallback } from './usual-supply.ts'

export type Connection = {
  identity: string
  circuitId: number
  evses?: readonly AskedEvse[]
  /** For each EVSE that is not named. */
  others?: Omit<AskedEvse, 'evse'>
} & Partial<Pick<ChargerSupply, 'maxA' | 'maxW' | 'weight' | 'klass'>>

/**
 * Hangs a charger on a circuit, or moves it there. What is not given stays as it was, and is as usual for the EVSEs that
 * the charger has when it was connected nowhere.
 */
export async function connectCharger(
  ctx: Uses<'chargers' | 'devices' | 'transaction'>,
  { identity, circuitId, evses: asked = [], others = {}, ...rest }: Connection,
): Promise<ChargerSupply> {
  const charger = await ctx.chargers.find(identity)
  if (!charger) throw new Problem('charger_not_found', `There is no charger '${identity}'.`, { subject: 'charger' })
  const variables = await ctx.devices.variables(charger.id)
  const numbers = await evsesOf(ctx, charger)

  return ctx.transaction(async (tx) => {
    const { sites, circuit } = await lockedSites(tx, charger.id, circuitId)
    const known = await tx.circuits.supply(charger.id)
    const evses = evsesAsked(known?.evses ?? [], asked, numbers).map((named) => {
      const one = { ...(asked.includes(named) ? {} : others), ...named }
      const before = known?.evses.find(({ evse }) => evse === one.evse)
      // On another circuit it is wired anew, and what was learnt of the wires is not true any more.
      const former = before && known?.circuitId !== circuitId ? { ...before, learntPhases: null } : before
      return supplyOf(one, former, toldOfEvse(variables, one.evse), circuit)
    })
    const supply = {
      ...{ maxA: null, maxW: null, weight: 1, klass: 0 },
      ...known,
      ...rest,
      ...{ chargerId: charger.id, identity: charger.identity, circuitId, evses },
    }
    refuseFaultySupply(supply)
    await tx.circuits.connectCharger(supply)
    for (const site of sites) await checkLive(tx, site)
    const moved = { circuit: circuitId, ...(known ? { from: known.circuitId } : {}) }
    await tx.audit('circuit.charger-connected', charger.identity, { ...moved, ...rest, others, evses: asked })
    return supply
  })
}

/** Takes a charger off its circuit: it is not steered any more. */
export async function disconnectCharger(ctx: Uses<'transaction'>, chargerId: number): Promise<void> {
  await ctx.transaction(async (tx) => {
    const known = await tx.circuits.supply(chargerId)
    const circuit = known && (await tx.circuits.circuit(known.circuitId))
    if (circuit) await lockedSite(tx, circuit.siteId)
    if (!known || !(await tx.circuits.disconnectCharger(chargerId))) {
      throw new Problem('not_found', 'The charger hangs on no circuit.', { subject: 'charger' })
    }
    await tx.audit('circuit.charger-disconnected', known.identity, { circuit: known.circuitId })
  })
}

/** The numbers of its EVSEs; one, when it has told none. */
export async function evsesOf(ctx: Uses<'chargers'>, charger: Charger): Promise<number[]> {
  const numbers = (await ctx.chargers.evses(charger)).map(({ number }) => number).filter((evse) => evse > 0)
  return numbers.length > 0 ? numbers : [1]
}

/** Those of the charger, those that are connected already, and those that are asked for. */
function evsesAsked(former: readonly EvseSupply[], asked: readonly AskedEvse[], numbers: readonly number[]) {
  const named = new Map(asked.map((one) => [one.evse, one]))
  if (named.size < asked.length) throw faulty('evses', 'An EVSE is named twice.')
  const all = new Set([...numbers, ...former.map(({ evse }) => evse), ...named.keys()])
  return [...all].toSorted((a, b) => a - b).map((evse) => named.get(evse) ?? { evse })
}

function supplyOf(asked: AskedEvse, former: EvseSupply | undefined, told: ToldSupply, circuit: Circuit): EvseSupply {
  if (former && (asked.kind ?? former.kind) === former.kind) {
    const isRewired = asked.phases !== undefined && asked.phases !== former.phases
    const changed = { ...former, ...(isRewired ? { learntPhases: null, rotation: null } : {}), ...asked }
    const most = mostOf(changed)
    // A fallback that fitted before need not fit a smaller rating.
    const fitting = former.fallback <= most ? former.fallback : usualFallback(changed, circuit)
    const fallback = asked.fallback ?? fitting
    const isProved = fallback === former.fallback
    return { ...changed, fallback, fallbackVerifiedAt: isProved ? former.fallbackVerifiedAt : null }
  }
  const supply = supplyOfEvse(asked, told, circuit)
  if (!supply) throw faulty('maxW', `The rating of EVSE ${asked.evse} in W is not known: say it.`)
  return supply
}

/** The site that it comes from is locked as well, both in one order whoever asks. */
async function lockedSites(tx: Pick<Transaction, 'circuits'>, chargerId: number, circuitId: number) {
  const circuit = await tx.circuits.circuit(circuitId)
  if (!circuit) throw circuitNotFound(circuitId)
  const supply = await tx.circuits.supply(chargerId)
  const former = supply && (await tx.circuits.circuit(supply.circuitId))
  const ids = new Set([circuit.siteId, ...(former ? [former.siteId] : [])])
  const sites: Site[] = []
  for (const id of [...ids].toSorted((a, b) => a - b)) sites.push(await lockedSite(tx, id))
  const still = await tx.circuits.circuit(circuitId)
  if (!still) throw circuitNotFound(circuitId)
  return { sites, circuit: still }
}

function refuseFaultySupply({ maxA, maxW, weight, klass, evses }: ChargerSupply): void {
  if (!orNull(isWithin(0, 100_000))(maxA)) throw faulty('maxA', 'A charger takes from 0 to 100000 A.')
  if (!orNull(isWhole(0, 1_000_000_000))(maxW)) throw faulty('maxW', 'A charger takes whole W, from 0 to 1000000000.')
  if (!isWithin(0.01, 100)(weight)) throw faulty('weight', 'A weight is from 0.01 to 100.')
  if (!isWhole(-100, 100)(klass)) throw faulty('klass', 'A class is a whole number from -100 to 100.')
  for (const evse of evses) refuseFaultyEvse(evse)
}

/** What may flow there at all: of AC no more than its cable carries. */
function mostOf({ kind, maxA, cableA, maxW }: EvseSupply): number {
  return kind === 'ac' ? Math.min(maxA, cableA ?? maxA) : (maxW ?? 0)
}

function refuseFaultyEvse(evse: EvseSupply): void {
  const { kind, cableA, rotation } = evse
  const faults: [subject: string, isRight: boolean, words: string][] = [
    ['evse', isWhole(1, 999)(evse.evse), 'EVSEs are numbered from 1.'],
    ['maxA', isWithin(0, 10_000)(evse.maxA), 'An EVSE takes from 0 to 10000 A.'],
    ['maxW', orNull(isWhole(0, 100_000_000))(evse.maxW), 'An EVSE takes whole W, from 0 to 100000000.'],
    ['maxW', evse.kind === 'ac' || evse.maxW !== null, 'The rating of a DC EVSE is said in W.'],
    ['cableA', kind === 'ac' || cableA === null, 'The cable of a direct current is part of its rating in W.'],
    ['cableA', orNull(isWithin(Math.max(evse.min, 1), 10_000))(cableA), 'A cable carries the smallest rate at least.'],
    ['rotation', rotation === null || (kind === 'ac' && evse.phases === 'L1L2L3'), 'Three phases of AC are rotated.'],
    ['min', isWithin(0, 100_000_000)(evse.min), 'The smallest rate is not below 0.'],
    ['step', isWithin(0.1, 1_000_000)(evse.step), 'Steps are of 0.1 at least.'],
    ['efficiency', isWithin(0.5, 1)(evse.efficiency), 'An efficiency is from 0.5 to 1.'],
    ['powerFactor', isWithin(0.5, 1)(evse.powerFactor), 'A power factor is from 0.5 to 1.'],
    ['standbyW', isWithin(0, 1_000_000)(evse.standbyW), 'What a cabinet draws for itself is from 0 to 1000000 W.'],
    [
      'fallback',
      isWithin(0, mostOf(evse))(evse.fallback),
      'The fallback is more than EVSE and cable can give, or no rate.',
    ],
    [
      'fallback',
      // Between nothing and the minimum no vehicle's behaviour is defined (smart-charging 5.7).
      evse.fallback === 0 || evse.fallback >= evse.min,
      'The fallback is 0, or at least the smallest rate.',
    ],
  ]
  for (const [subject, isRight, words] of faults) if (!isRight) throw faulty(subject, `EVSE ${evse.evse}: ${words}`)
}
