import { promisify } from 'node:util'
import { constants, deflate, inflate, zstdCompress, zstdDecompress } from 'node:zlib'

/**
 * The text of a round, compressed: by itself, or against the same text of an earlier round, from which it differs
 * little. Then it needs that one to be read again.
 */
export async function compressedRound(text: string, base: string | null): Promise<Buffer> {
  const content = Buffer.from(text)
  if (base === null) return deflating(content, { level: 3 })
  const dictionary = Buffer.from(base)
  return zstdCompressing(content, {
    dictionary,
    params: {
      [constants.ZSTD_c_compressionLevel]: 6,
      // All of both in sight.
      [constants.ZSTD_c_windowLog]: Math.min(
        mostWindow,
        Math.max(10, Math.ceil(Math.log2(content.length + dictionary.length + 1))),
      ),
    },
  })
}

export async function roundText(compressed: Buffer, base: string | null): Promise<string> {
  const content =
    base === null ? await inflating(compressed) : await zstdDecompressing(compressed, { dictionary: Buffer.from(base) })
  return content.toString()
}

/** 16 MB: both texts of a site of five thousand EVSEs. */
const mostWindow = 24

const deflating = promisify<Buffer, { level: number }, Buffer>(deflate)
const inflating = promisify<Buffer, Buffer>(inflate)
type Against = { dictionary: Buffer; params?: Record<number, number> }
const zstdCompressing = promisify<Buffer, Against, Buffer>(zstdCompress)
const zstdDecompressing = promisify<Buffer, Against, Buffer>(zstdDecompress)
