import type { ChargerRef, Transaction, Uses } from '../context.ts'
import { turnInSlot } from '../smart-charging/turn-in-slot.ts'
import type { Command } from './command.ts'
import type { CommandRequest } from './requests.ts'

type Used = Uses<'chargerLink' | 'now' | 'settings' | 'transaction'>

type How = {
  /** How long the question is of use; it waits that long for a charger that is away. */
  withinSeconds?: number
  /** Not sent before that many seconds have passed. */
  afterSeconds?: number
  /** What has to be stored together with the question. */
  also?: (tx: Transaction, command: Command) => Promise<unknown>
}

/**
 * Asks a charger for something on the server's own initiative, as a command like any other: durable, sent in turn,
 * with an end. Returns as soon as it is stored, so that a message's handler never waits for the charger that waits
 * for its answer.
 */
export async function askCharger(
  ctx: Used,
  charger: ChargerRef,
  request: CommandRequest,
  { withinSeconds = 300, afterSeconds = 0, also }: How = {},
): Promise<Command> {
  const after = (seconds: number) =>
    ctx.now().add({ milliseconds: Math.round(seconds * 1000 * ctx.settings.clockRate) })
  const command = await ctx.transaction(async (tx) => {
    const turn = await turnInSlot(tx, charger, request, ctx.settings) // K-07
    const added = await tx.commands.add(charger, request, after(afterSeconds + withinSeconds), {
      waits: true,
      ...turn,
      ...(afterSeconds > 0 ? { notBefore: after(afterSeconds) } : {}),
    })
    await also?.(tx, added)
    return added
  })
  ctx.chargerLink.commandsWaiting(charger)
  return command
}
