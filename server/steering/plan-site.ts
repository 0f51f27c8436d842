import type { ChargingRequest } from '#core/circuits/charging-request.ts'
import { limitedRows } from '#core/circuits/limited-rows.ts'
import { voltageToNeutral } from '#core/circuits/line-currents.ts'
import { coefficientsOf, wattsPerUnitOf } from '#core/circuits/rows-of.ts'
import { unmanagedOn } from '#core/circuits/unmanaged-load.ts'
import type { Context } from '#core/context.ts'
import type { Coefficient } from '#core/dispatch/demand.ts'
import { isQuarterHourly, planBlocks, quarterHourGrains } from '#core/planner/blocks.ts'
import type { Plan } from '#core/planner/plan.ts'
import type { Block, PlanInput, PlanRow, PlanVehicle } from '#core/planner/plan-input.ts'
import { meanPerBlock, type Step } from '#core/planner/series.ts'
import { priceAt } from '#core/prices/price-at.ts'
import type { PlanBody, PlannedStay } from '#core/steering/plan-body.ts'
import type { SiteFence } from '#core/steering/steering-store.ts'
import { type LoadAhead, loadsAhead, soonS, wattsAhead } from './forecast-load.ts'
import type { Gathered, SteeredSession } from './gather-round.ts'
import { whoseDraw } from './learn-draws.ts'
import type { PlanFed } from './plan-feeds.ts'
import { flexibilityEdges, windowsFor } from './site-flexibility.ts'
import type { SiteInputs } from './site-inputs.ts'
import { askedSoc, howItDraws } from './stay-of-session.ts'

type Planning = {
  ctx: Context
  fence: SiteFence
  inputs: SiteInputs
  gathered: Gathered
  planner: { plan(input: PlanInput): Promise<Plan> }
  feeds: { read(inputs: SiteInputs, now: Temporal.Instant): Promise<PlanFed> }
  now: Temporal.Instant
  /** Told of each plan with all that it stands on. */
  planned: (plan: Plan, input: PlanInput) => void
}

/** Plans a site from what is known of it now, and keeps the plan with what people ask of it (smart-charging 6). */
export async function planSite({
  ctx,
  fence,
  inputs,
  gathered,
  planner,
  feeds,
  now,
  planned,
}: Planning): Promise<Plan> {
  const fed = await feeds.read(inputs, now)
  const known = { inputs, gathered, fed, now }
  const stays = staysOf(known)
  const input = planInputOf(known, stays)
  const plan = await planner.plan(input)
  const body: PlanBody = {
    plan,
    vehicles: stays.map(({ stay }) => stay),
    prices: input.blocks.map(({ startS }) =>
      priceAt(inputs.prices, instantOf(startS), inputs.site.settings.usualPrice),
    ),
    currency: inputs.site.currency,
    limitW: gridLimits(inputs, input),
    solarW: input.site.solarW,
  }
  await ctx.transaction((tx) => tx.steering.keepPlan(fence, { madeAt: now, source: plan.source, body }))
  planned(plan, input)
  return plan
}

type Stay = { vehicle: PlanVehicle; stay: PlannedStay }

/** All that a plan is made of. */
type Known = { inputs: SiteInputs; gathered: Gathered; fed: PlanFed; now: Temporal.Instant }

