import type { Command } from '../commands/command.ts'
import { sendCommand } from '../commands/send-command.ts'
import type { Context } from '../context.ts'

/** Asks a charger for all profiles that it has; they come in reports, under a number of their own (K09). */
export async function readProfiles(ctx: Context, identity: string): Promise<Command> {
  const requestId = await ctx.transaction((tx) => tx.commands.nextRequestId())
  const all = { evse: null, purpose: null, stackLevel: null, ids: null }
  return sendCommand(ctx, identity, { kind: 'read-profiles', requestId, ...all }, { wait: false })
}
