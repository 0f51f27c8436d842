import { stationVariable } from '#core/devices/device-variable.ts'
import { monitorsFrom } from '#core/devices/installed-monitors.ts'
import { ChargerParams, chargerOf } from './charger-params.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { Monitors } from './wire/monitors.ts'

/** What a charger watches of itself, as far as is known. */
export const monitors: ConsoleRoute = async (app) => {
  app.get(
    '/chargers/:id/monitors',
    { schema: { params: ChargerParams, response: { 200: Monitors } }, config: { role: 'viewer' } },
    async (request) => {
      const { devices } = request.ctx
      const { id } = await chargerOf(request, request.params.id)
      const [installed, base, level] = await Promise.all([
        devices.installed(id, 'monitor'),
        devices.variable(id, stationVariable('MonitoringCtrlr', 'ActiveMonitoringBase')),
        devices.variable(id, stationVariable('MonitoringCtrlr', 'ActiveMonitoringLevel')),
      ])
      return {
        items: monitorsFrom(installed).map(({ at, ...monitor }) => ({ ...monitor, at: timeText(at) })),
        base: base?.value ?? null,
        level: level?.value ?? null,
      }
    },
  )
}
