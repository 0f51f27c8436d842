import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { Problem } from '#core/errors.ts'
import { removeLog } from '#core/files/remove-log.ts'
import { requestLog } from '#core/files/request-log.ts'
import { ChargerParams, chargerOf } from './charger-params.ts'
import { viewCommand } from './live/view-command.ts'
import { readTime } from './read-time.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { CommandView } from './wire/chargers.ts'
import { ChargerFiles, LogOrder } from './wire/firmware.ts'
import { closed, Id } from './wire/parts.ts'

const Params = Type.Object({ id: Id }, closed)

/** Logs of chargers: asked for, listed, fetched, removed. */
export const files: ConsoleRoute = async (app) => {
  app.post(
    '/chargers/:id/logs',
    {
      schema: { params: ChargerParams, body: LogOrder, response: { 202: CommandView } },
      config: { role: 'operator' },
    },
    async (request, reply) => {
      const { identity } = await chargerOf(request, request.params.id)
      const { log, from, to, target = null } = request.body
      const order = { log, from: readTime('from', from), to: readTime('to', to), target }
      return reply.code(202).send(viewCommand(await requestLog(request.ctx, identity, order, { wait: false })))
    },
  )

  app.get(
    '/chargers/:id/files',
    { schema: { params: ChargerParams, response: { 200: ChargerFiles } }, config: { role: 'viewer' } },
    async (request) => {
      const charger = await chargerOf(request, request.params.id)
      const found = await request.ctx.files.ofCharger(charger.id, 200)
      return {
        items: found.map(({ id, name, size, createdAt, errandId }) => ({
          ...{ id, name, size, errandId },
          createdAt: timeText(createdAt),
        })),
      }
    },
  )

  // A log may tell of people.
  app.get(
    '/files/:id',
    { schema: { params: Params }, config: { role: 'operator' } },
    async ({ ctx, params }, reply) => {
      const file = await ctx.files.find(params.id)
      if (file?.kind !== 'log') throw new Problem('not_found', 'There is no such file.', { subject: 'id' })
      await ctx.transaction((tx) => tx.audit('file.fetched', file.name, { file: file.id }))
      reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
      reply.header('content-length', file.size).type('application/octet-stream')
      return reply.send(Readable.from(ctx.files.read(file.id, 0, file.size)))
    },
  )

  app.delete(
    '/files/:id',
    {
      schema: { params: Params, response: { 204: Type.Null() } },
      config: { role: 'administrator', dangerous: true },
    },
    async ({ ctx, params }, reply) => {
      await removeLog(ctx, params.id)
      return reply.code(204).send(null)
    },
  )
}
