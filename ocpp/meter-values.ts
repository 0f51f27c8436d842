import type { Decimal } from 'decimal.js'
import type { ZoneFlag } from '#core/metering/clock.ts'
import type { PerPhase, Reading, ReadingContext, ReadingFlag, Sample, SignedValue } from '#core/metering/reading.ts'
import type { DeviationRule, NoteDeviation } from './deviations.ts'
import { isSigned, isText, type SignedMeterValue, signedValueIn } from './signed-values.ts'
import { type Measurand, measurandOf, type RawValue, readValue, toDecimal, toNumber, toText, unitOf } from './units.ts'

/** A reading as far as its frame tells; V-04, V-07, V-11 and a state of charge of 0 at the start need more than one. */
export type TranslatedReading = Reading

/** Both versions' `meterValue` entries, as loose as what chargers send. */
export type MeterValue = { timestamp?: string; sampledValue?: readonly SampledValue[] | SampledValue }

export type SampledValue = {
  value?: unknown
  context?: string
  measurand?: string
  phase?: string
  location?: string
  /** 1.6 */
  format?: string
  unit?: string
  /** 2.x */
  unitOfMeasure?: { unit?: string; multiplier?: number }
  signedMeterValue?: SignedMeterValue
}

export type MeterValueOrigin = {
  evse: number
  connector: number | null
  version: '1.6' | '2.x'
  /** Reads a timestamp; null when it is missing or makes no sense. */
  timeOf: (text: string | undefined) => Temporal.Instant | null
  /** Where the zone of a stamp without one came from; null when it has its own. */
  zoneFlagOf?: (text: string | undefined) => ZoneFlag | null
  /** Told of what had to be put right. */
  deviated?: NoteDeviation
}

/**
 * Turns the meter values of a frame into readings: one for every entry and context, with its samples merged, so that
 * a Transaction.Begin never overrides a periodic register in the same frame (V-06). A sample that cannot be read is
 * dropped alone (V-12); what has no column of its own, or whose column is taken, goes to `rest`.
 */
export function readMeterValues(
  meterValues: readonly MeterValue[] | MeterValue | undefined,
  origin: MeterValueOrigin,
): TranslatedReading[] {
  const readings: TranslatedReading[] = []
  for (const entry of listOf(meterValues)) {
    const drafts: Draft[] = []
    for (const sampled of listOf(entry.sampledValue)) take(draftFor(sampled.context, drafts), sampled, origin.version)
    if (origin.deviated) for (const draft of drafts) tellOf(draft.flags, origin.deviated)
    if (!drafts.some(hasContent)) continue
    const zoneFlag = origin.zoneFlagOf?.(entry.timestamp) ?? null
    if (zoneFlag !== null) for (const draft of drafts) flag(draft, zoneFlag)
    const reportedAt = origin.timeOf(entry.timestamp)
    for (const draft of drafts) if (hasContent(draft)) readings.push(readingOf(draft, origin, reportedAt))
  }
  return readings
}

function tellOf(flags: readonly ReadingFlag[], deviated: NoteDeviation): void {
  for (const one of flags) if (countedFlags.has(one)) deviated(one as DeviationRule)
}

// What is wrong with a value; where its time comes from is counted by the stamp.
const countedFlags: ReadonlySet<ReadingFlag> = new Set([
  'phase-sum-differs',
  'unit-assumed',
  'unit-unknown',
  'value-dropped',
] as const)

// one object where a list belongs.
function listOf<T extends object>(items: readonly T[] | T | undefined): readonly T[] {
  if (Array.isArray(items)) return items
  return items === undefined || items === null ? [] : [items as T]
}

/** A reading while its samples come in. */
type Draft = {
  context: ReadingContext
  energyWh: Places<Decimal>
  intervalWh: Places<Decimal>
  powerW: Places<number>
  currentA: Places<number>
  voltageV: Places<number>
  /** L1-L2, L2-L3, L3-L1 */
  lineToLineV: Places<number>
  socPercent: number | null
  rest: Sample[]
  signed: SignedValue[]
  flags: ReadingFlag[]
}

/** L1, L2, L3, and the value without a phase. */
type Places<T> = [T | null, T | null, T | null, T | null]

const total = 3

function draftFor(contextText: string | undefined, drafts: Draft[]): Draft {
  const context = contextOf(contextText)
  for (const draft of drafts) if (draft.context === context) return draft
  const draft: Draft = {
    context,
    energyWh: [null, null, null, null],
    intervalWh: [null, null, null, null],
    powerW: [null, null, null, null],
    currentA: [null, null, null, null],
    voltageV: [null, null, null, null],
    lineToLineV: [null, null, null, null],
    socPercent: null,
    rest: [],
    signed: [],
    flags: [],
  }
  drafts.push(draft)
  return draft
}

function take(draft: Draft, sampled: SampledValue, version: '1.6' | '2.x'): void {
  const measurand = measurandOf(sampled.measurand)
  if (version === '1.6' && isSigned(sampled)) takeSigned(draft, measurand, signedValueIn(sampled.value))
  else takeNumber(draft, measurand, sampled, version)
  if (sampled.signedMeterValue) takeSigned(draft, measurand, sampled.signedMeterValue)
}

