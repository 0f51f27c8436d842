import { Type } from 'typebox'
import type { CircuitMeter, MeterSource } from '#core/circuits/meter.ts'
import { addMeter } from '#core/circuits/meters/add-meter.ts'
import { removeMeter } from '#core/circuits/meters/remove-meter.ts'
import type { Context } from '#core/context.ts'
import { Problem } from '#core/errors.ts'
import { type Operations, operation } from './operation.ts'

/** Meters of circuits from the command line. */
export function meterOperations(contextFor: (tenantSlug: string | undefined) => Promise<Context>): Operations {
  return {
    'meter.add': operation(Add, async ({ tenant, circuit, charger, evse, source, ...rest }) => {
      const ctx = await contextFor(tenant)
      const circuitId = await circuitIdOf(ctx, circuit)
      const meter = { measures: 'total' as const, intervalSeconds: 5, ...rest, circuitId }
      const found = charger === undefined ? source : await chargerSource(ctx, charger, evse ?? 0)
      const { meter: added, pushToken } = await addMeter(ctx, { ...meter, source: found ?? { kind: 'push' } })
      return { ...(await viewMeter(ctx, added)), ...(pushToken === null ? {} : { token: pushToken }) }
    }),

    'meter.list': operation(Whose, async ({ tenant }) => {
      const ctx = await contextFor(tenant)
      const meters = []
      for (const meter of await ctx.circuitMeters.all()) meters.push(await viewMeter(ctx, meter))
      return { meters }
    }),

    'meter.remove': operation(One, async ({ tenant, meter }) => {
      await removeMeter(await contextFor(tenant), meter)
      return { meter }
    }),
  }
}

async function circuitIdOf(ctx: Context, named: string): Promise<number> {
  const byNumber = /^\d{1,15}$/.test(named) ? await ctx.circuits.circuit(Number(named)) : null
  const found = byNumber ?? (await ctx.circuits.circuitByPublicId(named))
  if (!found) throw new Problem('not_found', `There is no circuit '${named}'.`, { subject: 'circuit' })
  return found.id
}

async function chargerSource(ctx: Context, identity: string, evse: number): Promise<MeterSource> {
  const charger = await ctx.chargers.find(identity)
  if (!charger) throw new Problem('charger_not_found', `There is no charger '${identity}'.`, { subject: 'charger' })
  return { kind: 'ocpp', chargerId: charger.id, evse }
}

async function viewMeter(ctx: Context, { id, circuitId, measures, intervalSeconds, source }: CircuitMeter) {
  const circuit = await ctx.circuits.circuit(circuitId)
  return { id, circuit: circuitId, circuitName: circuit?.name ?? null, measures, intervalSeconds, source }
}

const closed = { additionalProperties: false }
const tenant = Type.Optional(Type.String({ minLength: 1, maxLength: 63 }))
const path = Type.Union([Type.String({ maxLength: 200 }), Type.Null()])
const register = Type.Union([
  Type.Object(
    {
      address: Type.Integer(),
      type: Type.Union([
        Type.Literal('int16'),
        Type.Literal('uint16'),
        Type.Literal('int32'),
        Type.Literal('uint32'),
        Type.Literal('float32'),
      ]),
      scale: Type.Number(),
    },
    closed,
  ),
  Type.Null(),
])

/** How a meter is read, as people give it; that of a charger is named by its identity. */
const Source = Type.Union([
  Type.Object({ kind: Type.Literal('push') }, closed),
  Type.Object(
    {
      kind: Type.Literal('mqtt'),
      url: Type.String({ maxLength: 300 }),
      topic: Type.String({ maxLength: 500 }),
      username: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
      map: Type.Object(
        {
          ...{ l1: path, l2: path, l3: path, power: path, at: path },
          powerUnit: Type.Optional(Type.Union([Type.Literal('W'), Type.Literal('kW')])),
        },
        closed,
      ),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('modbus'),
      host: Type.String({ maxLength: 253 }),
      port: Type.Integer(),
      unit: Type.Integer(),
      registers: Type.Object(
        {
          table: Type.Union([Type.Literal('holding'), Type.Literal('input')]),
          wordOrder: Type.Union([Type.Literal('big'), Type.Literal('little')]),
          ...{ l1: register, l2: register, l3: register, power: register },
        },
        closed,
      ),
    },
    closed,
  ),
])

const Whose = Type.Object({ tenant }, closed)
const One = Type.Object({ meter: Type.Integer({ minimum: 1 }), tenant }, closed)
const Add = Type.Object(
  {
    tenant,
    circuit: Type.String({ minLength: 1, maxLength: 100 }),
    measures: Type.Optional(Type.Union([Type.Literal('total'), Type.Literal('unmanaged')])),
    intervalSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 3600 })),
    source: Type.Optional(Source),
    charger: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
    evse: Type.Optional(Type.Integer({ minimum: 0, maximum: 999 })),
    password: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
  },
  closed,
)
