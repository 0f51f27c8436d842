import type { Command } from '../commands/command.ts'
import type { ChargerRef, Uses } from '../context.ts'

/** A charger does not know GetLog: it is asked for its diagnostics in the words of plain 1.6, and remembered. */
export async function goOnPlain(
  ctx: Uses<'chargerLink' | 'transaction'>,
  charger: ChargerRef,
  command: Command,
): Promise<void> {
  const { request } = command
  await ctx.transaction(async (tx) => {
    await tx.devices.install(charger, 'unsupported', [{ key: 'GetLog', body: {}, source: 'reported' }])
    if (request.kind !== 'get-log' || request.plain || request.log !== 'diagnostics') return
    await tx.commands.add(charger, { ...request, plain: true }, command.deadlineAt, { follows: command })
  })
  ctx.chargerLink.commandsWaiting(charger)
}
