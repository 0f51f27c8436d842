import type { DeviceVariable, InstalledItem } from '#core/devices/device-variable.ts'
import { controlsInForce, type InstalledDerControl } from '#core/smart-charging/der-control.ts'
import type { ChargingNeeds } from '#core/smart-charging/needs.ts'
import { ChargerParams, chargerOf } from './charger-params.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { ChargerGrid, type GridControl, type VehicleNeeds } from './wire/grid.ts'

/** What a charger does towards the grid: its controls, what it can give back, and who charges with priority. */
export const grid: ConsoleRoute = async (app) => {
  app.get(
    '/chargers/:id/grid',
    { schema: { params: ChargerParams, response: { 200: ChargerGrid } }, config: { role: 'viewer' } },
    async (request) => {
      const { ctx } = request
      const { id } = await chargerOf(request, request.params.id)
      const [controls, needs, priority, variables, running] = await Promise.all([
        ctx.devices.installed(id, 'der-control'),
        ctx.devices.installed(id, 'ev-charging-needs'),
        ctx.devices.installed(id, 'priority-charging'),
        ctx.devices.variables(id),
        ctx.sessionViews.list({ ...anySession, chargerId: id }, { after: null, limit: 100 }),
      ])
      return {
        controls: viewControls(controls, ctx.now()),
        needs: needs.map(viewNeeds),
        abilities: variables.filter(isAboutGrid).map(({ component, evse, variable, value }) => {
          return { component, evse, variable, value }
        }),
        priority: priority.map(({ key, source }) => ({
          wireId: key,
          sessionId: running.find(({ wireId }) => wireId === key)?.id ?? null,
          askedHere: source === 'acknowledged',
        })),
      }
    },
  )
}

const anySession = { state: 'open', search: null, from: null, to: null } as const

function viewControls(items: readonly InstalledItem[], now: Temporal.Instant): GridControl[] {
  const controls = items.map(({ body, source, at }) => ({
    control: body as unknown as InstalledDerControl,
    source,
    at,
  }))
  const living = controls.map(({ control }) => control).filter(({ isSuperseded }) => !isSuperseded)
  const inForce = new Set([...controlsInForce(living, now).values()].map(({ id }) => id))
  return controls.map(({ control, source, at }) => {
    const { id, type, isDefault, priority, startsAt = null, durationSeconds = null, terms, isSuperseded } = control
    // What the charger tells counts more than what we reckon.
    const isInForce = control.isRunning ?? inForce.has(id)
    return {
      ...{ id, type, isDefault, priority, startsAt, durationSeconds, terms, isSuperseded, isInForce, source },
      at: timeText(at),
    }
  })
}

function viewNeeds({ body, at }: InstalledItem): VehicleNeeds {
  const { evse, needs } = body as { evse: number; needs: ChargingNeeds }
  const { mode, departureAt, energyWh, maxW, maxDischargeW } = needs
  return { evse, mode, departureAt, energyWh, maxW, maxDischargeW, at: timeText(at) }
}

function isAboutGrid({ component, attribute, variable }: DeviceVariable): boolean {
  if (attribute !== 'Actual') return false
  return /^(V2XChargingCtrlr|\w*DERCtrlr)$/i.test(component) || variable === 'SupportedEnergyTransferModes'
}
