import { Type } from 'typebox'
import { acceptUnknown, dismissUnknown } from '#core/provisioning/accept-unknown.ts'
import { requireConfirmed } from './check-access.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { closed, Id } from './wire/parts.ts'
import { UnknownChargers, UnknownWelcome, WelcomedCharger } from './wire/provisioning.ts'

const mostListed = 500

/** Chargers that try to connect and are not known: to be taken in, or forgotten. */
export const unknownChargers: ConsoleRoute = async (app, { world }) => {
  const params = Type.Object({ id: Id }, closed)

  app.get(
    '/unknown-chargers',
    { schema: { response: { 200: UnknownChargers } }, config: { role: 'operator' } },
    async ({ ctx }) => ({
      items: (await ctx.unknownChargers.list(mostListed)).map((one) => ({
        ...one,
        firstSeenAt: timeText(one.firstSeenAt),
        lastSeenAt: timeText(one.lastSeenAt),
        welcomeUntil: one.welcomeUntil && timeText(one.welcomeUntil),
      })),
    }),
  )

  app.post(
    '/unknown-chargers/:id/accept',
    { schema: { params, body: UnknownWelcome, response: { 200: WelcomedCharger } }, config: { role: 'operator' } },
    async (request) => {
      const { ctx, body } = request
      // Whoever comes first under its name is let in.
      if (body.welcome !== 'new-password') requireConfirmed(request)
      const { now, settings, actor, transaction } = ctx
      const hashSecret = (secret: string) => world.secrets.hash(secret)
      const used = { now, settings, actor, transaction, hashSecret }
      const taken = await acceptUnknown(used, { id: request.params.id, ...body })
      if (taken.charger) await world.boards.refresh(request.person.account.tenant, taken.charger.id)
      const { identity, charger, password, until } = taken
      return { identity, id: charger?.id ?? null, password, until: until && timeText(until) }
    },
  )

  app.delete(
    '/unknown-chargers/:id',
    { schema: { params, response: { 204: Type.Null() } }, config: { role: 'operator' } },
    async (request, reply) => {
      await dismissUnknown(request.ctx, request.params.id)
      return reply.code(204).send(null)
    },
  )
}
