import { Type } from 'typebox'
import { addClient } from '#core/access/add-client.ts'
import type { ListedClient } from '#core/access/api-client.ts'
import { allowClient, changeClient, removeClient, renewSecret } from '#core/access/change-client.ts'
import type { Context } from '#core/context.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { Client, ClientChange, ClientSecret, Clients, NewClient } from './wire/administration.ts'
import { Id } from './wire/parts.ts'

/** Programs that may call the APIs. */
export const clients: ConsoleRoute = async (app, { world }) => {
  const params = Type.Object({ id: Id })
  const hashing = ({ transaction }: Context) => ({
    transaction,
    hashSecret: (secret: string) => world.secrets.hash(secret),
  })

  app.get(
    '/clients',
    { schema: { response: { 200: Clients } }, config: { role: 'administrator' } },
    async (request) => ({ items: (await request.ctx.apiClients.list()).map(viewClient) }),
  )

  app.post(
    '/clients',
    {
      schema: { body: NewClient, response: { 201: ClientSecret } },
      config: { role: 'administrator', dangerous: true },
    },
    async (request, reply) => {
      const { client, clientId, secret } = await addClient(hashing(request.ctx), request.body)
      return reply.code(201).send({ id: client.id, clientId, secret })
    },
  )

  app.post(
    '/clients/:id/secret',
    { schema: { params, response: { 200: ClientSecret } }, config: { role: 'administrator', dangerous: true } },
    async (request) => {
      const { client, secret } = await renewSecret(hashing(request.ctx), request.params.id)
      return { id: client.id, clientId: client.clientId, secret }
    },
  )

  app.patch(
    '/clients/:id',
    {
      schema: { params, body: ClientChange, response: { 200: Client } },
      config: { role: 'administrator', dangerous: true },
    },
    async ({ ctx, params, body }) =>
      viewClient(
        'enabled' in body ? await changeClient(ctx, params.id, body) : await allowClient(ctx, params.id, body),
      ),
  )

  app.delete(
    '/clients/:id',
    { schema: { params, response: { 204: Type.Null() } }, config: { role: 'administrator', dangerous: true } },
    async (request, reply) => {
      await removeClient(request.ctx, request.params.id)
      return reply.code(204).send(null)
    },
  )
}

function viewClient({
  id,
  clientId,
  name,
  package: chosen,
  grants,
  enabled,
  createdAt,
  lastUsedAt,
}: ListedClient): Client {
  return {
    id,
    clientId,
    name,
    package: chosen,
    grants: [...grants],
    enabled,
    createdAt: timeText(createdAt),
    lastUsedAt: lastUsedAt && timeText(lastUsedAt),
  }
}
