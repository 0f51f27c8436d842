import { randomBytes } from 'node:crypto'
import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { type AllowedWish, allowedCalls } from './allowed-calls.ts'
import type { ApiClient, ListedClient } from './api-client.ts'
import type { HashSecret } from './credentials.ts'

/** Switches a program off or on again. While it is off its access tokens are refused too. */
export async function changeClient(ctx: Uses<'transaction'>, id: number, { enabled }: { enabled: boolean }) {
  return ctx.transaction(async (tx) => {
    const client = await tx.apiClients.change(id, { enabled })
    if (!client) throw unknownClient()
    await tx.audit(enabled ? 'client.enabled' : 'client.disabled', client.clientId, { name: client.name })
    return client
  })
}

/**
 * Changes what a program may call. What is taken counts at once; what is given, with its next access token, for a token
 * says what it was asked for.
 */
export async function allowClient(ctx: Uses<'transaction'>, id: number, wish: AllowedWish): Promise<ListedClient> {
  const allowed = allowedCalls(wish)
  return ctx.transaction(async (tx) => {
    const client = await tx.apiClients.change(id, { allowed })
    if (!client) throw unknownClient()
    await tx.audit('client.allowed', client.clientId, { name: client.name, ...allowed })
    return client
  })
}

/**
 * A new secret; the former one is no longer good. It is returned here and never again.
 *
 * Living access tokens stay, so that a program works on for their lifetime while it is given the new one.
 */
export async function renewSecret(
  ctx: Uses<'transaction'> & { hashSecret: HashSecret },
  id: number,
): Promise<{ client: ApiClient; secret: string }> {
  const secret = randomBytes(32).toString('base64url')
  const secretHash = ctx.hashSecret(secret)
  const client = await ctx.transaction(async (tx) => {
    const changed = await tx.apiClients.change(id, { secretHash })
    if (!changed) throw unknownClient()
    await tx.audit('client.secret_renewed', changed.clientId, { name: changed.name })
    return changed
  })
  return { client, secret }
}

/** Takes a program's credentials away for good. Its access tokens are refused at once. */
export async function removeClient(ctx: Uses<'transaction'>, id: number): Promise<void> {
  await ctx.transaction(async (tx) => {
    const client = await tx.apiClients.remove(id)
    if (!client) throw unknownClient()
    await tx.audit('client.removed', client.clientId, { name: client.name })
  })
}

function unknownClient(): Problem {
  return new Problem('client_not_found', 'There is no such API client.', { subject: 'id' })
}
