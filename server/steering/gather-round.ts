import { besideFallbacks } from '#core/circuits/beside-fallbacks.ts'
import { type EffectiveLimit, riseMargin } from '#core/circuits/effective-limit.ts'
import { limitedRows } from '#core/circuits/limited-rows.ts'
import { voltageToNeutral } from '#core/circuits/line-currents.ts'
import { channels } from '#core/circuits/meter.ts'
import { type DrawnAt, drawnAt } from '#core/circuits/meters/drawn-load.ts'
import type { Load, MeterState } from '#core/circuits/meters/judge-sample.ts'
import type { UnmanagedLoad } from '#core/circuits/meters/unmanaged-load.ts'
import { coefficientsOf, type SuppliedEvse, wattsPerUnitOf } from '#core/circuits/rows-of.ts'
import { noAmps, unmanagedOn } from '#core/circuits/unmanaged-load.ts'
import { conditioningNow } from '#core/departures/conditioning.ts'
import type { Stay } from '#core/departures/matching-requests.ts'
import { type Need, needOf } from '#core/departures/need-of.ts'
import type { Coefficient } from '#core/dispatch/demand.ts'
import { usualPolicy } from '#core/dispatch/policy.ts'
import type { Row } from '#core/dispatch/row.ts'
import { grantIsUsed } from '#core/dispatch/unused-grant.ts'
import type { LiveCharger, LiveSession } from '#core/live/live-charger.ts'
import type { Bounds, Plan } from '#core/planner/plan.ts'
import { type CalmState, usualCalm } from '#core/steering/calm-state.ts'
import { capOf } from '#core/steering/cap.ts'
import { demandOf } from '#core/steering/demand-of.ts'
import { type Exceeded, exceededRows } from '#core/steering/guard.ts'
import type { RecentRaise, RoundInput, RoundPlace, SiteAdvice } from '#core/steering/round.ts'
import { phasesKnown } from '#core/steering/seen-phases.ts'
import { withUnbalance } from '#core/steering/uneven-rows.ts'
import { boundsNow } from './bounds-now.ts'
import { drawnLoad, spread } from './drawn-load.ts'
import { runningOn } from './follow-charger.ts'
import type { Pictured } from './picture.ts'
import type { SessionEnergy } from './session-energy.ts'
import type { SiteAccounts } from './site-accounts.ts'
import type { Alarm } from './site-alarms.ts'
import type { SiteInputs } from './site-inputs.ts'
import { drawnBeside, measuredBeside, ownLoads, unmanagedLoads } from './site-meters.ts'

export type Gathering = {
  cause: RoundInput['cause']
  inputs: SiteInputs
  picture: Pictured
  accounts: SiteAccounts
  plan: Plan | null
  recentRaises: readonly RecentRaise[]
  /** By circuit: what its contract allows now, by the mean of the running quarter of an hour. */
  contractW: ReadonlyMap<number, number>
  nowMs: number
  now: Temporal.Instant
  meters: { state(meterId: number): MeterState | null }
  /** Since when phases have lain too far apart, as it was gathered before; without it, from now on. */
  unevenSince?: ReadonlyMap<string, number>
  /** What sessions have got since an instant; without it, from what vehicles say while they charge nothing is taken off. */
  energy?: Pick<SessionEnergy, 'since'>
}

/** A session as the engine reckons with it. */
export type SteeredSession = {
  id: string
  key: string
  need: Need
  laxityH: number
  departsAtS: number | null
  assumed: readonly string[]
  session: LiveSession
  /** At which it charges. */
  live: LiveCharger
  stay: Stay
}

export type Gathered = {
  input: RoundInput
  limits: ReadonlyMap<string, EffectiveLimit>
  /** What flows on a row by its circuit's meter. */
  measured: ReadonlyMap<string, number>
  sessions: ReadonlyMap<string, SteeredSession>
  unmanaged: ReadonlyMap<number, UnmanagedLoad>
  /** In W, what flows at the grid connections beside our chargers, less than nothing while sun is fed in; null: not measured. */
  besideW: number | null
  /** Rows above their limit, by what may be drawn now or by their meter. */
  exceeded: readonly Exceeded[]
  alarms: readonly Alarm[]
  unevenSince: ReadonlyMap<string, number>
  /** What chargers below a circuit drew at that time. */
  drawnBelow(circuitId: number, at: Temporal.Instant): Load
}

