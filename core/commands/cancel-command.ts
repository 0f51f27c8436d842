import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import type { Command } from './command.ts'

/** Takes a command back that was not sent yet. A Problem when it was, or there is none of this id. */
export async function cancelCommand(
  ctx: Uses<'commands' | 'transaction' | 'chargerLink'>,
  id: number,
): Promise<Command> {
  const command = await ctx.commands.find(id)
  if (!command) throw new Problem('not_found', `There is no command ${id}.`, { subject: 'command' })
  const isCancelled = await ctx.transaction(async (tx) => {
    const ended = await tx.commands.end(id, 'cancelled', 'Taken back before it was sent.')
    if (ended)
      await tx.audit('command.cancelled', command.charger.identity, { command: id, kind: command.request.kind })
    return ended
  })
  if (!isCancelled) throw new Problem('conflict', 'The command was sent already.', { subject: 'command' })
  ctx.chargerLink.commandsWaiting(command.charger)
  return (await ctx.commands.find(id)) ?? command
}
