import type { EffectiveLimit } from '#core/circuits/effective-limit.ts'
import { limitedRows } from '#core/circuits/limited-rows.ts'
import { rowsOf } from '#core/circuits/rows-of.ts'
import type { Context } from '#core/context.ts'
import { capOf } from '#core/steering/cap.ts'
import type { RoundInput, RoundOutcome, RoundPlace } from '#core/steering/round.ts'
import type { PlaceView, RowView, SiteView } from '#core/steering/site-view.ts'
import { sourceOf } from './source-of-row.ts'
import { type MeterStates, meterView } from './view-site.ts'

/**
 * A site that another node steers, as its last round is on record: half a minute old at most while somebody steers it.
 * Meters are as this node has heard of them. Null: no round is kept.
 */
export async function recordedView(ctx: Context, siteId: number, meters: MeterStates): Promise<SiteView | null> {
  const [last] = await ctx.steering.rounds(siteId, null, 1)
  const round = last && (await ctx.steering.round(last.id))
  if (!round) return null
  const [topology, sources, read, plan] = await Promise.all([
    ctx.circuits.topology(siteId),
    ctx.siteLimits.limits(siteId, ctx.now()),
    ctx.circuitMeters.meters(siteId),
    ctx.steering.plan(siteId),
  ])
  const { id, at, fence } = last
  const input = JSON.parse(round.input) as RoundInput
  const outcome = JSON.parse(round.outcome) as RoundOutcome
  const { limits } = limitedRows(rowsOf(topology), {
    ...{ sources, at, contractW: new Map(), headroom: new Map(), unmanaged: new Map() },
  })
  return {
    ...{ siteId, at, fence },
    rows: rowsAt(input, outcome, limits),
    places: input.places.map((place) => placeAt(place, { at, input, outcome })),
    meters: read.map(({ id: meterId, circuitId }) => meterView(meterId, circuitId, meters)),
    planner: { state: plan ? 'planned' : 'none', source: plan?.source ?? null, madeAt: plan?.madeAt ?? null },
    lastRound: { id, at, input },
  }
}

function rowsAt(input: RoundInput, outcome: RoundOutcome, limits: ReadonlyMap<string, EffectiveLimit>): RowView[] {
  return input.rows.flatMap((row) => {
    const limit = limits.get(row.id)
    // What nothing limits any more is of no interest.
    if (!limit) return []
    const load = outcome.loads.find((one) => one.row === row.id)
    return {
      ...{ id: row.id, circuitId: Number(row.circuitId.slice(1)), kind: row.kind, phase: row.phase ?? null },
      ...{
        limit: row.limit,
        base: row.base,
        committed: load?.after ?? row.base,
        measured: null,
        source: sourceOf(row, limit),
      },
    }
  })
}

type Recorded = { at: Temporal.Instant; input: RoundInput; outcome: RoundOutcome }

function placeAt({ account, calm, wattsPerUnit, demand }: RoundPlace, { at, input, outcome }: Recorded): PlaceView {
  const grant = outcome.grants.find(({ key }) => key === account.key)
  const wait = outcome.waits.find(({ sessionId }) => sessionId === account.sessionId)
  const departsAtS = demand?.departsAtS ?? null
  return {
    ...{ account, calm, wattsPerUnit, cap: capOf(account, input.atMs) },
    sessionId: account.sessionId === null ? null : Number(account.sessionId),
    ...{ granted: grant?.value ?? null, reason: grant?.reason ?? null, boundBy: grant?.boundBy ?? null },
    // What was assumed stands with the reason of the session.
    ...{ laxityHours: demand?.laxityH ?? null, assumed: [] },
    departsAt: departsAtS === null ? null : Temporal.Instant.fromEpochMilliseconds(Math.round(departsAtS * 1_000)),
    startsAt: wait?.startsInSeconds == null ? null : at.add({ seconds: Math.round(wait.startsInSeconds) }),
  }
}