/** Everything that a round of a site decides on, from what is known at this moment. */
export function gatherRound(from: Gathering): Gathered {
  const { inputs, cause, nowMs, now } = from
  const drawnBelow = (circuitId: number, at: Temporal.Instant) => drawnAt(readingsBelow(circuitId, from), at)
  const fallbackBelow = (circuitId: number) =>
    sumOf(evsesBelow(circuitId, inputs).map((evse) => fallbackLoad(evse, voltagesAt(evse, inputs))))
  const stateOf = from.meters.state
  const unmanaged = unmanagedLoads(inputs, { stateOf, drawnBelow, fallbackBelow, now })
  const { rows, limits } = limitedRows(inputs.rows, {
    ...{ sources: inputs.sources, at: now, contractW: from.contractW },
    headroom: risesOf(inputs, unmanaged),
    unmanaged: unmanagedOn(inputs.rows, ownLoads(inputs, unmanaged)),
  })
  const lost = meterLossOn(inputs, unmanaged)
  const told = rows.map((row) => lost(row))
  const limited = new Set(rows.map(({ id }) => id))
  const sessions = new Map<string, SteeredSession>()
  const besideW = measuredBeside(inputs, { stateOf, drawnBelow })
  const placing = { from, limited, sessions, bounds: boundsNow(from, besideW) }
  const places = [...inputs.rows.evses.values()].map((evse) => placeOf(evse, placing))
  const measured = measuredOn(inputs, stateOf)
  const even = withUnbalance({
    ...{ rows: told, places, measured, metered: meteredIn(inputs, unmanaged) },
    ...{ since: from.unevenSince ?? new Map(), nowMs },
  })
  const { settings } = inputs.site
  const input: RoundInput = {
    ...{ siteId: inputs.site.id, atMs: nowMs, cause, lowersOnly: cause === 'guard' },
    policy: { ...usualPolicy, name: settings.policy },
    calm: { ...usualCalm, siteRampWPerMinute: settings.rampWPerMinute },
    ...{ leaseMs: settings.leaseSeconds * 1_000, newcomers, rows: even.rows, places, recentRaises: from.recentRaises },
    advice: adviceOf(from.plan, besideW ?? drawnBeside(inputs, unmanaged)),
  }
  return {
    ...{ input, limits, sessions, unmanaged, besideW, drawnBelow },
    measured,
    exceeded: exceededRows({ rows: even.rows, places, measured, nowMs }),
    unevenSince: even.since,
    alarms: alarmsOf(inputs, { stateOf, now }),
  }
}

const newcomers = 1

type Placing = {
  from: Gathering
  limited: ReadonlySet<string>
  sessions: Map<string, SteeredSession>
  bounds: ReadonlyMap<string, Bounds>
}

function placeOf(evse: SuppliedEvse, { from, limited, sessions, bounds }: Placing): RoundPlace {
  const { inputs, picture, accounts, nowMs } = from
  const { evseId: key, charger, supply } = evse
  const account = accounts.get(key)!
  const live = picture.charger(charger.chargerId)
  const phases = account.place === 'charging' ? phasesKnown(account.phases) : null
  const all = coefficientsOf(inputs.rows, key, phases)
  const only = (coeff: readonly Coefficient[]) => coeff.filter(({ row }) => limited.has(row))
  const coeff = only(all)
  const worstCoeff = phases === null ? coeff : only(coefficientsOf(inputs.rows, key))
  const session = live ? runningOn(live, supply.evse) : null
  const wattsPerUnit = wattsPerUnitOf(evse, all)
  const state = accounts.calmOf(key)
  const unsteered = { account, coeff, worstCoeff, wattsPerUnit, calm: state }
  if (!live || !session || account.place !== 'charging') return { ...unsteered, demand: null, idle: null }
  const stay = stayOf(session, live, from)
  const need = needFor(session, stay, from)
  const place = { ...unsteered, calm: withConditioning(state, need, from) }
  const wants = demandOf({
    ...{ account, supply, charger, need, calm: state, wattsPerUnit, nowMs, phases },
    vehicle: session.vehicle === null ? null : (inputs.vehicles.get(session.vehicle) ?? null),
    session: {
      id: String(session.id),
      startedAtMs: (session.startedAt ?? from.now).epochMilliseconds,
      state: statusOf(live, session),
      isAnonymous: session.card === null,
    },
    bounds: bounds.get(String(session.id)) ?? null,
  })
  sessions.set(String(session.id), {
    ...{ id: String(session.id), key, need, session, live, stay },
    ...{ laxityH: wants.laxityH, departsAtS: wants.departsAtS, assumed: wants.assumed },
  })
  return { ...place, demand: wants.demand, idle: wants.idle }
}

