import type { Charger } from '../chargers/charger.ts'
import type { Transaction, Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { addCircuit } from './change-circuit.ts'
import { addSite, goLive, lockedSite } from './change-site.ts'
import { exceededByFallbacks } from './check-commissioning.ts'
import type { ChargerSupply, Circuit, EvseSupply, SiteTopology } from './circuit.ts'
import type { NewSite } from './circuit-store.ts'
import { connectCharger, evsesOf } from './connect-charger.ts'
import { inOneTransaction, type Joint } from './in-one-transaction.ts'
import type { Site } from './site.ts'
import type { AskedEvse } from './usual-supply.ts'
import { toldOfEvse, usualFallback } from './usual-supply.ts'

type NewGroup = {
  name: string
  maxW: number
  /** Identities. */
  chargers: readonly string[]
  /** Where it belongs; without it, the only site there is, and a new one where there is none. */
  siteId?: number
  newSite: NewSite
  /** The circuit that feeds it; without it, it is a grid connection of its own. */
  parentId?: number | null
  publicId?: string
  /** Of all its EVSEs, where somebody knows better than what the chargers told. */
  supply?: Omit<AskedEvse, 'evse'>
  /** Whether its limits are to be enforced from now on. */
  isLive: boolean
}

/** What chargers of the group do without the server: the usual, their smallest rate, or nothing. */
type GroupFallback = 'usual' | 'smallest' | 'none'

export type AddedGroup = { site: Site; isNewSite: boolean; circuit: Circuit; fallback: GroupFallback }

/**
 * Makes a charger group in one go: a circuit with its limit, its chargers on it, with the highest fallbacks that fit, and
 * its site live, because nobody enforces the limit before that. All of it or nothing.
 */
export async function addGroup(
  ctx: Uses<'chargers' | 'devices' | 'circuits' | 'transaction'>,
  asked: NewGroup,
): Promise<AddedGroup> {
  const { siteId = await onlySite(ctx) } = asked
  return inOneTransaction(ctx, async (within, tx) => {
    const site = siteId === null ? await addSite(within, asked.newSite) : await lockedSite(tx, siteId)
    const { name, maxW: limitW, parentId = null, publicId } = asked
    const circuit = await addCircuit(within, {
      ...{ siteId: site.id, name, limitW, parentId },
      ...(publicId === undefined ? {} : { publicId }),
    })
    const fallback = await connectAll(within, tx, { circuit, identities: asked.chargers, supply: asked.supply })
    const live = asked.isLive ? await goLive(within, site.id) : site
    return { site: live, isNewSite: siteId === null, circuit, fallback }
  })
}

/** Adds chargers to a group in the same way; those of another group leave it. */
export async function addToGroup(
  ctx: Uses<'chargers' | 'devices' | 'transaction'>,
  asked: { circuit: Circuit; identities: readonly string[]; supply?: Omit<AskedEvse, 'evse'> | undefined },
): Promise<GroupFallback> {
  return inOneTransaction(ctx, async (within, tx) => {
    await lockedSite(tx, asked.circuit.siteId)
    return connectAll(within, tx, asked)
  })
}

async function onlySite(ctx: Uses<'circuits'>): Promise<number | null> {
  const sites = await ctx.circuits.sites()
  if (sites.length <= 1) return sites[0]?.id ?? null
  const names = sites.slice(0, 5).map(({ name }) => name)
  throw new Problem('conflict', `There are several sites: say which, such as ${names.join(', ')}.`, { subject: 'site' })
}

type Joining = {
  circuit: Circuit
  identities: readonly string[]
  supply?: Omit<AskedEvse, 'evse'> | undefined
}

/** At first without any fallback, which always fits; then with the highest that does. */
async function connectAll(
  ctx: Joint,
  tx: Transaction,
  { circuit, identities, supply = {} }: Joining,
): Promise<GroupFallback> {
  const joined: Joined[] = []
  for (const identity of new Set(identities)) {
    const charger = await ctx.chargers.find(identity)
    const before = charger && (await tx.circuits.supply(charger.id))
    const evses = charger ? await askedOf(ctx, charger, { before, circuit, supply }) : []
    const after = await connectCharger(ctx, { identity, circuitId: circuit.id, evses })
    joined.push({ before, after })
  }
  const topology = await tx.circuits.topology(circuit.siteId)
  for (const fallback of ['usual', 'smallest'] as const) {
    const wanted = new Map(joined.map((one) => [one.after.chargerId, withFallback(one, circuit, fallback, supply)]))
    if (exceededByFallbacks(exchanged(topology, wanted)).length > 0) continue
    for (const one of wanted.values()) await tx.circuits.connectCharger(one)
    return fallback
  }
  return 'none'
}

type Joined = { before: ChargerSupply | null; after: ChargerSupply }

/** Of a direct current whose rating nobody has told, nobody knows more than what the group lets through. */
async function askedOf(
  ctx: Uses<'chargers' | 'devices'>,
  charger: Charger,
  { before, circuit, supply }: Pick<Joined, 'before'> & { circuit: Circuit; supply: Omit<AskedEvse, 'evse'> },
): Promise<AskedEvse[]> {
  const variables = await ctx.devices.variables(charger.id)
  return (await evsesOf(ctx, charger)).map((evse) => {
    const told = toldOfEvse(variables, evse)
    const known = before?.evses.find((one) => one.evse === evse)
    const isUnrated = (supply.kind ?? known?.kind ?? told.kind) === 'dc' && (known?.maxW ?? told.maxW) === null
    return { ...(isUnrated && circuit.limitW !== null ? { maxW: circuit.limitW } : {}), ...supply, evse, fallback: 0 }
  })
}

function withFallback(
  { before, after }: Joined,
  circuit: Circuit,
  fallback: GroupFallback,
  supply: Omit<AskedEvse, 'evse'>,
): ChargerSupply {
  const rateOf = (evse: EvseSupply) => {
    const usual = supply.fallback ?? before?.evses.find((one) => one.evse === evse.evse)?.fallback
    const wanted = usual ?? usualFallback(evse, circuit)
    return fallback === 'usual' ? wanted : Math.min(wanted, evse.min)
  }
  return { ...after, evses: after.evses.map((evse) => ({ ...evse, fallback: rateOf(evse) })) }
}

function exchanged({ circuits, chargers }: SiteTopology, by: ReadonlyMap<number, ChargerSupply>): SiteTopology {
  return { circuits, chargers: chargers.map((one) => by.get(one.chargerId) ?? one) }
}
