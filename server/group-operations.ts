import { Type } from 'typebox'
import { type AddedGroup, addGroup } from '#core/circuits/add-group.ts'
import { changeGroup, removeGroup } from '#core/circuits/change-group.ts'
import { type ChargerGroup, groupsOf } from '#core/circuits/charger-group.ts'
import type { Context } from '#core/context.ts'
import { Problem } from '#core/errors.ts'
import { circuitOf, siteOf } from './circuit-operations.ts'
import { type Operations, operation } from './operation.ts'

/** Charger groups, by the command line. */
export function groupOperations(contextFor: (tenantSlug: string | undefined) => Promise<Context>): Operations {
  return {
    'group.add': operation(Add, async ({ tenant, site, parent, timeZone, live = true, ...group }) => {
      const ctx = await contextFor(tenant)
      const added = await addGroup(ctx, {
        ...group,
        ...(site === undefined ? {} : { siteId: (await siteOf(ctx, site)).id }),
        ...(parent === undefined ? {} : { parentId: (await circuitOf(ctx, parent)).id }),
        newSite: { name: 'Depot', timeZone: timeZone ?? Temporal.Now.timeZoneId(), settings: {} },
        isLive: live,
      })
      return { ...viewGroup(await groupOf(ctx, added.circuit.publicId)), ...viewAdded(added) }
    }),

    'group.list': operation(List, async ({ tenant, site }) => {
      const ctx = await contextFor(tenant)
      const sites = site === undefined ? await ctx.circuits.sites() : [await siteOf(ctx, site)]
      const groups: ChargerGroup[] = []
      for (const one of sites) groups.push(...groupsOf(one, await ctx.circuits.topology(one.id)))
      return { groups: groups.map(viewGroup) }
    }),

    'group.change': operation(Change, async ({ tenant, group, add = [], remove = [], ...change }) => {
      const ctx = await contextFor(tenant)
      const found = await groupOf(ctx, group)
      await changeGroup(ctx, found, { ...change, add, remove })
      return viewGroup(await groupOf(ctx, found.circuit.publicId))
    }),

    'group.remove': operation(One, async ({ tenant, group }) => {
      const ctx = await contextFor(tenant)
      const found = await groupOf(ctx, group)
      await removeGroup(ctx, found)
      return viewGroup(found)
    }),
  }
}

/** By its id, its number, or its name when no other has it. */
async function groupOf(ctx: Context, named: string): Promise<ChargerGroup> {
  const groups: ChargerGroup[] = []
  for (const site of await ctx.circuits.sites()) groups.push(...groupsOf(site, await ctx.circuits.topology(site.id)))
  const exact = groups.find(({ circuit }) => circuit.publicId === named || String(circuit.id) === named)
  const called = groups.filter(({ circuit }) => circuit.name === named)
  const found = exact ?? (called.length === 1 ? called[0] : undefined)
  if (found) return found
  const message =
    called.length > 1 ? `Several groups are called '${named}': use an id.` : `There is no group '${named}'.`
  throw new Problem('not_found', message, { subject: 'group' })
}

function viewGroup({ site, circuit, maxW, chargers }: ChargerGroup) {
  return {
    ...{ chargerGroupId: circuit.publicId, name: circuit.name, maxPower: maxW, unit: 'W', chargers },
    ...{ circuit: circuit.id, siteId: site.publicId, site: site.name, live: site.isLive },
  }
}

function viewAdded({ isNewSite, fallback }: AddedGroup) {
  return { newSite: isNewSite, fallback }
}

const closed = { additionalProperties: false }
const tenant = Type.Optional(Type.String({ minLength: 1, maxLength: 63 }))
const named = Type.String({ minLength: 1, maxLength: 100 })
const identities = Type.Array(Type.String({ minLength: 1, maxLength: 255 }), { maxItems: 10_000 })
const power = Type.Integer({ minimum: 0, maximum: 1_000_000_000 })
const amount = Type.Optional(Type.Number())
const supply = Type.Optional(
  Type.Object({ kind: Type.Optional(Type.Literal('dc')), maxA: amount, maxW: amount, fallback: amount }, closed),
)

const List = Type.Object({ tenant, site: Type.Optional(named) }, closed)
const One = Type.Object({ tenant, group: named }, closed)
const Add = Type.Object(
  {
    ...{ tenant, name: named, maxW: power, chargers: identities, supply },
    site: Type.Optional(named),
    parent: Type.Optional(named),
    publicId: Type.Optional(Type.String({ maxLength: 36 })),
    timeZone: Type.Optional(Type.String({ maxLength: 64 })),
    live: Type.Optional(Type.Boolean()),
  },
  closed,
)
const Change = Type.Object(
  {
    ...{ tenant, group: named, supply },
    name: Type.Optional(named),
    maxW: Type.Optional(power),
    add: Type.Optional(identities),
    remove: Type.Optional(identities),
  },
  closed,
)