function planInputOf({ inputs, gathered, fed, now }: Known, stays: readonly Stay[]): PlanInput {
  const { settings } = inputs.site
  const nowS = Math.floor(now.epochMilliseconds / 1_000)
  const prices = pricesOf(inputs)
  const minutes = settings.blockMinutes
  const grains =
    minutes !== null ? [{ minutes, untilHours: 36 }] : quarterHourly(inputs) ? quarterHourGrains : undefined
  const blocks = planBlocks({ nowS, ...(grains ? { grains } : {}), edgesS: edgesOf(inputs) })
  const ahead = { inputs, gathered, profiles: fed.profiles }
  const solarW = meanPerBlock(blocks, solarOf(fed), 0)
  const used = new Set(stays.flatMap(({ vehicle }) => vehicle.coeff.map(({ row }) => row)))
  return {
    ...{ siteId: inputs.site.id, nowS, blocks, vehicles: stays.map(({ vehicle }) => vehicle) },
    rows: rowsAhead(ahead, blocks, nowS).filter(({ id }) => used.has(id)),
    prices: {
      buy: meanPerBlock(blocks, prices, Number(settings.usualPrice ?? 0)),
      sell: meanPerBlock(blocks, sellingOf(inputs), 0),
    },
    site: { baseW: baseAhead(ahead, blocks, { nowS, solarNowW: solarW[0] ?? 0 }), solarW },
    peak: { soFarW: fed.peak?.powerW ?? 0, pricePerKw: Number(settings.peakPrice ?? 0) },
    windows: windowsFor(inputs, gathered, now),
    bufferS: settings.departureBufferMinutes * 60,
    reserveShare: isAnnounced(inputs, now) ? 0 : 1,
  }
}

/** A list of a fleet or of VDV 463 is complete; without one that is still fed anybody may come. */
function isAnnounced({ heard }: SiteInputs, now: Temporal.Instant): boolean {
  return (['vdv463', 'fleet'] as const).some((source) => {
    const at = heard.get(source)
    return at !== undefined && now.since(at).total('hours') < 2
  })
}

/** Every limit in every block: those that lists announce count from when they begin. */
function rowsAhead(ahead: LoadAhead, blocks: readonly Block[], nowS: number): PlanRow[] {
  const { inputs } = ahead
  const found = new Map<string, { kind: PlanRow['kind']; limit: number[]; base: number[] }>()
  for (const [at, { startS }] of blocks.entries()) {
    const start = instantOf(startS)
    const own = loadsAhead(ahead, start, startS < nowS + soonS)
    const { rows } = limitedRows(inputs.rows, {
      ...{ sources: inputs.sources, at: start, contractW: new Map(), headroom: new Map() },
      unmanaged: unmanagedOn(inputs.rows, own),
    })
    for (const { id, kind, limit, base } of rows) {
      const row = found.get(id) ?? { kind, limit: blocks.map(() => unlimited), base: blocks.map(() => 0) }
      row.limit[at] = limit
      row.base[at] = base
      found.set(id, row)
    }
  }
  return [...found].map(([id, row]) => ({ id, ...row }))
}

const unlimited = 1e9

/**
 * What is drawn beside vehicles, own solar power left out. Within the hour what flows at the grid connections goes on as
 * it is, but for how the forecast of the sun changes; it may well be less than nothing.
 */
function baseAhead(
  ahead: LoadAhead,
  blocks: readonly Block[],
  { nowS, solarNowW }: { nowS: number; solarNowW: number },
): number[] {
  const { gathered } = ahead
  return blocks.map(({ startS }) => {
    const isSoon = startS < nowS + soonS
    if (isSoon && gathered.besideW !== null) return gathered.besideW + solarNowW
    return wattsAhead(ahead, instantOf(startS), isSoon)
  })
}

function solarOf({ solar }: PlanFed): Step[] {
  return solar.map(({ from, to, powerW }) => ({ fromS: secondsOf(from), toS: secondsOf(to), value: powerW }))
}

function staysOf(known: Known): Stay[] {
  const { inputs, gathered, now } = known
  const here = [...gathered.sessions.values()].flatMap((session) => stayOfSession(session, known))
  return [...here, ...expectedOf(inputs, gathered, now)]
}