function takeNumber(draft: Draft, measurand: Measurand, sampled: SampledValue, version: '1.6' | '2.x'): void {
  const value = readValue(sampled.value)
  const multiplier = sampled.unitOfMeasure?.multiplier ?? 0
  if (value === null || !Number.isInteger(multiplier) || Math.abs(multiplier) > largestMultiplier) {
    drop(draft)
    return
  }

  const unit = unitOf(measurand, version === '1.6' ? sampled.unit : sampled.unitOfMeasure?.unit)
  const shift = unit.shift + multiplier
  if (unit.origin === 'assumed') flag(draft, 'unit-assumed')
  const isUsable = unit.origin !== 'unknown' && (measurand.column === null || unit.name === measurand.unit)
  if (!isUsable) flag(draft, 'unit-unknown')

  const isDone = isUsable && takeColumn(draft, measurand, sampled, value, shift)
  if (!isDone) draft.rest.push(restSample(measurand, sampled, unit.name, toText(value, unit, shift)))
}

// No meter counts in units of 10^30; and an exponent without bounds would make texts without bounds.
const largestMultiplier = 30

// 100 GWh: what is above is no meter's count but a fault between meter and charger.
const largestEnergyWh = 9e10

/** Puts a value into its column. False when it belongs to `rest`, or there as well. */
function takeColumn(
  draft: Draft,
  { column }: Measurand,
  sampled: SampledValue,
  value: RawValue,
  shift: number,
): boolean {
  if (column === null) return false
  if (column === 'socPercent') return takeSoc(draft, sampled, toNumber(value, shift))
  if (!isAtOutlet(sampled.location)) return false
  const place = placeOf(sampled.phase)

  if (column === 'energyWh' || column === 'intervalWh') {
    if (!(Math.abs(toNumber(value, shift)) < largestEnergyWh)) return drop(draft)
    return place !== null && put(draft[column], place, toDecimal(value, shift)) && place === total
  }

  const number = toNumber(value, shift)
  if (!Number.isFinite(number)) return drop(draft)
  if (place === null) {
    const pair = column === 'voltageV' ? linePairs.indexOf(String(sampled.phase).toUpperCase()) : -1
    if (pair >= 0) put(draft.lineToLineV, pair, number)
    return false
  }
  const isNew = put(draft[column], place, number)
  // A reading has one power: that of a phase is found in `rest`. So is the energy's.
  return isNew && (column !== 'powerW' || place === total)
}

function put<T>(places: Places<T>, place: number, value: T): boolean {
  if (places[place] !== null) return false
  places[place] = value
  return true
}

// A car's state of charge is usually said to be measured at EV; that one is believed first.
function takeSoc(draft: Draft, sampled: SampledValue, percent: number): boolean {
  if (!(percent >= 0 && percent <= 100)) return drop(draft)
  if (draft.socPercent !== null && sampled.location !== 'EV') return false
  draft.socPercent = percent
  return true
}

function drop(draft: Draft): true {
  flag(draft, 'value-dropped')
  return true
}

function flag(draft: Draft, found: ReadingFlag): void {
  if (!draft.flags.includes(found)) draft.flags.push(found)
}

function restSample(measurand: Measurand, sampled: SampledValue, unit: string, value: string): Sample {
  const sample: Sample = { measurand: measurand.name, unit, value }
  const place = placeOf(sampled.phase)
  if (place !== total) sample.phase = place === null ? String(sampled.phase) : lines[place]!
  if (!isAtOutlet(sampled.location)) sample.location = String(sampled.location)
  return sample
}

function hasContent(draft: Draft): boolean {
  return (
    draft.rest.length > 0 ||
    draft.signed.length > 0 ||
    draft.socPercent !== null ||
    hasAny(draft.energyWh) ||
    hasAny(draft.powerW) ||
    hasAny(draft.currentA) ||
    hasAny(draft.voltageV) ||
    hasAny(draft.intervalWh)
  )
}

function hasAny(places: Places<unknown>): boolean {
  return hasPhases(places) || places[total] !== null
}

function hasPhases(places: Places<unknown>): boolean {
  return places[0] !== null || places[1] !== null || places[2] !== null
}

function readingOf(draft: Draft, { evse, connector }: MeterValueOrigin, reportedAt: Temporal.Instant | null): Reading {
  fillFromLineToLine(draft.voltageV, draft.lineToLineV)
  return {
    evse,
    connector,
    reportedAt,
    context: draft.context,
    energyWh: energyOf(draft, draft.energyWh),
    intervalWh: energyOf(draft, draft.intervalWh),
    powerW: powerOf(draft),
    currentA: perPhase(draft, draft.currentA, 'Current.Import', 'A'),
    voltageV: perPhase(draft, draft.voltageV, 'Voltage', 'V'),
    socPercent: draft.socPercent,
    rest: draft.rest,
    signed: draft.signed,
    flags: draft.flags,
  }
}

