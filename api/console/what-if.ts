import type { FastifyRequest } from 'fastify'
import { handCapOf } from '#core/circuits/cap-by-hand.ts'
import { Problem } from '#core/errors.ts'
import type { RoundInput } from '#core/steering/round.ts'
import { whatIf as reckon } from '#core/steering/what-if.ts'
import { namesOfBindings } from './name-of-binding.ts'
import type { ConsoleRoute } from './route.ts'
import { CircuitParams, circuitOf, wiringOf } from './site-params.ts'
import { timeText } from './time-text.ts'
import { WhatIf, WhatIfAnswer } from './wire/circuit-limits.ts'
import type { ConsoleWorld } from './world.ts'

/** What a cap would do, before anybody sets it. */
export const whatIf: ConsoleRoute = async (app, { world }) => {
  app.post(
    '/circuits/:id/what-if',
    { schema: { params: CircuitParams, body: WhatIf, response: { 200: WhatIfAnswer } }, config: { role: 'viewer' } },
    async (request) => {
      const { ctx, params, body } = request
      const circuit = await circuitOf(request, params.id)
      const { at, input } = await lastInput(request, world, circuit.siteId)
      const { topology, limits, meters } = await wiringOf(request, circuit.siteId)
      const { kind, name } = handCapOf(circuit.id)
      const isReplaced = (one: (typeof limits)[number]) =>
        one.circuitId === circuit.id && one.kind === kind && one.name === name
      const cap = { circuitId: circuit.id, ...body }
      const found = await inTurns(
        reckon(input, { topology, sources: limits, replaced: limits.find(isReplaced) ?? null, cap }),
      )
      const nameOf = namesOfBindings(topology, limits, meters)
      const views = new Map(
        (await ctx.sessionViews.ofIds(found.map(({ sessionId }) => Number(sessionId)))).map((one) => [one.id, one]),
      )
      const identityOf = new Map(topology.chargers.map(({ chargerId, identity }) => [String(chargerId), identity]))
      return {
        at: timeText(at),
        late: found.filter(({ wouldBeLate }) => wouldBeLate).length,
        lateNow: found.filter(({ isLate }) => isLate).length,
        sessions: found.map(({ key, boundBy, departsAtS, sessionId, ...one }) => {
          const [charger, evse] = key.split('/') as [string, string]
          return {
            ...one,
            sessionId: Number(sessionId),
            charger: identityOf.get(charger) ?? charger,
            evse: Number(evse),
            vehicle: views.get(Number(sessionId))?.vehicleId ?? null,
            boundByName: boundBy === 'limit0' ? null : nameOf(boundBy),
            departsAt: departsAtS === null ? null : timeText(Temporal.Instant.fromEpochMilliseconds(departsAtS * 1000)),
          }
        }),
      }
    },
  )
}

/** Lets whatever else has come in go on between two steps. */
async function inTurns<T>(steps: Generator<void, T>): Promise<T> {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** What the engine decided on last: from its memory here, else as it recorded it elsewhere. */
async function lastInput(
  { ctx }: Pick<FastifyRequest, 'ctx'>,
  world: ConsoleWorld,
  siteId: number,
): Promise<{ at: Temporal.Instant; input: RoundInput }> {
  const held = world.steering.view(siteId)?.lastRound
  if (held) return held
  const [last] = await ctx.steering.rounds(siteId, null, 1)
  const round = last && (await ctx.steering.round(last.id))
  if (!round) throw new Problem('conflict', 'The engine has decided nothing for this site yet.', { subject: 'site' })
  return { at: round.summary.at, input: JSON.parse(round.input) as RoundInput }
}
