import type { Circuit } from '#core/circuits/circuit.ts'
import { circuitState } from '#core/steering/circuit-state.ts'
import { namesOfBindings } from './name-of-binding.ts'
import type { ConsoleRoute } from './route.ts'
import { SiteParams, siteOf, wiringOf } from './site-params.ts'
import { timeText } from './time-text.ts'
import { type SiteSeen, viewCircuit, viewMeter, viewSiteCharger, viewSiteRow } from './view-site.ts'
import { SiteDetail } from './wire/sites.ts'

/** A site with its circuits and what is on them now, and its chargers with what they may be following. */
export const readSite: ConsoleRoute = async (app, { world }) => {
  app.get(
    '/sites/:id',
    { schema: { params: SiteParams, response: { 200: SiteDetail } }, config: { role: 'viewer' } },
    async (request) => {
      const { ctx } = request
      const site = await siteOf(request, request.params.id)
      const held = world.steering.view(site.id)
      // Another node steers it: as that has put it on record.
      const view = held ?? (site.isLive ? await world.steering.recorded(ctx, site.id) : null)
      const [{ topology, limits, meters }, summaries, reasons] = await Promise.all([
        wiringOf(request, site.id),
        ctx.steering.summaries(),
        ctx.steering.sessionReasons(site.id),
      ])
      const sessions = (view?.places ?? []).flatMap(({ sessionId }) => sessionId ?? [])
      const found = await ctx.sessionViews.ofIds(sessions)
      const seen: SiteSeen = {
        view,
        nameOf: namesOfBindings(topology, limits, meters),
        reasons: new Map(reasons.map((one) => [one.sessionId, one])),
        vehicles: new Map(found.map(({ id, vehicleId }) => [id, vehicleId])),
      }
      const told = new Map(view?.meters.map((one) => [one.meterId, one]))
      const shown = meters.map((meter) => viewMeter(meter, told.get(meter.id)))
      const summary = summaries.find(({ siteId }) => siteId === site.id)
      return {
        row: { ...viewSiteRow({ site, circuits: topology.circuits, summary }, view), isSteered: held !== null },
        settings: site.settings,
        at: view && timeText(view.at),
        fence: view?.fence ?? null,
        circuits: topology.circuits.map((circuit) => viewCircuit(circuit, shown, view)),
        reducing: reducingOf({ site, circuits: topology.circuits, sources: limits, at: ctx.now(), view }),
        chargers: topology.chargers.map((charger) => viewSiteCharger(charger, seen)),
      }
    },
  )
}

function reducingOf({ circuits, ...seen }: Omit<Seen, 'circuitId'> & { circuits: readonly Circuit[] }): number[] {
  return circuits.map(({ id }) => id).filter((circuitId) => circuitState({ ...seen, circuitId }) === 'reducing')
}

type Seen = Parameters<typeof circuitState>[0]
