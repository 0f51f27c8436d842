import { type EffectiveLimit, riseMargin } from '#core/circuits/effective-limit.ts'
import { limitedRows } from '#core/circuits/limited-rows.ts'
import { voltageToNeutral } from '#core/circuits/line-currents.ts'
import { channels } from '#core/circuits/meter.ts'
import { type DrawnAt, drawnAt } from '#core/circuits/meters/drawn-load.ts'
import type { Load, MeterState } from '#core/circuits/meters/judge-sample.ts'
import type { UnmanagedLoad } from '#core/circuits/meters/unmanaged-load.ts'
import { coefficientsOf, type SuppliedEvse, wattsPerUnitOf } from '#core/circuits/rows-of.ts'
import { unmanagedOn } from '#core/circuits/unmanaged-load.ts'
import type { Stay } from '#core/departures/matching-requests.ts'
import { type Need, needOf } from '#core/departures/need-of.ts'
import type { Coefficient } from '#core/dispatch/demand.ts'
import { usualPolicy } from '#core/dispatch/policy.ts'
import type { Row } from '#core/dispatch/row.ts'
import type { LiveCharger, LiveSession } from '#core/live/live-charger.ts'
import type { Plan } from '#core/planner/plan.ts'
import { usualCalm } from '#core/steering/calm-state.ts'
import { demandOf } from '#core/steering/demand-of.ts'
import { type Exceeded, exceededRows } from '#core/steering/guard.ts'
import type { RecentRaise, RoundInput, RoundPlace, SiteAdvice } from '#core/steering/round.ts'
import { phasesOf, runningOn } from './follow-charger.ts'
import type { Drawn, SitePicture } from './picture.ts'
import type { SiteAccounts } from './site-accounts.ts'
import type { Alarm } from './site-alarms.ts'
import type { SiteInputs } from './site-inputs.ts'
import { drawnBeside, ownLoads, unmanagedLoads } from './site-meters.ts'

export type Gathering = {
  cause: RoundInput['cause']
  inputs: SiteInputs
  picture: SitePicture
  accounts: SiteAccounts
  plan: Plan | null
  recentRaises: readonly RecentRaise[]
  /** By circuit: what its contract allows now, by the mean of the running quarter of an hour. */
  contractW: ReadonlyMap<number, number>
  nowMs: number
  now: Temporal.Instant
  meters: { state(meterId: number): MeterState | null }
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
  stay: Stay
}

export type Gathered = {
  input: RoundInput
  limits: ReadonlyMap<string, EffectiveLimit>
  /** What flows on a row by its circuit's meter. */
  measured: ReadonlyMap<string, number>
  sessions: ReadonlyMap<string, SteeredSession>
  unmanaged: ReadonlyMap<number, UnmanagedLoad>
  /** Rows above their limit, by what may be drawn now or by their meter. */
  exceeded: readonly Exceeded[]
  alarms: readonly Alarm[]
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
  const told = rows.map((row) => withMeterLoss(row, inputs, unmanaged))
  const limited = new Set(rows.map(({ id }) => id))
  const sessions = new Map<string, SteeredSession>()
  const places = [...inputs.rows.evses.values()].map((evse) => placeOf(evse, { from, limited, sessions }))
  const { settings } = inputs.site
  const input: RoundInput = {
    ...{ siteId: inputs.site.id, atMs: nowMs, cause, lowersOnly: cause === 'guard' },
    policy: { ...usualPolicy, name: settings.policy },
    calm: { ...usualCalm, siteRampWPerMinute: settings.rampWPerMinute },
    ...{ leaseMs: settings.leaseSeconds * 1_000, newcomers, rows: told, places, recentRaises: from.recentRaises },
    advice: adviceOf(from.plan, drawnBeside(inputs, unmanaged)),
  }
  const measured = measuredOn(inputs, stateOf)
  return {
    ...{ input, limits, sessions, unmanaged, drawnBelow },
    measured,
    exceeded: exceededRows({ rows: told, places, measured, nowMs }),
    alarms: alarmsOf(inputs, { stateOf, now }),
  }
}

const newcomers = 1

type Placing = { from: Gathering; limited: ReadonlySet<string>; sessions: Map<string, SteeredSession> }

function placeOf(evse: SuppliedEvse, { from, limited, sessions }: Placing): RoundPlace {
  const { inputs, picture, accounts, plan, nowMs } = from
  const { evseId: key, charger, supply } = evse
  const account = accounts.get(key)!
  const live = picture.charger(charger.chargerId)
  const drawn = picture.drawn(charger.chargerId, supply.evse)
  const phases = account.place === 'charging' && supply.kind === 'ac' ? phasesOf(drawn) : null
  const all = coefficientsOf(inputs.rows, key, phases)
  const only = (coeff: readonly Coefficient[]) => coeff.filter(({ row }) => limited.has(row))
  const worstCoeff = only(coefficientsOf(inputs.rows, key))
  const session = live ? runningOn(live, supply.evse) : null
  const wattsPerUnit = wattsPerUnitOf(evse, all)
  const state = accounts.calmOf(key)
  const place = { account, coeff: only(all), worstCoeff, wattsPerUnit, calm: state }
  if (!live || !session || account.place !== 'charging') return { ...place, demand: null, idle: null }
  const stay = stayOf(session, live, from)
  const need = needFor(session, stay, from)
  const wants = demandOf({
    ...{ account, supply, charger, need, calm: state, wattsPerUnit, nowMs, phases },
    vehicle: session.vehicle === null ? null : (inputs.vehicles.get(session.vehicle) ?? null),
    session: {
      id: String(session.id),
      startedAtMs: (session.startedAt ?? from.now).epochMilliseconds,
      state: statusOf(live, session),
    },
    bounds: plan?.vehicles.find(({ id }) => id === String(session.id))?.bounds ?? null,
  })
  sessions.set(String(session.id), {
    ...{ id: String(session.id), key, need, session, stay },
    ...{ laxityH: wants.laxityH, departsAtS: wants.departsAtS, assumed: wants.assumed },
  })
  return { ...place, demand: wants.demand, idle: wants.idle }
}

