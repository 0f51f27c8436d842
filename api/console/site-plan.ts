import type { FastifyRequest } from 'fastify'
import type { Site } from '#core/circuits/site.ts'
import { billingPeriodFrom } from '#core/planner/feeds/billing-period.ts'
import type { VehiclePlan } from '#core/planner/plan.ts'
import type { SessionView } from '#core/sessions/session-view.ts'
import type { PlannedStay } from '#core/steering/plan-body.ts'
import type { SessionReason } from '#core/steering/steering-store.ts'
import { namesOfBindings } from './name-of-binding.ts'
import type { ConsoleRoute } from './route.ts'
import { SiteParams, siteOf, wiringOf } from './site-params.ts'
import { timeText } from './time-text.ts'
import { type PlannedVehicle, SitePlan } from './wire/site-plan.ts'

/** How every vehicle will leave, and what is planned for the site beside what flowed. */
export const sitePlan: ConsoleRoute = async (app) => {
  app.get(
    '/sites/:id/plan',
    { schema: { params: SiteParams, response: { 200: SitePlan } }, config: { role: 'viewer' } },
    async (request) => {
      const { ctx } = request
      const site = await siteOf(request, request.params.id)
      const [{ topology, limits, meters }, kept, reasons] = await Promise.all([
        wiringOf(request, site.id),
        ctx.steering.plan(site.id),
        ctx.steering.sessionReasons(site.id),
      ])
      const [measured, peakSoFar] = await Promise.all([measuredAt(request, site.id), peakOf(request, site)])
      if (!kept) {
        const none = { madeAt: null, source: null, energyCost: null, peakW: null }
        return { ...none, currency: site.currency, peakSoFar, vehicles: [], series: [], measured }
      }
      const { plan, vehicles, prices, currency, limitW, solarW } = kept.body
      const sessions = await ctx.sessionViews.ofIds(vehicles.flatMap(({ sessionId }) => sessionId ?? []))
      const known = {
        sessions: new Map(sessions.map((one) => [one.id, one])),
        reasons: new Map(reasons.map((one) => [one.sessionId, one])),
        stays: new Map(vehicles.map((one) => [one.id, one])),
        identities: new Map(topology.chargers.map(({ chargerId, identity }) => [chargerId, identity])),
        nameOf: namesOfBindings(topology, limits, meters),
      }
      return {
        madeAt: timeText(kept.madeAt),
        source: kept.source,
        currency: currency ?? site.currency,
        energyCost: plan.energyCost,
        peakW: plan.peakW,
        peakSoFar,
        vehicles: plan.vehicles.map((one) => viewVehicle(one, known)),
        series: plan.blocks.map(({ startS, endS }, block) => ({
          from: secondsText(startS)!,
          to: secondsText(endS)!,
          price: prices[block] ?? null,
          plannedW: plan.gridW[block] ?? null,
          limitW: limitW[block] ?? null,
          solarW: solarW?.[block] ?? null,
        })),
        measured,
      }
    },
  )
}

type Known = {
  sessions: ReadonlyMap<number, SessionView>
  reasons: ReadonlyMap<number, SessionReason>
  stays: ReadonlyMap<string, PlannedStay>
  identities: ReadonlyMap<number, string>
  nameOf(boundBy: string | null): string | null
}

function viewVehicle({ id, powerW, preconditionW, bounds, forecast }: VehiclePlan, known: Known): PlannedVehicle {
  const stay = known.stays.get(id)
  const session = stay?.sessionId == null ? undefined : known.sessions.get(stay.sessionId)
  const said = stay?.sessionId == null ? undefined : known.reasons.get(stay.sessionId)
  const chargerId = session?.charger.id ?? stay?.place?.chargerId ?? null
  const reason = said?.reason ?? bounds.hiReason
  const boundBy = said ? said.boundBy : (bounds.hiBoundBy ?? forecast.firstLimit?.row ?? null)
  return {
    id,
    sessionId: stay?.sessionId ?? null,
    requestId: stay?.requestId ?? null,
    isExpected: stay?.sessionId == null,
    vehicle: session?.vehicleId ?? null,
    card: session?.tokenUid ?? null,
    chargerId,
    charger: session?.charger.identity ?? (chargerId === null ? null : (known.identities.get(chargerId) ?? null)),
    evse: session?.evse ?? stay?.place?.evse ?? null,
    arrivesAt: secondsText(stay?.arrivesAtS ?? null),
    departsAt: secondsText(stay?.departsAtS ?? null),
    soc: session?.soc ?? stay?.socPercent ?? null,
    minimumSoc: stay?.minimumSoc ?? null,
    targetSoc: stay?.targetSoc ?? null,
    plannedSoc: forecast.socPercent,
    energyWh: session ? Number(session.energyWh) : null,
    needMinimumWh: stay?.needMinWh ?? null,
    needFullWh: stay?.needFullWh ?? null,
    shortfallWh: forecast.missingFullWh,
    state: states[forecast.state],
    laxityHours: forecast.laxityS / 3600,
    minimumAt: secondsText(forecast.minimumAtS),
    fullAt: secondsText(forecast.fullAtS),
    granted: said?.granted ?? null,
    unit: said?.unit ?? null,
    reason,
    boundBy,
    boundByName: known.nameOf(boundBy),
    assumed: [...(stay?.assumed ?? said?.assumed ?? [])],
    powerW: powerW.map((watts, block) => watts + (preconditionW[block] ?? 0)),
  }
}

const states: Record<VehiclePlan['forecast']['state'], PlannedVehicle['state']> = {
  ready: 'ready',
  'on track': 'on_track',
  'at risk': 'at_risk',
  'will be late': 'will_be_late',
}

async function peakOf({ ctx }: Pick<FastifyRequest, 'ctx'>, { id, timeZone, settings }: Site) {
  const since = billingPeriodFrom(ctx.now(), timeZone, settings.billingPeriod)
  const peak = await ctx.planFeeds.peak(id, since)
  return peak && { powerW: peak.powerW, at: timeText(peak.at), since: timeText(since) }
}

/** Of the meters at the grid connections, the last hours, minute by minute; minutes that one of them lacks are left out. */
async function measuredAt({ ctx }: Pick<FastifyRequest, 'ctx'>, siteId: number) {
  const { circuits } = await ctx.circuits.topology(siteId)
  const roots = new Set(circuits.filter(({ parentId }) => parentId === null).map(({ id }) => id))
  const meters = (await ctx.circuitMeters.meters(siteId)).filter(
    ({ circuitId, measures }) => roots.has(circuitId) && measures === 'total',
  )
  if (meters.length < roots.size) return []
  const now = ctx.now()
  const since = now.subtract({ hours: 6 })
  const histories = await Promise.all(meters.map(({ id }) => ctx.circuitMeters.history(id, since, now)))
  const sums = new Map<string, { watts: number; meters: number }>()
  for (const { at, powerW } of histories.flat()) {
    if (powerW === null) continue
    const before = sums.get(timeText(at)) ?? { watts: 0, meters: 0 }
    sums.set(timeText(at), { watts: before.watts + powerW, meters: before.meters + 1 })
  }
  return [...sums].flatMap(([at, { watts, meters: told }]) => (told === meters.length ? { at, powerW: watts } : []))
}

function secondsText(seconds: number | null): string | null {
  return seconds === null ? null : timeText(Temporal.Instant.fromEpochMilliseconds(Math.round(seconds * 1000)))
}
