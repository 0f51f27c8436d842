import { ChargerParams, chargerOf } from './charger-params.ts'
import type { ConsoleRoute } from './route.ts'
import { viewErrand } from './view-errand.ts'
import { ErrandQuery, Errands } from './wire/devices.ts'

export const listErrands: ConsoleRoute = async (app) => {
  app.get(
    '/chargers/:id/errands',
    {
      schema: { params: ChargerParams, querystring: ErrandQuery, response: { 200: Errands } },
      config: { role: 'viewer' },
    },
    async (request) => {
      const charger = await chargerOf(request, request.params.id)
      const { kind, limit = 30 } = request.query
      const errands = await request.ctx.errands.list(charger.id, { ...(kind ? { kind } : {}), limit })
      return { items: errands.map((errand) => viewErrand(errand)) }
    },
  )
}
