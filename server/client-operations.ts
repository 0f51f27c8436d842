import { Type } from 'typebox'
import { addClient } from '#core/access/add-client.ts'
import { type ApiClient, type Grant, type ListedClient, packages } from '#core/access/api-client.ts'
import { allowClient, changeClient, removeClient, renewSecret } from '#core/access/change-client.ts'
import type { HashSecret } from '#core/access/credentials.ts'
import type { Context, Transaction } from '#core/context.ts'
import { Problem } from '#core/errors.ts'
import { type Operations, operation } from './operation.ts'

type ClientWorld = { contextFor(tenantSlug: string | undefined): Promise<Context>; hashSecret: HashSecret }

/** Programs that call the depot API, by the command line. A client is named by its name or by its id. */
export function clientOperations({ contextFor, hashSecret }: ClientWorld): Operations {
  const find = async (tenant: string | undefined, client: string) => {
    const ctx = await contextFor(tenant)
    const found = (await ctx.apiClients.list()).find(({ name, clientId }) => name === client || clientId === client)
    if (!found) throw new Problem('client_not_found', `There is no client '${client}'.`, { subject: 'client' })
    const hashing = { transaction: <T>(work: (tx: Transaction) => Promise<T>) => ctx.transaction(work), hashSecret }
    return { ctx, id: found.id, hashing }
  }

  return {
    'client.add': operation(Add, async ({ tenant, ...wish }) => {
      const ctx = await contextFor(tenant)
      const transaction = <T>(work: (tx: Transaction) => Promise<T>) => ctx.transaction(work)
      const { client, secret } = await addClient({ transaction, hashSecret }, wish)
      return { ...viewAllowed(client), secret }
    }),

    'client.list': operation(List, async ({ tenant }) => ({
      clients: (await (await contextFor(tenant)).apiClients.list()).map(viewClient),
    })),

    'client.rotate': operation(ByName, async ({ tenant, client }) => {
      const { hashing, id } = await find(tenant, client)
      const renewed = await renewSecret(hashing, id)
      return { name: renewed.client.name, clientId: renewed.client.clientId, secret: renewed.secret }
    }),

    'client.switch': operation(Switch, async ({ tenant, client, enabled }) => {
      const { ctx, id } = await find(tenant, client)
      return viewClient(await changeClient(ctx, id, { enabled }))
    }),

    'client.grants': operation(Allow, async ({ tenant, client, ...wish }) => {
      const { ctx, id } = await find(tenant, client)
      return viewClient(await allowClient(ctx, id, wish))
    }),

    'client.remove': operation(ByName, async ({ tenant, client }) => {
      const { ctx, id } = await find(tenant, client)
      await removeClient(ctx, id)
      return { name: client }
    }),
  }
}

function viewAllowed({ name, package: chosen, grants, clientId }: ApiClient) {
  return { name, package: chosen, grants: [...grants], clientId }
}

function viewClient(client: ListedClient) {
  return {
    ...viewAllowed(client),
    enabled: client.enabled,
    created: client.createdAt.toString({ smallestUnit: 'second' }),
    lastUsed: client.lastUsedAt?.toString({ smallestUnit: 'second' }) ?? null,
  }
}

const closed = { additionalProperties: false }
const tenant = Type.Optional(Type.String({ minLength: 1, maxLength: 63 }))
const client = Type.String()
const wish = {
  package: Type.Optional(Type.Union([Type.Literal('basic'), Type.Literal('advanced'), Type.Literal('premium')])),
  grants: Type.Optional(Type.Array(Type.Unsafe<Grant>({ type: 'string', enum: [...packages.premium] }))),
}
const Add = Type.Object({ name: Type.String(), ...wish, tenant }, closed)
const List = Type.Object({ tenant }, closed)
const ByName = Type.Object({ client, tenant }, closed)
const Switch = Type.Object({ client, enabled: Type.Boolean(), tenant }, closed)
const Allow = Type.Object({ client, ...wish, tenant }, closed)
