import type { FirmwareSource } from '../commands/requests/firmware.ts'
import type { ChargerRef, Context } from '../context.ts'
import { addressFault } from '../files/charger-address.ts'
import { addressOfFile, issueFileTicket } from '../files/file-ticket.ts'

type Place = { url: string } | { refused: string }

/** Where a charger fetches firmware: an address that was given, or ours with a ticket for this one order. */
export async function placeOfFirmware(
  ctx: Pick<Context, 'firmware' | 'now' | 'settings' | 'transaction'>,
  charger: Pick<ChargerRef, 'id'>,
  source: FirmwareSource,
  { commandId, origin }: { commandId: number; origin: string | null },
): Promise<Place> {
  if ('url' in source) return usable(source.url)
  const firmware = await ctx.firmware.find(source.firmware)
  if (!firmware || firmware.retiredAt) return { refused: 'This firmware is not registered any more.' }
  if (firmware.url !== null) return usable(firmware.url)
  const { fileId } = firmware
  const order = { direction: 'download' as const, commandId, fileId, chargerId: charger.id, withinSeconds: daySeconds }
  if (addressOfFile(ctx.settings, origin, '') === null) return { refused: noAddress }
  const ticket = await ctx.transaction((tx) => issueFileTicket(ctx, tx, order))
  // The version stands in the name: some chargers look for it there.
  const name = encodeURIComponent(firmware.version.replace(/[^\w.-]+/g, '_'))
  return { url: addressOfFile(ctx.settings, origin, `firmware/${ticket}/${name}.bin`)! }
}

function usable(url: string): Place {
  const fault = addressFault(url)
  return fault === null ? { url } : { refused: fault }
}

export const noAddress = 'The server does not know under which address chargers reach it: set its public address.'
const daySeconds = 86_400
