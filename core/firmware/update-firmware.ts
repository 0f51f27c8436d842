import type { Command } from '../commands/command.ts'
import { sendCommand } from '../commands/send-command.ts'
import type { Context } from '../context.ts'
import { Problem } from '../errors.ts'
import { firmwareFits } from './firmware.ts'

type Used = Pick<Context, 'chargerLink' | 'chargers' | 'commands' | 'firmware' | 'now' | 'settings' | 'transaction'>

/** Has one charger install a registered firmware that is for it. What becomes of it can be seen in the errand of this command. */
export async function updateFirmware(
  ctx: Used,
  identity: string,
  { firmwareId, installAt = null }: { firmwareId: number; installAt?: Temporal.Instant | null },
  how: { wait?: boolean } = {},
): Promise<Command> {
  const firmware = await ctx.firmware.find(firmwareId)
  if (!firmware) throw new Problem('not_found', `There is no firmware ${firmwareId}.`, { subject: 'firmwareId' })
  if (firmware.retiredAt) throw new Problem('conflict', 'This firmware is retired.', { subject: 'firmwareId' })
  const charger = await ctx.chargers.find(identity)
  const boot = charger ? (await ctx.chargers.detail(charger.id))?.boot : null
  if (charger && !firmwareFits(firmware, { vendor: boot?.vendor ?? null, model: boot?.model ?? null })) {
    throw new Problem('conflict', 'This firmware is not for this charger.', { subject: 'firmwareId' })
  }
  const request = {
    kind: 'update-firmware' as const,
    requestId: await ctx.transaction((tx) => tx.commands.nextRequestId()),
    source: { firmware: firmwareId },
    retrieveAt: null,
    installAt: installAt?.toString({ smallestUnit: 'millisecond' }) ?? null,
    signing: firmware.signing,
    version: firmware.version,
    unsigned: false,
    retries: 3,
    retryIntervalSeconds: 60,
  }
  return sendCommand(ctx, identity, request, how)
}
