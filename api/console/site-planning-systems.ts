import { isConnected } from '#core/vdv463/presystem-link.ts'
import type { ConsoleRoute } from './route.ts'
import { SiteParams, siteOf } from './site-params.ts'
import { timeText } from './time-text.ts'
import { type PlanningSystem, PlanningSystems } from './wire/planning-systems.ts'

/** The planning systems that are told of a site, and how that goes. */
export const sitePlanningSystems: ConsoleRoute = async (app) => {
  app.get(
    '/sites/:id/planning-systems',
    { schema: { params: SiteParams, response: { 200: PlanningSystems } }, config: { role: 'viewer' } },
    async (request) => {
      const { ctx } = request
      const { id } = await siteOf(request, request.params.id)
      const now = ctx.now()
      const items = (await ctx.presystemLinks.list(id)).map(
        (link): PlanningSystem => ({
          ...{ client: link.client, presystem: link.presystem, isConnected: isConnected(link, now), error: link.error },
          connectedAt: timeText(link.connectedAt),
          sentAt: link.sentAt && timeText(link.sentAt),
          confirmedAt: link.confirmedAt && timeText(link.confirmedAt),
          failingSince: link.failingSince && timeText(link.failingSince),
        }),
      )
      return { items }
    },
  )
}
