import { randomUUID } from 'node:crypto'
import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { type ApiToken, apiTokenPurpose, type SealSecret } from './api-token.ts'
import type { HashSecret } from './credentials.ts'

/**
 * Gives a back office a token for the platform API.
 *
 * The token is returned here and never again. It is kept as its hash, to be found by, and sealed, since callers of the
 * platform API expect messages to them to be signed with it (platform-api 1.2).
 */
export async function addApiToken(
  ctx: Uses<'transaction'> & { hashSecret: HashSecret; sealSecret: SealSecret },
  { name }: { name: string },
): Promise<{ apiToken: ApiToken; token: string }> {
  if (!isName(name)) {
    throw new Problem('invalid_value', 'A token needs a name of 1 to 100 printable characters.', { subject: 'name' })
  }
  const token = randomUUID()
  const kept = { name, hash: ctx.hashSecret(token), sealed: ctx.sealSecret(Buffer.from(token), apiTokenPurpose) }
  const apiToken = await ctx.transaction(async (tx) => {
    const added = await tx.apiTokens.add(kept)
    if (!added) throw new Problem('client_exists', `There is a token named '${name}' already.`, { subject: 'name' })
    await tx.audit('api_token.added', name)
    return added
  })
  return { apiToken, token }
}

function isName(name: string): boolean {
  return name.trim() !== '' && name.length <= 100 && name.isWellFormed() && !/\p{Cc}/u.test(name)
}