function stayOfSession(session: SteeredSession, { inputs, gathered, fed, now }: Known): Stay[] {
  const { id, key, need } = session
  const place = gathered.input.places.find(({ account }) => account.key === key)
  if (!place) return []
  const { supply, charger } = inputs.rows.evses.get(key)!
  const perUnit = place.wattsPerUnit
  const { efficiency } = efficiencyOf(supply.kind)
  const vehicle = session.session.vehicle === null ? null : (inputs.vehicles.get(session.session.vehicle) ?? null)
  const draws = fed.draws.of(whoseDraw(session.session.vehicle, session.live, supply.kind, { inputs }))
  const mostW = (place.demand?.full ?? place.account.max) * perUnit
  const { fullW, taper } = howItDraws({ session: session.session, vehicle, draws, supply, efficiency, mostW, perUnit })
  const soc = session.session.socPercent
  const capacityWh = vehicle?.batteryWh ?? null
  const { coeff, gridFactor } = perWatt(inputs, key, perUnit)
  const needs = { needMinWh: need.minimumWh.value / efficiency, needFullWh: need.fullWh.value / efficiency }
  return [
    {
      vehicle: {
        ...{ id, here: true, confidence: 1, arrivesAtS: secondsOf(now), departsAtS: secondsOf(need.departsAt.value) },
        ...{ departureAssumed: need.assumed.includes('departure'), klass: need.klass.value, ...needs },
        ...{ fullW, minimumW: supply.min * perUnit, taper, coeff, gridFactor },
        precondition: need.precondition
          ? { powerW: need.precondition.value.powerW, seconds: need.precondition.value.minutes * 60 }
          : null,
        battery: soc !== null && capacityWh !== null ? { capacityWh, socPercent: soc, efficiency } : null,
        inputAgeS: need.ageSeconds ?? 0,
      },
      stay: {
        ...{ id, sessionId: Number(id), requestId: null, place: { chargerId: charger.chargerId, evse: supply.evse } },
        ...{ arrivesAtS: session.session.startedAt ? secondsOf(session.session.startedAt) : null },
        ...{
          departsAtS: secondsOf(need.departsAt.value),
          ...needs,
          socPercent: soc,
          ...askedSoc(session, inputs.requests),
        },
        assumed: session.assumed,
      },
    },
  ]
}

/** Vehicles that requests announce, where they say where; so that early ones do not take what later ones need more. */
function expectedOf(inputs: SiteInputs, gathered: Gathered, now: Temporal.Instant): Stay[] {
  const taken = new Set([...gathered.sessions.values()].map(({ session }) => session.id))
  return inputs.requests.flatMap((request) => {
    const { place, departsAt, arrivesAt, sessionId } = request
    if (!place || !departsAt || !arrivesAt || (sessionId !== null && taken.has(sessionId))) return []
    if (Temporal.Instant.compare(arrivesAt, now) <= 0) return []
    const evse = [...inputs.rows.evses.values()].find(
      (one) => one.charger.chargerId === place.chargerId && (place.evse === null || one.supply.evse === place.evse),
    )
    if (!evse) return []
    const { kind, maxA, maxW, min } = evse.supply
    const perUnit = wattsPerUnitOf(evse, coefficientsOf(inputs.rows, evse.evseId))
    const { coeff, gridFactor } = perWatt(inputs, evse.evseId, perUnit)
    const { efficiency } = efficiencyOf(kind)
    const toFullWh = request.needFullWh ?? missingWh(request, request.targetSoc, inputs)
    const needFullWh = (toFullWh ?? inputs.site.settings.usualNeedWh) / efficiency
    const needMinWh = (request.needMinimumWh ?? missingWh(request, request.minimumSoc, inputs) ?? 0) / efficiency
    const id = `request${request.id}`
    return {
      vehicle: {
        ...{ id, here: false, confidence: request.confidence },
        ...{ arrivesAtS: secondsOf(arrivesAt), departsAtS: secondsOf(departsAt), departureAssumed: false },
        ...{ klass: request.klass ?? 0, needMinWh, needFullWh },
        ...{ fullW: kind === 'dc' ? (maxW ?? 0) : maxA * perUnit, minimumW: min * perUnit, taper: null },
        precondition: request.precondition
          ? { powerW: request.precondition.powerW, seconds: request.precondition.minutes * 60 }
          : null,
        ...{ coeff, gridFactor, battery: null, inputAgeS: 0 },
      },
      stay: {
        ...{ id, sessionId: null, requestId: request.requestId, place, socPercent: request.soc },
        ...{ arrivesAtS: secondsOf(arrivesAt), departsAtS: secondsOf(departsAt) },
        ...{ needMinWh, needFullWh, assumed: toFullWh === null ? ['need'] : [] },
        ...{ minimumSoc: request.minimumSoc, targetSoc: request.targetSoc },
      },
    }
  })
}

