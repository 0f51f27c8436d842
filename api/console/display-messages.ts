import { messagesFrom } from '#core/devices/installed-messages.ts'
import { ChargerParams, chargerOf } from './charger-params.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { DisplayMessages } from './wire/display-messages.ts'

/** What a charger shows to drivers, as far as is known. */
export const displayMessages: ConsoleRoute = async (app) => {
  app.get(
    '/chargers/:id/display-messages',
    { schema: { params: ChargerParams, response: { 200: DisplayMessages } }, config: { role: 'viewer' } },
    async (request) => {
      const { id } = await chargerOf(request, request.params.id)
      const items = messagesFrom(await request.ctx.devices.installed(id, 'display-message'))
      return { items: items.map(({ at, ...message }) => ({ ...message, at: timeText(at) })) }
    },
  )
}