// V-08. The total is what is billed, so the phases never replace it.
function energyOf(draft: Draft, places: Places<Decimal>): Decimal | null {
  const [l1, l2, l3, whole] = places
  if (!hasPhases(places)) return whole
  let sum: Decimal | null = null
  for (const phase of [l1, l2, l3]) if (phase !== null) sum = sum === null ? phase : sum.plus(phase)
  if (whole === null) return sum
  if (differ(whole.toNumber(), sum!.toNumber())) flag(draft, 'phase-sum-differs')
  return whole
}

// V-08, Q-155, Q-156, Q-168: the total; the sum when that is missing, or differs and no phase is missing.
function powerOf(draft: Draft): number | null {
  const [l1, l2, l3, whole] = draft.powerW
  if (!hasPhases(draft.powerW)) return whole ?? powerFrom(draft.currentA, draft.voltageV)
  const sum = (l1 ?? 0) + (l2 ?? 0) + (l3 ?? 0)
  if (whole === null) return sum
  if (!differ(whole, sum)) return whole
  flag(draft, 'phase-sum-differs')
  return l1 === null || l2 === null || l3 === null ? whole : sum
}

function differ(whole: number, sum: number): boolean {
  return Math.abs(whole - sum) > 0.1 * Math.max(Math.abs(whole), Math.abs(sum))
}

/** Power as volts times amperes; null when a current has no voltage, or it is not said which of several. */
function powerFrom(current: Places<number>, voltage: Places<number>): number | null {
  if (!hasPhases(current)) {
    const [amperes, volts] = [current[total], voltage[total]]
    return amperes === null || volts === null ? null : amperes * volts
  }
  let watts = 0
  for (let phase = 0; phase < total; phase += 1) {
    const amperes = current[phase]!
    const volts = voltage[phase] ?? voltage[total]!
    if (amperes !== null && amperes !== 0 && volts === null) return null
    watts += (amperes ?? 0) * (volts ?? 0)
  }
  return watts
}

// A current or voltage without a phase says little beside its phases; it is kept in `rest`.
function perPhase(draft: Draft, places: Places<number>, measurand: string, unit: string): PerPhase {
  const [l1, l2, l3, whole] = places
  if (!hasPhases(places)) return whole === null ? noPhases : [whole, null, null]
  if (whole !== null) draft.rest.push({ measurand, unit, value: String(whole) })
  return [l1, l2, l3]
}

const noPhases: PerPhase = [null, null, null]

// V-08: a phase whose voltage was only measured against the next one.
function fillFromLineToLine(voltage: Places<number>, lineToLine: Places<number>): void {
  for (let phase = 0; phase < total; phase += 1) {
    const volts = lineToLine[phase]!
    if (volts !== null) voltage[phase] ??= volts / Math.sqrt(3)
  }
}

function takeSigned(draft: Draft, measurand: Measurand, fields: SignedMeterValue): void {
  const data = fields.signedMeterData
  if (!isText(data)) {
    drop(draft)
    return
  }
  // Chargers attach one container to every sample that it covers.
  if (draft.signed.some((known) => known.data === data)) return
  const signed: SignedValue = { measurand: measurand.name, context: draft.context, data }
  if (isText(fields.signingMethod)) signed.signingMethod = fields.signingMethod
  if (isText(fields.encodingMethod)) signed.encodingMethod = fields.encodingMethod
  if (isText(fields.publicKey)) signed.publicKey = fields.publicKey
  draft.signed.push(signed)
}

const contexts = new Map<string, ReadingContext>(
  (
    [
      'Interruption.Begin',
      'Interruption.End',
      'Other',
      'Sample.Clock',
      'Sample.Periodic',
      'Transaction.Begin',
      'Transaction.End',
      'Trigger',
    ] as const
  ).map((context) => [context, context]),
)
const contextsAnyCase = new Map([...contexts.values()].map((context) => [context.toLowerCase(), context]))

function contextOf(text: string | undefined): ReadingContext {
  if (text === undefined || text === '') return 'Sample.Periodic'
  return contexts.get(text) ?? contextsAnyCase.get(String(text).trim().toLowerCase()) ?? 'Other'
}

const lines = ['L1', 'L2', 'L3']
const linePairs = ['L1-L2', 'L2-L3', 'L3-L1']
const places = new Map(lines.flatMap((line, place) => [[line, place] as const, [`${line}-N`, place] as const]))

/** The place of a phase; null for one that is no line, like N. Chargers that mean L1 say L1-N. (V-08) */
function placeOf(phase: string | undefined): number | null {
  if (phase === undefined || phase === '') return total
  return places.get(phase) ?? places.get(String(phase).trim().toUpperCase()) ?? null
}

function isAtOutlet(location: string | undefined): boolean {
  return (
    location === undefined ||
    location === 'Outlet' ||
    String(location).trim().toLowerCase() === 'outlet' ||
    location === ''
  )
}
