import { Type } from 'typebox'
import { ambientCelsius, tellAmbient } from '#core/circuits/ambient.ts'
import type { ConsoleRoute } from './route.ts'
import { SiteParams, siteOf } from './site-params.ts'
import { timeText } from './time-text.ts'
import { NewWeather, SiteWeather } from './wire/site-weather.ts'

/** How warm it is outside at a site: vehicles are told it while they charge. */
export const siteWeather: ConsoleRoute = async (app) => {
  app.get(
    '/sites/:id/weather',
    { schema: { params: SiteParams, response: { 200: SiteWeather } }, config: { role: 'viewer' } },
    async (request) => {
      const { ctx, params } = request
      const { id } = await siteOf(request, params.id)
      const told = await ctx.circuits.ambient(id)
      const celsius = ambientCelsius(told, ctx.now())
      if (told === null || celsius === null) return { celsius: null, reportedAt: null, until: null }
      return { celsius, reportedAt: timeText(told.reportedAt), until: told.until && timeText(told.until) }
    },
  )

  app.put(
    '/sites/:id/weather',
    { schema: { params: SiteParams, body: NewWeather, response: { 204: Type.Null() } }, config: { role: 'operator' } },
    async (request, reply) => {
      const { ctx, params, body } = request
      const { id } = await siteOf(request, params.id)
      await tellAmbient(ctx, id, body.celsius === null ? null : { celsius: body.celsius, hours: body.hours })
      return reply.code(204).send(null)
    },
  )
}
