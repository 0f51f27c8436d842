import { Type } from 'typebox'
import { addApiToken } from '#core/access/add-api-token.ts'
import { removeApiToken } from '#core/access/remove-api-token.ts'
import type { Context, Transaction } from '#core/context.ts'
import { Problem } from '#core/errors.ts'
import { type Operations, operation } from './operation.ts'
import type { Secrets } from './secrets.ts'

type ApiTokenWorld = {
  contextFor(tenantSlug: string | undefined): Promise<Context>
  secrets: Pick<Secrets, 'hash' | 'seal'>
}

/** Tokens of the platform API from the command line. */
export function apiTokenOperations({ contextFor, secrets }: ApiTokenWorld): Operations {
  return {
    'api-token.add': operation(ByName, async ({ tenant, name }) => {
      const ctx = await contextFor(tenant)
      const used = {
        transaction: <T>(work: (tx: Transaction) => Promise<T>) => ctx.transaction(work),
        hashSecret: secrets.hash,
        sealSecret: secrets.seal,
      }
      const { token } = await addApiToken(used, { name })
      return { name, token }
    }),

    'api-token.list': operation(List, async ({ tenant }) => {
      const ctx = await contextFor(tenant)
      const tokens = await ctx.apiTokens.list()
      return {
        tokens: tokens.map(({ name, createdAt, lastUsedAt }) => ({
          name,
          created: createdAt.toString({ smallestUnit: 'second' }),
          lastUsed: lastUsedAt?.toString({ smallestUnit: 'second' }) ?? null,
        })),
      }
    }),

    'api-token.remove': operation(ByName, async ({ tenant, name }) => {
      const ctx = await contextFor(tenant)
      const found = (await ctx.apiTokens.list()).find((token) => token.name === name)
      if (!found) throw new Problem('client_not_found', `There is no token named '${name}'.`, { subject: 'name' })
      await removeApiToken(ctx, found.id)
      return { name }
    }),
  }
}

const closed = { additionalProperties: false }
const tenant = Type.Optional(Type.String({ minLength: 1, maxLength: 63 }))
const List = Type.Object({ tenant }, closed)
const ByName = Type.Object({ name: Type.String(), tenant }, closed)
