import type { ChargerRef, Context } from '../context.ts'
import { noAddress } from '../firmware/place-of-firmware.ts'
import { addressFault } from './charger-address.ts'
import { addressOfFile, issueFileTicket } from './file-ticket.ts'

/** Where a charger sends a log: an address that was given, or ours with a ticket for this one order. */
export async function placeForLog(
  ctx: Pick<Context, 'now' | 'settings' | 'transaction'>,
  charger: Pick<ChargerRef, 'id'>,
  target: string | null,
  { commandId, origin }: { commandId: number; origin: string | null },
): Promise<{ url: string } | { refused: string }> {
  if (target !== null) {
    const fault = addressFault(target)
    return fault === null ? { url: target } : { refused: fault }
  }
  if (addressOfFile(ctx.settings, origin, '') === null) return { refused: noAddress }
  const order = { direction: 'upload' as const, commandId, fileId: null, chargerId: charger.id }
  const ticket = await ctx.transaction((tx) => issueFileTicket(ctx, tx, { ...order, withinSeconds: hourSeconds }))
  return { url: addressOfFile(ctx.settings, origin, `uploads/${ticket}`)! }
}

const hourSeconds = 3_600
