import { Decimal } from 'decimal.js'

/** What can be asked for as a series: depot-api 10.3, and the state of charge. */
export const seriesKinds = {
  ActivePowerExport: { name: 'Power.Active.Export', phases: false, joined: 'sum' },
  ActivePowerImport: { name: 'Power.Active.Import', phases: false, joined: 'sum' },
  PowerOffered: { name: 'Power.Offered', phases: false, joined: 'sum' },
  ActiveEnergyExport: { name: 'Energy.Active.Export.Register', phases: false, joined: 'sum of registers' },
  ActiveEnergyImport: { name: 'Energy.Active.Import.Register', phases: false, joined: 'sum of registers' },
  CurrentExport: { name: 'Current.Export', phases: true, joined: 'sum' },
  CurrentImport: { name: 'Current.Import', phases: true, joined: 'sum' },
  CurrentOffered: { name: 'Current.Offered', phases: true, joined: 'sum' },
  Voltage: { name: 'Voltage', phases: true, joined: 'latest' },
  Temperature: { name: 'Temperature', phases: false, joined: 'latest' },
  SoC: { name: 'SoC', phases: false, joined: 'latest' },
} as const

export type SeriesKind = keyof typeof seriesKinds

export type SeriesPhase = 'L1' | 'L2' | 'L3'

/**
 * One value at one instant, which is in milliseconds since 1970, because thousands are read at once; decimal text in W,
 * Wh, A, V, °C or percent.
 */
export type SeriesPoint = { atMs: number; value: string }

/** The same with where it was measured. */
export type PlacedPoint = SeriesPoint & { evse: number }

export type SeriesAsk = {
  kind: SeriesKind
  /** Null: as it came without a phase. */
  phase: SeriesPhase | null
  from: Temporal.Instant | null
  to: Temporal.Instant
  limit: number
}

export type SeriesStore = {
  /** Of one connector, ascending, after `skip` of them. */
  ofConnector(
    charger: { id: number },
    place: { evse: number; connector: number },
    ask: SeriesAsk & { skip: number },
  ): Promise<SeriesPoint[]>
  /** Of the charger's own meter (EVSE 0) and of all its EVSEs, ascending. */
  ofAllEvses(charger: { id: number }, evses: readonly number[], ask: SeriesAsk): Promise<PlacedPoint[]>
  /** Whether that span has the same with a phase. */
  hasPhases(charger: { id: number }, evses: readonly number[], ask: SeriesAsk): Promise<boolean>
  /** Fault codes as they were reported, ascending; null is every place of the charger. */
  alarmCodes(
    charger: { id: number },
    place: { evse: number; connector: number } | null,
    ask: Omit<SeriesAsk, 'kind' | 'phase'> & { skip: number },
  ): Promise<SeriesPoint[]>
}

/**
 * What a charger shows as a whole: its own meter's values if there are any, else what its EVSEs show together. At each
 * instant the last value of every EVSE counts; of power and current for a quarter of an hour, of a register until it
 * moves on, which is why a sum begins when each of them has been heard. What cannot be added is the latest of any.
 */
export function seriesOfCharger(points: readonly PlacedPoint[], kind: SeriesKind): SeriesPoint[] {
  const own = points.filter(({ evse }) => evse === 0)
  if (own.length > 0) return own.map(({ atMs, value }) => ({ atMs, value }))
  const { joined } = seriesKinds[kind]
  const evses = new Set(points.map(({ evse }) => evse))
  const last = new Map<number, { ms: number; value: Decimal }>()
  const series: SeriesPoint[] = []
  for (const [i, { atMs, evse, value }] of points.entries()) {
    last.set(evse, { ms: atMs, value: new Decimal(value) })
    if (points[i + 1]?.atMs === atMs) continue
    if (joined === 'sum of registers' && last.size < evses.size) continue
    series.push({ atMs, value: joined === 'latest' ? value : sum(last, joined === 'sum' ? atMs : null) })
  }
  return series
}

const freshMs = 15 * 60_000

function sum(last: ReadonlyMap<number, { ms: number; value: Decimal }>, atMs: number | null): string {
  const isFresh = ({ ms }: { ms: number }) => atMs === null || atMs - ms <= freshMs
  return [...last.values()]
    .filter(isFresh)
    .reduce((all, { value }) => all.plus(value), new Decimal(0))
    .toFixed()
}
