import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { csvLimits, tooLarge } from '#api/http/read-csv.ts'
import { Refusal } from './errors.ts'

/** Routes of this scope take a file as its bytes, up to the size of an import; what is longer is not read to its end. */
export function takeCsv(app: FastifyInstance): void {
  app.removeContentTypeParser('text/csv')
  app.addContentTypeParser('text/csv', async (_: unknown, payload: Readable) => {
    const pieces: Buffer[] = []
    let length = 0
    // Ended early, the connection stays: the answer has to go out on it.
    for await (const piece of payload.iterator({ destroyOnReturn: false })) {
      length += piece.length
      if (length > csvLimits.bytes) {
        throw new Refusal(413, 'invalid_value', tooLarge().message, { field: 'file', headers: { connection: 'close' } })
      }
      pieces.push(piece)
    }
    return Buffer.concat(pieces)
  })
}

/** The file of a request; a Refusal when something else came. */
export function fileOf(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body
  throw new Refusal(400, 'invalid_value', 'The file is sent as text/csv.', { field: 'file' })
}