/** The words of both generations for what a connector does, a fault before all else; null: not told. */
function statusOf(live: LiveCharger, { evse, connector, chargingState }: LiveSession): string | null {
  const known = live.connectors.find((one) => one.evse === evse && (connector === null || one.connector === connector))
  const status = known?.status?.status ?? null
  return status === 'Faulted' ? status : (chargingState ?? status)
}

/** What its battery left unused towards its end says nothing of what it draws to condition itself. */
function withConditioning(calm: CalmState, need: Need, { now, nowMs }: Gathering): CalmState {
  const conditioning = conditioningNow(need, now)
  if (!conditioning || calm.unused.cap === null) return calm
  const sinceS = (nowMs - (now.epochMilliseconds - conditioning.since.epochMilliseconds)) / 1_000
  return calm.unused.changedAtS < sinceS ? { ...calm, unused: grantIsUsed } : calm
}

function adviceOf(plan: Plan | null, baseW: number): SiteAdvice | null {
  return plan?.cap ? { ...plan.cap, baseW } : null
}

function stayOf(session: LiveSession, live: LiveCharger, { inputs, now }: Gathering): Stay {
  const vehicle = session.vehicle === null ? null : (inputs.vehicles.get(session.vehicle) ?? null)
  const { id: sessionId, evse } = session
  return { sessionId, chargerId: live.id, evse, vehicleId: vehicle?.id ?? null, pluggedAt: session.startedAt ?? now }
}

function needFor(session: LiveSession, stay: Stay, { inputs, now, energy }: Gathering): Need {
  const vehicle = session.vehicle === null ? null : (inputs.vehicles.get(session.vehicle) ?? null)
  const soc = session.socPercent === null ? null : { value: session.socPercent, at: now }
  return needOf({
    ...{ requests: inputs.requests, heard: inputs.heard, settings: inputs.site.settings, vehicle, soc, now, stay },
    // What came since it was plugged in: of requests only vehicles say anew while they charge what is still missing.
    energySince: (at) => (Temporal.Instant.compare(at, stay.pluggedAt) > 0 && soc ? 0 : session.energyWh),
    energySinceSaid: (at) =>
      Temporal.Instant.compare(at, stay.pluggedAt) <= 0 ? session.energyWh : (energy?.since(session, at) ?? 0),
  })
}

function evsesBelow(circuitId: number, { rows }: SiteInputs): SuppliedEvse[] {
  return [...rows.evses.values()].filter(({ charger }) =>
    rows.circuitsAbove(charger.circuitId).some(({ id }) => id === circuitId),
  )
}

function readingsBelow(circuitId: number, { inputs, picture, accounts, nowMs }: Gathering): DrawnAt[] {
  const capAt = (key: string) => {
    const account = accounts.get(key)
    // It hangs elsewhere by now.
    return account ? capOf(account, nowMs) : 0
  }
  return evsesBelow(circuitId, inputs).flatMap((evse) =>
    picture.drawnLately(evse.charger.chargerId, evse.supply.evse).map((drawn) => ({
      ...{ evse: evse.evseId, at: Temporal.Instant.fromEpochMilliseconds(Math.round(drawn.atMs)) },
      load: drawnLoad(evse.supply, voltagesAt(evse, inputs), {
        ...drawn,
        cap: capAt(evse.evseId),
      }),
    })),
  )
}

/** What one ampere means there between the lines of an EVSE, and from line to neutral. */
function voltagesAt({ charger }: SuppliedEvse, { rows }: SiteInputs): { perPhaseV: number; neutralV: number } {
  const circuit = rows.circuitsAbove(charger.circuitId).at(-1)!
  return { perPhaseV: circuit.voltageV, neutralV: voltageToNeutral(circuit) }
}

function fallbackLoad({ supply }: SuppliedEvse, { perPhaseV, neutralV }: ReturnType<typeof voltagesAt>): Load {
  const { fallback, kind, efficiency, phases } = supply
  if (kind === 'dc') return spread(fallback / efficiency, neutralV)
  const on = (line: string) => (phases === 'unknown' || phases.includes(line) ? fallback : 0)
  return { L1: on('L1'), L2: on('L2'), L3: on('L3'), power: fallback * perPhaseV * (phases === 'L1L2L3' ? 3 : 1) }
}

function sumOf(loads: readonly Load[]): Load {
  const sum: Load = { L1: 0, L2: 0, L3: 0, power: 0 }
  for (const load of loads) for (const channel of channels) sum[channel] += load[channel]
  return sum
}

