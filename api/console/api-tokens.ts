import { Type } from 'typebox'
import { addApiToken } from '#core/access/add-api-token.ts'
import { removeApiToken } from '#core/access/remove-api-token.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { ApiTokens, MadeApiToken, NewApiToken } from './wire/administration.ts'
import { Id } from './wire/parts.ts'

/** What back offices show the platform API. */
export const apiTokens: ConsoleRoute = async (app, { world }) => {
  app.get(
    '/api-tokens',
    { schema: { response: { 200: ApiTokens } }, config: { role: 'administrator' } },
    async ({ ctx }) => ({
      items: (await ctx.apiTokens.list()).map(({ id, name, createdAt, lastUsedAt }) => ({
        id,
        name,
        createdAt: timeText(createdAt),
        lastUsedAt: lastUsedAt && timeText(lastUsedAt),
      })),
    }),
  )

  app.post(
    '/api-tokens',
    {
      schema: { body: NewApiToken, response: { 201: MadeApiToken } },
      config: { role: 'administrator', dangerous: true },
    },
    async ({ ctx, body }, reply) => {
      const used = {
        transaction: ctx.transaction,
        hashSecret: (secret: string) => world.secrets.hash(secret),
        sealSecret: world.secrets.seal,
      }
      const { apiToken, token } = await addApiToken(used, body)
      return reply.code(201).send({ id: apiToken.id, name: apiToken.name, token })
    },
  )

  app.delete(
    '/api-tokens/:id',
    {
      schema: { params: Type.Object({ id: Id }), response: { 204: Type.Null() } },
      config: { role: 'administrator', dangerous: true },
    },
    async ({ ctx, params }, reply) => {
      await removeApiToken(ctx, params.id)
      return reply.code(204).send(null)
    },
  )
}
