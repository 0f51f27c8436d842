import type { ChargerEvent } from '#core/devices/device-variable.ts'
import { troublesAmong } from '#core/devices/troubles.ts'
import { ChargerParams, chargerOf } from './charger-params.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { ChargerEvents, type ChargerEventView, EventQuery, Troubles } from './wire/devices.ts'

/** What a charger told of: security events, events of its device model and the like, and what of it is wrong now. */
export const listEvents: ConsoleRoute = async (app) => {
  app.get(
    '/chargers/:id/events',
    {
      schema: { params: ChargerParams, querystring: EventQuery, response: { 200: ChargerEvents } },
      config: { role: 'viewer' },
    },
    async (request) => {
      const charger = await chargerOf(request, request.params.id)
      const { before, kind, limit = 50 } = request.query
      const asked = { ...(before ? { before: Number(before) } : {}), ...(kind ? { kind } : {}), limit: limit + 1 }
      const events = await request.ctx.devices.events(charger.id, asked)
      const items = events.slice(0, limit).map(viewEvent)
      return { items, next: events.length > limit ? String(items.at(-1)!.id) : null }
    },
  )

  app.get(
    '/chargers/:id/troubles',
    { schema: { params: ChargerParams, response: { 200: Troubles } }, config: { role: 'viewer' } },
    async (request) => {
      const charger = await chargerOf(request, request.params.id)
      const events = await request.ctx.devices.events(charger.id, { kind: 'device', limit: mostLookedAt })
      return { items: troublesAmong(events).map(viewEvent) }
    },
  )
}

const mostLookedAt = 500

function viewEvent({ chargerId: _, ...event }: ChargerEvent): ChargerEventView {
  return {
    ...event,
    at: timeText(event.at),
    receivedAt: timeText(event.receivedAt),
    clearedAt: event.clearedAt && timeText(event.clearedAt),
  }
}
