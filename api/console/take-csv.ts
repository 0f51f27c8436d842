import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { csvLimits, tooLarge } from '#api/http/read-csv.ts'
import { Refusal } from './errors.ts'

/** Routes of this scope take a file as its bytes, up to the size of an import; what is longer is refused at once. */
export function takeCsv(app: FastifyInstance): void {
  app.removeContentTypeParser('text/csv')
  app.addContentTypeParser('text/csv', (_: unknown, payload: Readable) => bytesOf(payload))
}

function bytesOf(payload: Readable): Promise<Buffer> {
  return new Promise((resolve, refuse) => {
    let pieces: Buffer[] = []
    let length = 0
    payload.on('data', (piece: Buffer) => {
      length += piece.length
      if (length <= csvLimits.bytes) return void pieces.push(piece)
      pieces = []
      refuse(new Refusal(413, 'invalid_value', tooLarge().message, { field: 'file' }))
      // A connection that is cut while the other side writes would take the answer with it.
      if (length > mostIgnored) payload.destroy()
    })
    payload.once('end', () => resolve(Buffer.concat(pieces)))
    payload.once('error', refuse)
  })
}

const mostIgnored = 8 * csvLimits.bytes

/** The file of a request; a Refusal when something else came. */
export function fileOf(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body
  throw new Refusal(400, 'invalid_value', 'The file is sent as text/csv.', { field: 'file' })
}
