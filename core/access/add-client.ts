import { randomBytes } from 'node:crypto'
import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { type AllowedWish, allowedCalls } from './allowed-calls.ts'
import type { ApiClient } from './api-client.ts'
import type { HashSecret } from './credentials.ts'

/**
 * Gives a program credentials for the APIs of a package, or for those that are chosen.
 *
 * The secret is returned here and never again: only its hash is kept.
 */
export async function addClient(
  ctx: Uses<'transaction'> & { hashSecret: HashSecret },
  { name, ...wish }: { name: string } & AllowedWish,
): Promise<{ client: ApiClient; clientId: string; secret: string }> {
  if (!isName(name)) {
    throw new Problem('invalid_value', 'A client needs a name of 1 to 100 printable characters.', { subject: 'name' })
  }
  const allowed = allowedCalls(wish)
  const clientId = randomBytes(16).toString('hex')
  const secret = randomBytes(32).toString('base64url')
  const secretHash = ctx.hashSecret(secret)

  const client = await ctx.transaction(async (tx) => {
    const added = await tx.apiClients.add({ clientId, name, secretHash, ...allowed })
    if (!added) throw new Problem('client_exists', `There is a client named '${name}' already.`, { subject: 'name' })

    await tx.audit('client.added', clientId, { name, ...allowed })
    return added
  })
  return { client, clientId, secret }
}

function isName(name: string): boolean {
  return name.trim() !== '' && name.length <= 100 && !/\p{Cc}/u.test(name)
}
