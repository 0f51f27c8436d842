import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { createRateLimiter } from '#api/http/rate-limit.ts'
import type { TypeBoxProvider } from '#api/http/typebox-provider.ts'
import { Refusal } from './errors.ts'
import type { MetersWorld, PushedValues } from './world.ts'

/** POST /meters/v1/readings: one reading of the meter whose token is shown, or a list of them. */
export async function pushReadings(scope: FastifyInstance, { world }: { world: MetersWorld }): Promise<void> {
  const ofAddress = createRateLimiter({ max: mostOfAddress, windowSeconds: 60 }, world.nowMs)
  const ofMeter = createRateLimiter({ max: mostOfMeter, windowSeconds: 60 }, world.nowMs)
  const meters = new WeakMap<object, number>()

  scope.withTypeProvider<TypeBoxProvider>().post(
    '/v1/readings',
    {
      schema: { body: Type.Union([Reading, Type.Array(Reading, { minItems: 1, maxItems: 200 })]) },
      // Before the body is read: who may not send costs nothing.
      onRequest: async (request) => {
        refuseOften(ofAddress.take(world.addressOf(request.raw)))
        const meterId = await meterOf(request.headers.authorization, world)
        refuseOften(ofMeter.take(`meter ${meterId}`))
        meters.set(request, meterId)
      },
      errorHandler: (error, _, reply) => {
        if (error instanceof Refusal && error.status === 429) void reply.header('retry-after', '60')
        if (error instanceof Refusal && error.status === 401) void reply.header('www-authenticate', 'Bearer')
        throw error
      },
    },
    async (request) => {
      const values = [request.body].flat().map(readingFrom)
      const state = await world.push(meters.get(request)!, values.toSorted(byTime))
      if (!state) throw notKnown()
      return { readings: values.length, condition: state.condition, fault: state.fault }
    },
  )
}

// For a hundred meters behind one address that tell every few seconds, and for one that tells every half second.
const mostOfAddress = 3_000
const mostOfMeter = 150

const value = Type.Optional(Type.Union([Type.Number({ minimum: -1e9, maximum: 1e9 }), Type.Null()]))
const Reading = Type.Object(
  {
    at: Type.Optional(Type.String({ maxLength: 40, description: 'When it was measured, as 2026-11-21T20:00:00Z.' })),
    l1: value,
    l2: value,
    l3: value,
    powerW: value,
  },
  { additionalProperties: false },
)

async function meterOf(authorization: string | undefined, world: MetersWorld): Promise<number> {
  const token = /^Bearer ([\w-]{1,200})$/i.exec(authorization ?? '')?.[1]
  const meterId = token === undefined ? null : await world.findMeter(token)
  if (meterId === null) throw notKnown()
  return meterId
}

function notKnown(): Refusal {
  return new Refusal(401, 'unauthorized', 'Send the token of a meter as "Authorization: Bearer ...".')
}

function refuseOften({ allowed }: { allowed: boolean }): void {
  if (!allowed) throw new Refusal(429, 'too_many_requests', 'A meter may send twice a second. Try again in a minute.')
}

function readingFrom({ at, l1 = null, l2 = null, l3 = null, powerW = null }: Static<typeof Reading>): PushedValues {
  if (l1 === null && l2 === null && l3 === null && powerW === null) {
    throw new Refusal(400, 'invalid_value', 'A reading tells at least one of l1, l2, l3 and powerW.')
  }
  return { at: at === undefined ? null : instantOf(at), amps: { L1: l1, L2: l2, L3: l3 }, powerW }
}

function instantOf(text: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(text)
  } catch {
    throw new Refusal(400, 'invalid_value', 'A time is such as 2026-11-21T20:00:00Z.')
  }
}

/** Those without a time are of now. */
function byTime(a: PushedValues, b: PushedValues): number {
  if (a.at === null || b.at === null) return a.at === b.at ? 0 : a.at === null ? 1 : -1
  return Temporal.Instant.compare(a.at, b.at)
}
