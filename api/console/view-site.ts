import type { ChargerSupply, Circuit } from '#core/circuits/circuit.ts'
import type { CircuitMeter as Meter } from '#core/circuits/meter.ts'
import type { Site } from '#core/circuits/site.ts'
import type { Account } from '#core/steering/account.ts'
import type { MeterView, PlaceView, RowView, SiteView } from '#core/steering/site-view.ts'
import type { SessionReason, SiteSummary } from '#core/steering/steering-store.ts'
import { timeText } from './time-text.ts'
import type { CircuitMeter } from './wire/circuit-meters.ts'
import type { CircuitRow, CircuitView } from './wire/circuits.ts'
import type { EvseSteering, SiteCharger } from './wire/site-chargers.ts'
import type { SiteRow } from './wire/sites.ts'

/** What a page of a site is made of. */
export type SiteSeen = {
  view: SiteView | null
  nameOf(boundBy: string | null): string | null
  /** Of open sessions: what they are granted and why, also when another node steers the site. */
  reasons: ReadonlyMap<number, SessionReason>
  vehicles: ReadonlyMap<number, string | null>
}

export function viewSiteRow(
  { site, circuits, summary }: { site: Site; circuits: readonly Circuit[]; summary: SiteSummary | undefined },
  view: SiteView | null,
): SiteRow {
  const plan = summary?.plan ?? null
  const grid = view ? gridOf(view, circuits) : { powerW: null, limitW: null }
  return {
    ...{ id: site.id, publicId: site.publicId, name: site.name, timeZone: site.timeZone, currency: site.currency },
    isLive: site.isLive,
    isSteered: view !== null,
    ...grid,
    chargers: summary?.chargers ?? 0,
    sessions: summary?.sessions ?? 0,
    waiting: summary?.waiting ?? 0,
    late: plan?.late ?? 0,
    openAlarms: summary?.openAlarms ?? 0,
    planner: {
      state: view?.planner.state ?? (plan ? 'planned' : 'none'),
      source: view?.planner.source ?? plan?.source ?? null,
      madeAt: time(view?.planner.madeAt ?? plan?.madeAt ?? null),
    },
  }
}

/** At the grid connections together. Where no meter tells, what chargers draw and what is reckoned beside them. */
export function gridOf(view: SiteView, circuits: readonly Circuit[]): { powerW: number | null; limitW: number | null } {
  const roots = circuits.filter(({ parentId }) => parentId === null)
  const found = roots.map((root) => {
    const rows = rowsOf(view, root)
    const power = rows.find(({ kind }) => kind === 'power')
    const lines = rows.filter(({ kind, id }) => kind === 'current' && !id.includes('primary'))
    const inWatts = (of: (row: RowView) => number | null) => sum(lines.map(of), voltsToNeutral(root))
    return {
      measuredW: power?.measured ?? inWatts(({ measured }) => measured),
      baseW: isKeptFree(view, root) ? 0 : (power?.base ?? inWatts(({ base }) => base) ?? 0),
      limitW: smallest(
        power?.limit ?? null,
        inWatts(({ limit }) => limit),
      ),
    }
  })
  const measured = sum(found.map(({ measuredW }) => measuredW))
  const drawn = sum(view.places.map(({ account, wattsPerUnit }) => (account.measured?.value ?? 0) * wattsPerUnit)) ?? 0
  const reckoned = Math.round(found.reduce((all, { baseW }) => all + baseW, 0) + drawn)
  return { powerW: roots.length === 0 ? null : (measured ?? reckoned), limitW: sum(found.map(({ limitW }) => limitW)) }
}

/** For want of a measurement all of the fuse is kept free, which is nobody's draw. */
function isKeptFree({ meters }: SiteView, { id, assumed }: Circuit): boolean {
  return assumed.length === 0 && meters.some(({ circuitId, state }) => circuitId === id && state !== 'good')
}

export function viewCircuit(circuit: Circuit, meters: readonly CircuitMeter[], view: SiteView | null): CircuitView {
  const { siteId: _, assumed, ...rest } = circuit
  return {
    ...rest,
    assumed: assumed.map((one) => ({ ...one })),
    rows: view ? rowsOf(view, circuit).map(viewRow) : [],
    meters: meters.filter(({ circuitId }) => circuitId === circuit.id),
  }
}

