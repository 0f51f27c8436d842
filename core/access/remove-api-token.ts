import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'

/** Takes a token away for good: it is refused from the next request on. */
export async function removeApiToken(ctx: Uses<'transaction'>, id: number): Promise<void> {
  await ctx.transaction(async (tx) => {
    const removed = await tx.apiTokens.remove(id)
    if (!removed) throw new Problem('client_not_found', 'There is no such token.', { subject: 'id' })
    await tx.audit('api_token.removed', removed.name)
  })
}
