import { Type } from 'typebox'
import { addCircuit, changeCircuit, removeCircuit } from '#core/circuits/change-circuit.ts'
import { addSite, goLive, removeSite, takeOutOfService } from '#core/circuits/change-site.ts'
import type { Circuit, SiteTopology } from '#core/circuits/circuit.ts'
import { connectCharger, disconnectCharger } from '#core/circuits/connect-charger.ts'
import type { Site } from '#core/circuits/site.ts'
import type { Context } from '#core/context.ts'
import { Problem } from '#core/errors.ts'
import { type Operations, operation } from './operation.ts'

/** Sites, circuits and what hangs on them, by the command line. */
export function circuitOperations(contextFor: (tenantSlug: string | undefined) => Promise<Context>): Operations {
  return {
    'site.add': operation(SiteAdd, async ({ tenant, ...site }) =>
      viewSite(await addSite(await contextFor(tenant), { ...site, settings: {} })),
    ),

    'site.list': operation(Whose, async ({ tenant }) => {
      const ctx = await contextFor(tenant)
      return { sites: (await ctx.circuits.sites()).map(viewSite) }
    }),

    'site.live': operation(SiteLive, async ({ tenant, site, live }) => {
      const ctx = await contextFor(tenant)
      const { id } = await siteOf(ctx, site)
      return viewSite(await (live ? goLive(ctx, id) : takeOutOfService(ctx, id)))
    }),

    'site.remove': operation(OneSite, async ({ tenant, site }) => {
      const ctx = await contextFor(tenant)
      const found = await siteOf(ctx, site)
      await removeSite(ctx, found.id)
      return viewSite(found)
    }),

    'circuit.add': operation(CircuitAdd, async ({ tenant, site, parent, ...circuit }) => {
      const ctx = await contextFor(tenant)
      const { id: siteId } = await siteOf(ctx, site)
      const parentId = parent === undefined ? null : (await circuitOf(ctx, parent)).id
      return viewCircuit(await addCircuit(ctx, { ...circuit, siteId, parentId }))
    }),

    'circuit.change': operation(CircuitChange, async ({ tenant, circuit, parent, ...change }) => {
      const ctx = await contextFor(tenant)
      const { id } = await circuitOf(ctx, circuit)
      const moved = parent === undefined ? {} : { parentId: (await circuitOf(ctx, parent)).id }
      return viewCircuit(await changeCircuit(ctx, id, { ...change, ...moved }))
    }),

    'circuit.remove': operation(OneCircuit, async ({ tenant, circuit }) => {
      const ctx = await contextFor(tenant)
      const found = await circuitOf(ctx, circuit)
      await removeCircuit(ctx, found.id)
      return viewCircuit(found)
    }),

    'circuit.list': operation(List, async ({ tenant, site }) => {
      const ctx = await contextFor(tenant)
      const sites = site === undefined ? await ctx.circuits.sites() : [await siteOf(ctx, site)]
      const listed = []
      for (const one of sites) listed.push({ ...viewSite(one), ...viewTopology(await ctx.circuits.topology(one.id)) })
      return { sites: listed }
    }),

    'circuit.connect': operation(Connect, async ({ tenant, charger, circuit, evse, supply = {}, ...rest }) => {
      const ctx = await contextFor(tenant)
      const { id: circuitId } = await circuitOf(ctx, circuit)
      const evses = evse === undefined ? { others: supply } : { evses: [{ evse, ...supply }] }
      return connectCharger(ctx, { identity: charger, circuitId, ...rest, ...evses })
    }),

    'circuit.disconnect': operation(Disconnect, async ({ tenant, charger: identity }) => {
      const ctx = await contextFor(tenant)
      const charger = await ctx.chargers.find(identity)
      if (!charger) throw new Problem('charger_not_found', `There is no charger '${identity}'.`, { subject: 'charger' })
      await disconnectCharger(ctx, charger.id)
      return { charger: charger.identity }
    }),
  }
}

