import { Type } from 'typebox'
import { type ChargerGroup, groupsOf } from '#core/circuits/charger-group.ts'
import type { Context } from '#core/context.ts'
import { type CircuitState, circuitState } from '#core/steering/circuit-state.ts'
import { errors, reply } from './replies.ts'
import type { DepotRoute } from './route.ts'
import type { DepotWorld } from './world.ts'

const statuses = ['ok', 'reducing', 'not_live', 'unknown'] as const

export const ChargerGroups = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        chargerGroupId: Type.String({ examples: ['5b1f6c1e-0f7a-4d0b-9a5b-2f6d0c8e7a31'] }),
        name: Type.String({ examples: ['Hall'] }),
        maxPower: Type.Union([Type.Number(), Type.Null()], {
          description: 'The fixed limit, in the unit; null: there is none',
          examples: [500_000],
        }),
        unit: Type.Unsafe<'W'>({ type: 'string', enum: ['W'], examples: ['W'] }),
        chargers: Type.Array(Type.String(), { description: 'Ids of the chargers in it', examples: [['BAY-07']] }),
        siteId: Type.String({ examples: ['9d0c6d1f-3c11-4b4f-9a52-0c1f5a6f7b1e'] }),
        status: Type.Unsafe<(typeof statuses)[number]>({
          type: 'string',
          enum: statuses,
          description:
            '`ok`: what chargers have confirmed keeps to the limits in force. `reducing`: not all have confirmed what a lower limit asks for, and none is raised. `not_live`: limits are stored, and nobody enforces them. `unknown`: the steering of the site has just begun',
          examples: ['ok'],
        }),
      }),
    ),
  },
  { $id: 'ChargerGroups', title: 'ChargerGroups' },
)

export const listChargerGroups: DepotRoute = async (app, { world }) => {
  app.get(
    '/v1/chargerControl/chargerGroups',
    {
      schema: {
        operationId: 'listChargerGroups',
        summary: 'List charger groups',
        description: 'Chargers that share a limit of power. A group may be a part of another one.',
        tags: ['Charger Control'],
        response: { 200: reply(ChargerGroups, 'The groups, by site; none is an empty list'), ...errors() },
      },
      config: { grant: 'chargerControl' },
    },
    async ({ ctx }) => {
      const items = []
      for (const site of await ctx.circuits.sites()) {
        const groups = groupsOf(site, await ctx.circuits.topology(site.id))
        const stateOf = groups.length > 0 ? await statesAt(world, ctx, groups[0]!) : null
        for (const group of groups) items.push(viewGroup(group, stateOf!(group)))
      }
      return { items }
    },
  )
}

async function statesAt({ sites }: DepotWorld, ctx: Context, { site }: ChargerGroup) {
  const at = ctx.now()
  const view = site.isLive ? (sites.view(site.id) ?? (await sites.recorded(ctx, site.id))) : null
  const sources = site.isLive ? await ctx.siteLimits.limits(site.id, at) : []
  return ({ circuit }: ChargerGroup) => circuitState({ site, circuitId: circuit.id, sources, at, view })
}

function viewGroup({ site, circuit, maxW, chargers }: ChargerGroup, state: CircuitState) {
  return {
    ...{ chargerGroupId: circuit.publicId, name: circuit.name, maxPower: maxW, unit: 'W' as const },
    ...{ chargers: [...chargers], siteId: site.publicId },
    status: state === 'not-live' ? ('not_live' as const) : state,
  }
}
