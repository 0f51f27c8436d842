import type { SiteTopology } from '../circuits/circuit.ts'
import { effectiveLimit } from '../circuits/effective-limit.ts'
import type { LimitSource } from '../circuits/limit.ts'
import type { UsedPhases } from '../circuits/line-currents.ts'
import { type CircuitRow, coefficientsOf, rowsOf, type SiteRows } from '../circuits/rows-of.ts'
import { dispatch } from '../dispatch/dispatch.ts'
import type { Reason } from '../dispatch/reason.ts'
import type { Row } from '../dispatch/row.ts'
import { lateUnder } from './late-under.ts'
import { withReservations } from './reservations.ts'
import type { RoundInput } from './round.ts'
import { phasesKnown } from './seen-phases.ts'
import { standingOf } from './standing.ts'

export type AskedCap = { circuitId: number; value: number; unit: 'A' | 'W' }

export type WhatIfSession = {
  key: string
  sessionId: string
  unit: 'A' | 'W'
  granted: number
  wouldBeGranted: number
  reason: Reason
  boundBy: string | null
  departsAtS: number | null
  isLate: boolean
  wouldBeLate: boolean
}

/**
 * What every session would be granted, once calm, and who would be late if it stayed so, with this cap by hand in place
 * of the one that there is. It starts from what a round stood on, and changes nothing. It yields again and again: of a
 * thousand vehicles the whole takes longer than others may be kept waiting.
 */
export function* whatIf(input: RoundInput, given: Given): Generator<void, WhatIfSession[]> {
  const changed = withCap(input, given)
  yield
  const now = sharesOf(input)
  yield
  const then = sharesOf(changed)
  yield
  const late = yield* lateUnder(input)
  const lateThen = yield* lateUnder(changed)
  return input.places.flatMap(({ account, demand }) => {
    const before = demand && now.get(demand.sessionId)
    const after = demand && then.get(demand.sessionId)
    if (!before || !after) return []
    return {
      key: account.key,
      sessionId: demand.sessionId,
      unit: after.unit,
      granted: before.value,
      wouldBeGranted: after.value,
      reason: after.reason,
      boundBy: after.boundBy,
      departsAtS: demand.departsAtS,
      isLate: late.has(demand.sessionId),
      wouldBeLate: lateThen.has(demand.sessionId),
    }
  })
}

type Given = { topology: SiteTopology; sources: readonly LimitSource[]; replaced: LimitSource | null; cap: AskedCap }

/** As a round shares, but for what is calm and for what is under way. */
function sharesOf(input: RoundInput) {
  const standings = input.places.map((place) => standingOf(place, input.atMs))
  const { rows } = withReservations(input, standings)
  const demands = standings.flatMap(({ demand }) => (demand ? [demand] : []))
  return new Map(dispatch(rows, demands, input.policy).grants.map((grant) => [grant.sessionId, grant]))
}

function withCap(input: RoundInput, { topology, sources, replaced, cap }: Given): RoundInput {
  const site = rowsOf(topology)
  const at = Temporal.Instant.fromEpochMilliseconds(Math.floor(input.atMs))
  const others = sources.filter((one) => one.id !== replaced?.id)
  const asked = [...others, capAt(cap, at)]
  const kind = cap.unit === 'A' ? 'current' : 'power'
  const rows = new Map(input.rows.map((row) => [row.id, row]))
  let { places } = input
  for (const row of site.rows) {
    if (row.of !== 'circuit' || row.circuit.id !== cap.circuitId || row.kind !== kind) continue
    const known = rows.get(row.id)
    const then = effectiveLimit(row, { sources: asked, at })!
    // What the round knew and the sources do not say: the running mean of a contract, how its load may rise.
    const usual = effectiveLimit(row, { sources, at })
    const hidden = known && usual ? Math.max(0, usual.limit - known.limit) : 0
    const changed = {
      ...(known ?? rowOf(row, input.rows)),
      limit: Math.max(0, then.limit - hidden),
      reason: then.reason,
      boundBy: then.binding.id,
    }
    rows.set(row.id, changed)
    if (!known) places = places.map((place) => withRow(place, site, row.id))
  }
  return { ...input, rows: [...rows.values()], places }
}

function capAt({ circuitId, value, unit }: AskedCap, at: Temporal.Instant): LimitSource {
  const said = { id: 0, circuitId, kind: 'operator', name: 'what if', unit, author: '', reason: null } as const
  return { ...said, intervals: [{ from: at, to: null, value }], writtenAt: at, lease: null }
}

/** A row that nothing limited until now; what else is drawn there is as on the circuit's lines. */
function rowOf(row: CircuitRow, rows: readonly Row[]): Row {
  const { circuit } = row
  const toNeutral = circuit.wiring === 'delta' ? circuit.voltageV / Math.sqrt(3) : circuit.voltageV
  const lines = rows.filter(({ kind, circuitId }) => kind === 'current' && circuitId === `c${circuit.id}`)
  const drawnW = lines.reduce((sum, { base }) => sum + base * toNeutral, 0)
  return {
    id: row.id,
    circuitId: `c${circuit.id}`,
    kind: row.kind,
    ...(row.phase === null ? {} : { phase: row.phase }),
    limit: 0,
    base: row.kind === 'power' ? Math.max(row.standing, drawnW) : row.standing,
    reserved: 0,
    reason: 'operator_limit',
    boundBy: row.id,
  }
}

function withRow(place: RoundInput['places'][number], site: SiteRows, row: string): RoundInput['places'][number] {
  if (!site.evses.has(place.account.key)) return place
  const { account } = place
  // A round may have been recorded by an engine that knew nothing of phases.
  const used = account.place === 'charging' && account.phases ? phasesKnown(account.phases) : null
  const added = (phases: UsedPhases) => coefficientsOf(site, account.key, phases).filter((one) => one.row === row)
  return { ...place, coeff: [...place.coeff, ...added(used)], worstCoeff: [...place.worstCoeff, ...added(null)] }
}