/** How much metered loads may rise before anybody can act, by row (smart-charging 3.2). */
function risesOf(inputs: SiteInputs, unmanaged: ReadonlyMap<number, UnmanagedLoad>): Map<string, number> {
  const margins = new Map<string, number>()
  for (const meter of inputs.meters) {
    if (unmanaged.get(meter.circuitId)?.source !== 'measured') continue
    const rise = inputs.usualRise.get(meter.id)
    for (const row of inputs.rows.rows) {
      if (row.circuit.id !== meter.circuitId || row.of !== 'circuit') continue
      const channel = row.kind === 'power' ? 'power' : row.phase
      if (channel) margins.set(row.id, riseMargin(rise?.[channel] ?? null, row.rated ?? 0))
    }
  }
  return margins
}

/**
 * While a meter is not believed, that is what holds its circuit's sessions back; and what is assumed there is no more than
 * leaves them their fallbacks (smart-charging 3.3).
 */
function meterLossOn(inputs: SiteInputs, unmanaged: ReadonlyMap<number, UnmanagedLoad>): (row: Row) => Row {
  const lost = inputs.meters.filter(({ circuitId }) => unmanaged.get(circuitId)?.reason === 'meter_fallback')
  if (lost.length === 0) return (row) => row
  const meters = new Map(lost.map(({ id, circuitId }) => [`c${circuitId}`, id]))
  const own = new Map(ownLoads(inputs, unmanaged))
  const left = new Map<string, number>()
  for (const { circuitId } of lost) {
    if (unmanaged.get(circuitId)?.source !== 'whole-fuse') continue
    own.set(circuitId, noAmps)
    for (const [row, most] of besideFallbacks(inputs.rows, circuitId)) left.set(row, most)
  }
  const known = unmanagedOn(inputs.rows, own)
  return (row) => {
    const meter = row.kind === 'unbalance' ? undefined : meters.get(row.circuitId)
    if (meter === undefined) return row
    const { of, standing } = inputs.rows.row.get(row.id)!
    const most = Math.max(left.get(row.id) ?? row.base, standing + (known.get(row.id) ?? 0))
    const told = { ...row, base: Math.min(row.base, most) }
    return of === 'charger' ? row : { ...told, reason: 'meter_fallback', boundBy: `meter${meter}` }
  }
}

function measuredOn(inputs: SiteInputs, stateOf: Gathering['meters']['state']): Map<string, number> {
  const found = new Map<string, number>()
  for (const { id, circuitId, measures } of inputs.meters) {
    const state = stateOf(id)
    if (measures !== 'total' || state?.condition !== 'good' || !state.good) continue
    for (const row of inputs.rows.rows) {
      if (row.circuit.id !== circuitId || row.of !== 'circuit') continue
      const value = row.kind === 'power' ? state.good.powerW : row.phase && state.good.amps[row.phase]
      if (value !== null) found.set(row.id, value)
    }
    for (const { id: rowId, circuit, apart } of inputs.rows.rows) {
      if (circuit.id !== circuitId || apart === null) continue
      const [plus, minus] = [state.good.amps[apart.plus], state.good.amps[apart.minus]]
      if (plus !== null && minus !== null) found.set(rowId, Math.max(0, plus - minus))
    }
  }
  return found
}

/** The circuits whose load beside the chargers is what a meter of everything shows. */
function meteredIn({ meters }: SiteInputs, unmanaged: ReadonlyMap<number, UnmanagedLoad>): Set<string> {
  const believed = meters.filter(({ circuitId, measures }) => {
    return measures === 'total' && unmanaged.get(circuitId)?.source === 'measured'
  })
  return new Set(believed.map(({ circuitId }) => `c${circuitId}`))
}

function alarmsOf(
  inputs: SiteInputs,
  { stateOf, now }: { stateOf: Gathering['meters']['state']; now: Temporal.Instant },
) {
  const alarms: { kind: string; subject: string; body: object }[] = []
  for (const { id, circuitId } of inputs.meters) {
    const state = stateOf(id)
    if (state?.condition === 'good') continue
    alarms.push({ kind: 'meter', subject: `meter${id}`, body: { circuitId, fault: state?.fault ?? 'silent' } })
  }
  for (const source of ['vdv463', 'fleet'] as const) {
    const heard = inputs.heard.get(source)
    if (heard && now.since(heard).total('hours') >= 2) {
      alarms.push({ kind: 'feed-silent', subject: source, body: { heardAt: heard.toString() } })
    }
  }
  return alarms
}
