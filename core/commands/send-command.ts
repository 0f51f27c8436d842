import { type StartWish, tokenOfRemoteStart } from '../authorization/remote-start-token.ts'
import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { afterLimit } from '../smart-charging/after-limit.ts'
import { turnInSlot } from '../smart-charging/turn-in-slot.ts'
import type { Command } from './command.ts'
import type { CommandRequest } from './requests.ts'

type Used = Uses<'chargers' | 'chargerLink' | 'commands' | 'now' | 'settings' | 'transaction'>

type How = {
  deadlineSeconds?: number
  /** Whether the promise resolves when the command has ended, or at once. */
  wait?: boolean
  /** Keeps the command for a charger that is away, until its deadline. */
  waits?: boolean
}

/**
 * Asks a charger to do something, and waits for how that ends unless `wait` is false.
 *
 * The request is a row before it is sent, and ends by its deadline whatever happens. A charger that is not connected
 * is not waited for unless `waits` says so: its command ends at once as `offline`.
 */
export async function sendCommand(
  ctx: Used,
  identity: string,
  asked: CommandRequest | StartWish,
  { deadlineSeconds = 60, wait = true, waits = false }: How = {},
): Promise<Command> {
  const charger = await ctx.chargers.find(identity)
  if (!charger) throw new Problem('charger_not_found', `There is no charger '${identity}'.`, { subject: 'charger' })

  const request: CommandRequest =
    asked.kind === 'start' ? { ...asked, tokenUid: await tokenOfRemoteStart(ctx, charger, asked) } : asked
  const deadline = ctx.now().add({ milliseconds: Math.round(deadlineSeconds * 1000 * ctx.settings.clockRate) })
  const isConnected = await ctx.chargerLink.isConnected(charger)
  const command = await ctx.transaction(async (tx) => {
    const turn = await turnInSlot(tx, charger, request, ctx.settings) // K-07
    const added = await tx.commands.add(charger, request, deadline, { waits, ...turn })
    await tx.audit(request.kind === 'custom' ? 'command.custom' : 'command.requested', identity, {
      command: added.id,
      kind: request.kind,
      ...(request.kind === 'custom' ? { action: request.action } : {}),
    })
    if (isConnected && request.kind === 'availability' && request.connector === null) {
      await tx.chargers.setCommandedAvailability(charger.id, request.operative ? 'operative' : 'inoperative')
    }
    if (!isConnected && !waits) await tx.commands.end(added.id, 'offline', 'The charger is not connected.')
    return added
  })

  if (isConnected || waits) {
    const ended = wait ? ctx.chargerLink.commandEnded(command.id, command.deadlineAt) : undefined
    ctx.chargerLink.commandsWaiting(charger)
    await ended
    if (wait && request.kind === 'limit') await afterLimit(ctx, command)
  }
  return (await ctx.commands.find(command.id)) ?? command
}
