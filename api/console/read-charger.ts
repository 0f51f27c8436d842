import { chargerNotFound } from '#core/chargers/change-charger.ts'
import { ChargerParams, ocppPath } from './charger-params.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { ChargerDetail } from './wire/chargers.ts'

export const readCharger: ConsoleRoute = async (app, { world, settings }) => {
  app.get(
    '/chargers/:id',
    { schema: { params: ChargerParams, response: { 200: ChargerDetail } }, config: { role: 'viewer' } },
    async ({ ctx, person, params }) => {
      const detail = await ctx.chargers.detail(params.id)
      if (!detail) throw chargerNotFound()
      const board = await world.boards.of(person.account.tenant)
      // One that was made a moment ago, by another node perhaps, is not on the board yet.
      if (!board.row(params.id)) await board.refresh(params.id)
      const row = board.row(params.id)
      if (!row) throw chargerNotFound()
      const { createdAt, boot, link, clockSkewMs, ...rest } = detail
      return {
        row,
        cursor: board.cursor,
        clock: world.clock(),
        createdAt: timeText(createdAt),
        ...rest,
        ocppPath: ocppPath(settings.basePath, row.identity),
        boot: boot && { ...boot, at: boot.at && timeText(boot.at) },
        link: link && { ...link, at: timeText(link.at) },
        clockOffsetSeconds: clockSkewMs === null ? null : clockSkewMs / 1000,
      }
    },
  )
}
