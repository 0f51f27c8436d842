import { Type } from 'typebox'
import { ambientAt, tellAmbient } from '#core/circuits/ambient.ts'
import { followWeather } from '#core/circuits/follow-weather.ts'
import type { ConsoleRoute } from './route.ts'
import { SiteParams, siteOf } from './site-params.ts'
import { timeText } from './time-text.ts'
import { NewWeather, SiteWeather, WeatherService } from './wire/site-weather.ts'

/** How warm it is outside at a site: vehicles are told it while they charge. */
export const siteWeather: ConsoleRoute = async (app) => {
  app.get(
    '/sites/:id/weather',
    { schema: { params: SiteParams, response: { 200: SiteWeather } }, config: { role: 'viewer' } },
    async (request) => {
      const { ctx, params } = request
      const { id } = await siteOf(request, params.id)
      const { place, isAutomatic, told, failing } = await ctx.circuits.weather(id)
      const known = ambientAt(told, ctx.now())
      return {
        celsius: known?.celsius ?? null,
        source: known?.source ?? null,
        reportedAt: known && timeText(known.reportedAt),
        until: known?.until ? timeText(known.until) : null,
        ...{ place, isAutomatic },
        failing: failing && { since: timeText(failing.since), error: failing.error },
      }
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

  app.put(
    '/sites/:id/weather/service',
    {
      schema: { params: SiteParams, body: WeatherService, response: { 204: Type.Null() } },
      config: { role: 'administrator' },
    },
    async (request, reply) => {
      const { ctx, params, body } = request
      const { id } = await siteOf(request, params.id)
      await followWeather(ctx, id, body)
      return reply.code(204).send(null)
    },
  )
}