/** In Wh, from the charge with which it is to come; null when that, the target or its battery is not known. */
function missingWh(
  { vehicleId, soc }: ChargingRequest,
  target: number | null,
  { vehicles }: SiteInputs,
): number | null {
  const vehicle = vehicles.values().find(({ id }) => id === vehicleId)
  if (soc === null || target === null || vehicle?.batteryWh == null) return null
  return Math.max(0, ((target - soc) / 100) * vehicle.batteryWh)
}

function perWatt(inputs: SiteInputs, key: string, perUnit: number): { coeff: Coefficient[]; gridFactor: number } {
  const all = coefficientsOf(inputs.rows, key)
  const roots = new Set(inputs.topology.circuits.flatMap(({ id, parentId }) => (parentId === null ? [`c${id}/W`] : [])))
  const coeff = all.map(({ row, re, im }) => ({
    row,
    re: re / perUnit,
    ...(im === undefined ? {} : { im: im / perUnit }),
  }))
  return { coeff, gridFactor: coeff.find(({ row }) => roots.has(row))?.re ?? 1 }
}

function pricesOf({ prices }: SiteInputs): Step[] {
  return prices.map(({ from, to, price }) => ({ fromS: secondsOf(from), toS: secondsOf(to), value: Number(price) }))
}

function sellingOf({ prices }: SiteInputs): Step[] {
  return prices.map(({ from, to, sellPrice }) => ({
    ...{ fromS: secondsOf(from), toS: secondsOf(to), value: Number(sellPrice ?? 0) },
  }))
}

function quarterHourly(inputs: SiteInputs): boolean {
  return isQuarterHourly(pricesOf(inputs))
}

/** Where something changes: prices and limits. A forecast of the sun is no edge: its mean of a block will do. */
function edgesOf(inputs: SiteInputs): number[] {
  const { prices, sources } = inputs
  const ofLimits = sources.flatMap(({ intervals }) => intervals.flatMap(({ from, to }) => (to ? [from, to] : [from])))
  const ofPrices = prices.flatMap(({ from, to }) => [from, to])
  return [...ofPrices, ...ofLimits, ...flexibilityEdges(inputs)].map(secondsOf)
}

function gridLimits(inputs: SiteInputs, { rows, blocks }: PlanInput): (number | null)[] {
  const roots = inputs.topology.circuits.filter(({ parentId }) => parentId === null)
  return blocks.map((_, at) => {
    const each = roots.map((circuit) => {
      const power = rows.find(({ id }) => id === `c${circuit.id}/W`)?.limit[at]
      const lines = rows.filter(({ id, kind }) => kind === 'current' && id.startsWith(`c${circuit.id}/L`))
      const inAmps = lines.reduce((sum, { limit }) => sum + limit[at]! * voltageToNeutral(circuit), 0)
      return Math.min(power ?? unlimited, lines.length > 0 ? inAmps : unlimited)
    })
    return each.some((one) => one >= unlimited) ? null : Math.round(each.reduce((sum, one) => sum + one, 0))
  })
}

/** Of what passes the meter the battery keeps this share. */
function efficiencyOf(kind: 'ac' | 'dc'): { efficiency: number } {
  return { efficiency: kind === 'ac' ? 0.9 : 0.95 }
}

const instantOf = (seconds: number) => Temporal.Instant.fromEpochMilliseconds(seconds * 1_000)
const secondsOf = (at: Temporal.Instant) => Math.floor(at.epochMilliseconds / 1_000)