export function viewMeter(meter: Meter, seen: MeterView | undefined): CircuitMeter {
  return {
    ...{ id: meter.id, circuitId: meter.circuitId, measures: meter.measures, intervalSeconds: meter.intervalSeconds },
    source: meter.source,
    state: seen?.state ?? null,
    why: seen?.why ?? null,
    amps: seen?.amps ?? { L1: null, L2: null, L3: null },
    powerW: seen?.powerW ?? null,
    at: time(seen?.at ?? null),
  }
}

export function viewSiteCharger(supply: ChargerSupply, seen: SiteSeen): SiteCharger {
  const places = (seen.view?.places ?? []).filter(({ account }) => account.chargerId === supply.chargerId)
  const account = places[0]?.account
  // A charger behaves as one: the worst of its EVSEs says how.
  const worst = places.find(({ account }) => account.conduct.kind !== 'steerable')?.account ?? account
  return {
    ...{ id: supply.chargerId, identity: supply.identity, circuitId: supply.circuitId },
    ...{ maxA: supply.maxA, maxW: supply.maxW, weight: supply.weight, klass: supply.klass },
    online: account?.link.online ?? null,
    onlineSince: account && seen.view ? wallTime(account.link.sinceMs) : null,
    reconciled: account?.link.reconciled ?? null,
    conduct: worst?.conduct.kind ?? null,
    conductSince: worst && seen.view ? wallTime(worst.conduct.sinceMs) : null,
    fallbackVerified: supply.evses.every(({ fallbackVerifiedAt }) => fallbackVerifiedAt !== null),
    evses: supply.evses.map((evse) => {
      const place = places.find(({ account }) => account.evse === evse.evse)
      return viewEvse(evse, place, seen)
    }),
  }
}

function viewEvse(
  evse: ChargerSupply['evses'][number],
  place: PlaceView | undefined,
  { nameOf, reasons, vehicles }: SiteSeen,
): EvseSteering {
  const { fallbackVerifiedAt, ...rest } = evse
  const said = place?.sessionId == null ? undefined : reasons.get(place.sessionId)
  const boundBy = place?.boundBy ?? said?.boundBy ?? null
  return {
    ...rest,
    unit: evse.kind === 'ac' ? 'A' : 'W',
    fallbackVerifiedAt: time(fallbackVerifiedAt),
    place: place?.account.place ?? null,
    sessionId: place?.sessionId ?? null,
    vehicle: place?.sessionId == null ? null : (vehicles.get(place.sessionId) ?? null),
    granted: place?.granted ?? said?.granted ?? null,
    confirmed: place?.account.confirmed?.value ?? null,
    confirmedUntil: place?.account.confirmed ? wallTime(place.account.confirmed.untilMs) : null,
    pending: place?.account.pending.map(({ value }) => value) ?? [],
    measured: place?.account.measured?.value ?? null,
    cap: place?.cap ?? null,
    reason: place?.reason ?? said?.reason ?? null,
    boundBy,
    boundByName: nameOf(boundBy),
    laxityHours: place?.laxityHours ?? said?.laxityHours ?? null,
    departsAt: time(place?.departsAt ?? null),
    startsAt: time(place?.startsAt ?? null),
    assumed: [...(place?.assumed ?? said?.assumed ?? [])],
  }
}

/** The circuit's own; those of chargers' limits name the circuit that they hang on as well. */
function rowsOf({ rows }: SiteView, { id }: Circuit): RowView[] {
  return rows.filter((row) => row.id.startsWith(`c${id}/`))
}

function viewRow({ circuitId: _, base, source, ...row }: RowView): CircuitRow {
  return { ...row, unmanaged: base, source: { ...source, from: time(source.from), to: time(source.to) } }
}

/** The engine's clock runs beside the wall clock, and begins with it. */
function wallTime(ms: Account['link']['sinceMs']): string {
  return timeText(Temporal.Instant.fromEpochMilliseconds(Math.round(ms)))
}

function time(at: Temporal.Instant | null): string | null {
  return at && timeText(at)
}

function voltsToNeutral({ wiring, voltageV }: Circuit): number {
  return wiring === 'delta' ? voltageV / Math.sqrt(3) : voltageV
}

/** Null when any of them is, or there is none. */
function sum(values: readonly (number | null)[], factor = 1): number | null {
  if (values.length === 0 || values.some((value) => value === null)) return null
  return Math.round(values.reduce<number>((all, value) => all + value!, 0) * factor)
}

function smallest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other)
}
