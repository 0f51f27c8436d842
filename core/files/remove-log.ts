import type { Context } from '../context.ts'
import { Problem } from '../errors.ts'

/** Removes a log that a charger has sent; firmware is never removed this way. */
export async function removeLog(ctx: Pick<Context, 'files' | 'transaction'>, id: number): Promise<void> {
  const file = await ctx.files.find(id)
  if (file?.kind !== 'log') throw new Problem('not_found', 'There is no such file.', { subject: 'id' })
  await ctx.transaction(async (tx) => {
    if (!(await tx.files.remove(id))) return
    await tx.audit('file.removed', file.name, { file: id })
  })
}
