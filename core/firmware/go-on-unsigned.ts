import type { Command } from '../commands/command.ts'
import type { ChargerRef, Uses } from '../context.ts'

/**
 * A charger knows no signed firmware: it is asked for the same firmware without its signature, if the operator allows
 * that (J-04), and remembered. An operator's own message is not asked again in other words.
 */
export async function goOnUnsigned(
  ctx: Uses<'chargerLink' | 'settings' | 'transaction'>,
  charger: ChargerRef,
  command: Command,
): Promise<void> {
  const { request } = command
  await ctx.transaction(async (tx) => {
    await tx.devices.install(charger, 'unsupported', [{ key: 'SignedUpdateFirmware', body: {}, source: 'reported' }])
    if (request.kind !== 'update-firmware' || request.unsigned || !ctx.settings.unsignedFirmware) return
    // Without a signature nothing can be said of the time of installation.
    if (request.installAt !== null) return
    await tx.commands.add(charger, { ...request, unsigned: true }, command.deadlineAt, { follows: command })
  })
  ctx.chargerLink.commandsWaiting(charger)
}