/** The words of both generations for what a connector does; null: not told. */
function statusOf(live: LiveCharger, { evse, connector, chargingState }: LiveSession): string | null {
  const known = live.connectors.find((one) => one.evse === evse && (connector === null || one.connector === connector))
  return chargingState ?? known?.status?.status ?? null
}

function adviceOf(plan: Plan | null, baseW: number): SiteAdvice | null {
  return plan?.cap ? { ...plan.cap, baseW } : null
}

function stayOf(session: LiveSession, live: LiveCharger, { inputs, now }: Gathering): Stay {
  const vehicle = session.vehicle === null ? null : (inputs.vehicles.get(session.vehicle) ?? null)
  const { id: sessionId, evse } = session
  return { sessionId, chargerId: live.id, evse, vehicleId: vehicle?.id ?? null, pluggedAt: session.startedAt ?? now }
}

function needFor(session: LiveSession, stay: Stay, { inputs, now }: Gathering): Need {
  const vehicle = session.vehicle === null ? null : (inputs.vehicles.get(session.vehicle) ?? null)
  const soc = session.socPercent === null ? null : { value: session.socPercent, at: now }
  return needOf({
    ...{ requests: inputs.requests, heard: inputs.heard, settings: inputs.site.settings, vehicle, soc, now, stay },
    // What came since it was plugged in: requests are seldom told while it charges.
    energySince: (at) => (Temporal.Instant.compare(at, stay.pluggedAt) > 0 && soc ? 0 : session.energyWh),
  })
}

function evsesBelow(circuitId: number, { rows }: SiteInputs): SuppliedEvse[] {
  return [...rows.evses.values()].filter(({ charger }) =>
    rows.circuitsAbove(charger.circuitId).some(({ id }) => id === circuitId),
  )
}

function readingsBelow(circuitId: number, { inputs, picture }: Gathering): DrawnAt[] {
  return evsesBelow(circuitId, inputs).flatMap((evse) =>
    picture.drawnLately(evse.charger.chargerId, evse.supply.evse).map(({ powerW, amps, atMs }) => ({
      ...{ evse: evse.evseId, at: Temporal.Instant.fromEpochMilliseconds(Math.round(atMs)) },
      load: loadOfDrawn(evse, voltagesAt(evse, inputs), { powerW, amps }),
    })),
  )
}

/** What one ampere means there between the lines of an EVSE, and from line to neutral. */
function voltagesAt({ charger }: SuppliedEvse, { rows }: SiteInputs): { perPhaseV: number; neutralV: number } {
  const circuit = rows.circuitsAbove(charger.circuitId).at(-1)!
  return { perPhaseV: circuit.voltageV, neutralV: voltageToNeutral(circuit) }
}

type Voltages = ReturnType<typeof voltagesAt>

/** On the lines of the supply; of a phase that nobody knows nothing is proven. */
function loadOfDrawn(
  { supply }: SuppliedEvse,
  { perPhaseV, neutralV }: Voltages,
  { powerW, amps }: Pick<Drawn, 'powerW' | 'amps'>,
): Load {
  const phases = supply.phases === 'unknown' ? (supply.learntPhases ?? 'unknown') : supply.phases
  const power = powerW ?? amps.reduce<number>((sum, one) => sum + (one ?? 0) * perPhaseV, 0)
  if (supply.kind === 'dc') return spread(power / supply.efficiency, neutralV)
  if (phases === 'L1L2L3') return { L1: amps[0] ?? 0, L2: amps[1] ?? 0, L3: amps[2] ?? 0, power }
  const first = amps.find((one) => one !== null) ?? 0
  const on = (line: string) => (phases !== 'unknown' && phases.includes(line) ? first : 0)
  return { L1: on('L1'), L2: on('L2'), L3: on('L3'), power }
}

function fallbackLoad({ supply }: SuppliedEvse, { perPhaseV, neutralV }: Voltages): Load {
  const { fallback, kind, efficiency, phases } = supply
  if (kind === 'dc') return spread(fallback / efficiency, neutralV)
  const on = (line: string) => (phases === 'unknown' || phases.includes(line) ? fallback : 0)
  return { L1: on('L1'), L2: on('L2'), L3: on('L3'), power: fallback * perPhaseV * (phases === 'L1L2L3' ? 3 : 1) }
}

function spread(power: number, neutralV: number): Load {
  const each = power / 3 / neutralV
  return { L1: each, L2: each, L3: each, power }
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

/** While a meter is not believed, that is what holds its circuit's sessions back (smart-charging 3.3). */
function withMeterLoss(row: Row, inputs: SiteInputs, unmanaged: ReadonlyMap<number, UnmanagedLoad>): Row {
  const circuitId = Number(row.circuitId.slice(1))
  const meter = inputs.meters.find((one) => one.circuitId === circuitId)
  if (!meter || unmanaged.get(circuitId)?.reason !== 'meter_fallback') return row
  return { ...row, reason: 'meter_fallback', boundBy: `meter${meter.id}` }
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
  }
  return found
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
