import type { FastifyPluginAsync } from 'fastify'
import { type LogReceived, receiveLog } from '#core/files/receive-log.ts'
import type { FilesSettings, FilesWorld } from './world.ts'

type Params = { ticket: string; '*'?: string }

/** The body as it is, whatever type it says to have. Some chargers put the name of their file behind the address. */
export const uploads: FastifyPluginAsync<{ world: FilesWorld; settings: FilesSettings }> = async (app, door) => {
  const { world, settings } = door
  for (const url of ['/uploads/:ticket', '/uploads/:ticket/*']) {
    app.route<{ Params: Params }>({
      method: ['PUT', 'POST'],
      url,
      async handler({ params, raw, headers }, reply) {
        const ctx = await world.contextOf(params.ticket)
        if (!ctx) return reply.code(404).header('connection', 'close').send('')
        if (Number(headers['content-length'] ?? 0) > settings.mostLogBytes) {
          return reply.code(413).header('connection', 'close').send('')
        }
        const outcome = await receiveLog(ctx, params.ticket, {
          content: raw as AsyncIterable<Buffer>,
          mostBytes: settings.mostLogBytes,
          name: params['*'] || null,
        })
        // What was not read to its end is not read at all.
        if (outcome === 'too-large' || outcome === 'no-ticket') reply.header('connection', 'close')
        return reply.code(statuses[outcome]).send('')
      },
    })
  }
}

const statuses: Record<LogReceived, number> = {
  stored: 201,
  'no-ticket': 404,
  'too-large': 413,
  'used-meanwhile': 409,
  empty: 400,
}
