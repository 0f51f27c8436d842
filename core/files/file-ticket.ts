import { createHash, randomBytes } from 'node:crypto'
import type { Transaction, Uses } from '../context.ts'
import type { FileTicket } from './stored-file.ts'

type Order = Pick<FileTicket, 'direction' | 'commandId' | 'fileId'> & { chargerId: number; withinSeconds: number }

/**
 * Makes the ticket of one charger for one file, of 256 random bits; what is stored is its hash (J-02). It is good until
 * its time is over, the errand of its command has ended, or, for an upload, a file has come.
 */
export async function issueFileTicket(
  ctx: Uses<'now' | 'settings'>,
  tx: Transaction,
  { withinSeconds, ...order }: Order,
): Promise<string> {
  const ticket = randomBytes(32).toString('base64url')
  const expiresAt = ctx.now().add({ seconds: Math.round(withinSeconds * ctx.settings.clockRate) })
  await tx.files.addTicket({ ...order, hash: hashOfTicket(ticket), expiresAt })
  return ticket
}

/** No secret is needed for it: what is hashed cannot be guessed. */
export function hashOfTicket(ticket: string): Buffer {
  return createHash('sha256').update(ticket).digest()
}

/** Where a charger finds us: as the operator says, or as it found us when it connected. No query, no fragment. */
export function addressOfFile(
  { publicUrl, basePath }: { publicUrl: string | null; basePath: string },
  origin: string | null,
  path: string,
): string | null {
  const base = publicUrl ?? (origin === null ? null : origin + basePath)
  return base === null ? null : `${base}/files/${path}`
}
