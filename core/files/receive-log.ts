import type { Context } from '../context.ts'
import { hashOfTicket } from './file-ticket.ts'
import { receiveFile } from './receive-file.ts'

export type LogReceived = 'stored' | 'no-ticket' | 'too-large' | 'used-meanwhile' | 'empty'

/**
 * Takes in a log that a charger sends to the address that it was given. A transfer that broke off may be tried again;
 * once a file is stored the ticket is used up (J-02).
 */
export async function receiveLog(
  ctx: Pick<Context, 'errands' | 'transaction'>,
  ticket: string,
  { content, mostBytes, name }: { content: AsyncIterable<Buffer>; mostBytes: number; name: string | null },
): Promise<LogReceived> {
  const hash = hashOfTicket(ticket)
  const opened = await ctx.transaction((tx) => tx.files.openTicket(hash))
  if (opened?.ticket.direction !== 'upload') return 'no-ticket'
  const { charger } = opened.ticket
  const file = {
    kind: 'log' as const,
    chargerId: charger.id,
    errandId: opened.errandId,
    name: plainName(name ?? `${charger.identity}.log`),
  }
  const received = await receiveFile(ctx, file, { content, mostBytes })
  if (received === 'too-large') return received
  // What the charger calls it may have become known meanwhile; if it comes later, the file is called by it then.
  const steps = await ctx.errands.steps(opened.errandId)
  const told = steps.find(({ detail }) => detail !== null)?.detail
  return ctx.transaction(async (tx) => {
    if (received.size > 0 && (await tx.files.useTicket(hash))) {
      await tx.files.complete(received.id, received)
      if (told) await tx.files.rename(opened.errandId, plainName(told))
      return 'stored'
    }
    await tx.files.remove(received.id)
    return received.size === 0 ? 'empty' : 'used-meanwhile'
  })
}

/** For people to read: no path, nothing that cannot be seen, not without end. */
export function plainName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  const plain = last
    .replace(/[^\p{L}\p{N} ._()+,=@-]/gu, '_')
    .replace(/^\.+/, '')
    .trim()
    .slice(0, 200)
  return plain === '' ? 'unnamed' : plain
}