/** By its number, its public id, or its name when no other has it. */
export async function siteOf(ctx: Context, named: string): Promise<Site> {
  const all = await ctx.circuits.sites()
  const exact = all.find(({ id, publicId }) => String(id) === named || publicId === named)
  const called = all.filter(({ name }) => name === named)
  const found = exact ?? (called.length === 1 ? called[0] : undefined)
  if (found) return found
  const message = called.length > 1 ? `Several sites are called '${named}': use an id.` : `There is no site '${named}'.`
  throw new Problem('not_found', message, { subject: 'site' })
}

/** By its number or its public id. */
export async function circuitOf(ctx: Context, named: string): Promise<Circuit> {
  const byNumber = /^\d{1,15}$/.test(named) ? await ctx.circuits.circuit(Number(named)) : null
  const found = byNumber ?? (await ctx.circuits.circuitByPublicId(named))
  if (!found) throw new Problem('not_found', `There is no circuit '${named}'.`, { subject: 'circuit' })
  return found
}

function viewSite({ id, publicId, name, timeZone, currency, isLive }: Site) {
  return { id, publicId, name, timeZone, currency, live: isLive }
}

function viewCircuit({ siteId, parentId, ...circuit }: Circuit) {
  return { ...circuit, site: siteId, parent: parentId }
}

function viewTopology({ circuits, chargers }: SiteTopology) {
  return {
    circuits: circuits.map((circuit) => ({
      ...viewCircuit(circuit),
      chargers: chargers
        .filter(({ circuitId }) => circuitId === circuit.id)
        .map(({ identity, maxA, maxW, weight, klass, evses }) => ({ identity, maxA, maxW, weight, klass, evses })),
    })),
  }
}

const closed = { additionalProperties: false }
const tenant = Type.Optional(Type.String({ minLength: 1, maxLength: 63 }))
const named = Type.String({ minLength: 1, maxLength: 100 })
const number = Type.Optional(Type.Number())
const publicId = Type.Optional(Type.String({ maxLength: 36 }))

const Whose = Type.Object({ tenant }, closed)
const OneSite = Type.Object({ tenant, site: named }, closed)
const OneCircuit = Type.Object({ tenant, circuit: named }, closed)
const List = Type.Object({ tenant, site: Type.Optional(named) }, closed)
const SiteLive = Type.Object({ tenant, site: named, live: Type.Boolean() }, closed)
const SiteAdd = Type.Object(
  { tenant, name: named, timeZone: Type.String({ maxLength: 64 }), currency: publicId, publicId },
  closed,
)
const members = {
  ...{ ratedA: number, limitW: number, contractW: number, unbalanceA: number, voltageV: number },
  ...{ marginPercent: number, leastMarginA: number },
}
const CircuitAdd = Type.Object(
  {
    ...{ tenant, site: named, name: named, parent: Type.Optional(named), publicId, ...members },
    phases: Type.Optional(Type.Union([Type.Literal(1), Type.Literal(3)])),
    wiring: Type.Optional(Type.Union([Type.Literal('star'), Type.Literal('delta')])),
  },
  closed,
)
const CircuitChange = Type.Object(
  {
    tenant,
    circuit: named,
    name: Type.Optional(named),
    parent: Type.Optional(named),
    etag: Type.Optional(Type.Integer()),
    ...members,
  },
  closed,
)
const phases = ['L1', 'L2', 'L3', 'L1L2L3', 'L1L2', 'L2L3', 'L3L1', 'unknown'] as const
const rotations = ['RST', 'RTS', 'SRT', 'STR', 'TRS', 'TSR'] as const
const Supply = Type.Object(
  {
    kind: Type.Optional(Type.Union([Type.Literal('ac'), Type.Literal('dc')])),
    phases: Type.Optional(Type.Union(phases.map((one) => Type.Literal(one)))),
    rotation: Type.Optional(Type.Union(rotations.map((one) => Type.Literal(one)))),
    ...{ maxA: number, cableA: number, maxW: number, min: number, step: number, fallback: number },
  },
  closed,
)
const Connect = Type.Object(
  {
    ...{ tenant, charger: named, circuit: named, maxA: number, maxW: number, weight: number },
    klass: Type.Optional(Type.Integer()),
    evse: Type.Optional(Type.Integer({ minimum: 1, maximum: 999 })),
    supply: Type.Optional(Supply),
  },
  closed,
)
const Disconnect = Type.Object({ tenant, charger: named }, closed)
