import type { Command } from '../commands/command.ts'
import type { Uses } from '../context.ts'

/**
 * Waits for what follows when a charger has refused a limit: it is told in other ways, one after the other, each as a
 * command of its own (K-06). The first command tells in the end what came of it.
 */
export async function afterLimit(ctx: Uses<'chargerLink' | 'commands'>, first: Command): Promise<void> {
  for (let waitedFor = first.id; ; ) {
    const next = (await ctx.commands.list(first.charger.id, newest)).find(
      ({ id, request }) => id > waitedFor && request.kind === 'limit' && request.first === first.id,
    )
    if (!next) return
    waitedFor = next.id
    await ctx.chargerLink.commandEnded(next.id, next.deadlineAt)
  }
}

const newest = 50
