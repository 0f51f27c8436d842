import type { Context } from '../context.ts'
import { hashOfTicket } from './file-ticket.ts'
import type { StoredFile } from './stored-file.ts'

/** The file that a charger may fetch with this ticket, as often as it needs to; null when the ticket is not good (any more). */
export async function openFirmwareFile(
  ctx: Pick<Context, 'files' | 'transaction'>,
  ticket: string,
): Promise<StoredFile | null> {
  const opened = await ctx.transaction((tx) => tx.files.openTicket(hashOfTicket(ticket)))
  if (opened?.ticket.direction !== 'download' || opened.ticket.fileId === null) return null
  return ctx.files.find(opened.ticket.fileId)
}
