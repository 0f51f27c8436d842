import { createHash } from 'node:crypto'
import type { Uses } from '../context.ts'
import { chunkBytes, type NewFile, type StoredFile } from './stored-file.ts'

export type Received = Pick<StoredFile, 'id' | 'size' | 'sha256'> & { md5: Buffer }

/**
 * Stores what comes in, piece by piece, so that memory is bounded by one piece. Nobody sees the file before it is
 * completed; one that is too large or breaks off is removed again.
 */
export async function receiveFile(
  ctx: Uses<'transaction'>,
  file: NewFile,
  { content, mostBytes }: { content: AsyncIterable<Buffer>; mostBytes: number },
): Promise<Received | 'too-large'> {
  const id = await ctx.transaction((tx) => tx.files.begin(file))
  const [sha256, md5] = [createHash('sha256'), createHash('md5')]
  let size = 0
  let seq = 0
  let pieces: Buffer[] = []
  let waiting = 0
  const store = async (bytes: Buffer) => {
    const at = seq++
    await ctx.transaction((tx) => tx.files.addChunk(id, at, bytes))
  }
  try {
    for await (const piece of content) {
      size += piece.length
      if (size > mostBytes) {
        await ctx.transaction((tx) => tx.files.remove(id))
        return 'too-large'
      }
      sha256.update(piece)
      md5.update(piece)
      pieces.push(piece)
      waiting += piece.length
      if (waiting < chunkBytes) continue
      const whole = Buffer.concat(pieces)
      let from = 0
      for (; from + chunkBytes <= whole.length; from += chunkBytes) await store(whole.subarray(from, from + chunkBytes))
      pieces = [whole.subarray(from)]
      waiting = whole.length - from
    }
    if (waiting > 0) await store(Buffer.concat(pieces))
  } catch (error) {
    await ctx.transaction((tx) => tx.files.remove(id))
    throw error
  }
  return { id, size, sha256: sha256.digest(), md5: md5.digest() }
}
