import { Readable } from 'node:stream'
import type { FastifyPluginAsync } from 'fastify'
import { openFirmwareFile } from '#core/files/open-firmware-file.ts'
import { readRange } from './read-range.ts'
import type { FilesSettings, FilesWorld } from './world.ts'

type Params = { ticket: string; '*'?: string }

/** Firmware, whole or in parts: a charger that lost its connection goes on where it was (J-02). */
export const firmwareFile: FastifyPluginAsync<{ world: FilesWorld; settings: FilesSettings }> = async (app, door) => {
  for (const url of ['/firmware/:ticket', '/firmware/:ticket/*']) {
    app.route<{ Params: Params }>({
      method: ['GET', 'HEAD'],
      url,
      async handler({ method, params, headers }, reply) {
        const ctx = await door.world.contextOf(params.ticket)
        const file = ctx && (await openFirmwareFile(ctx, params.ticket))
        if (!file) return reply.code(404).send('')
        const { size } = file
        const etag = `"${file.sha256.toString('hex')}"`
        reply.headers({ 'accept-ranges': 'bytes', etag, 'content-disposition': 'attachment' })
        reply.type('application/octet-stream')
        // Of another file than the one that it began with it wants no part.
        const isSame = headers['if-range'] === undefined || headers['if-range'] === etag
        const range = isSame ? readRange(headers.range, size) : { from: 0, to: size, isPart: false }
        if (range === null) return reply.code(416).header('content-range', `bytes */${size}`).send('')
        const { from, to, isPart } = range
        reply.header('content-length', to - from)
        if (isPart) reply.code(206).header('content-range', `bytes ${from}-${to - 1}/${size}`)
        return method === 'HEAD' ? reply.send() : reply.send(Readable.from(ctx.files.read(file.id, from, to)))
      },
    })
  }
}
