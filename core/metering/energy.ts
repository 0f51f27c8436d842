import { Decimal } from 'decimal.js'

/** What a register showed, in Wh. */
export type Point = { at: Temporal.Instant; wh: Decimal }

/** Everything a session's messages said about its energy, whatever the order of their arrival. */
export type EnergyEvidence = {
  /** Of 1.6 StartTransaction and StopTransaction. */
  meterStart: Point | null
  meterStop: Point | null
  /** The registers of context Transaction.Begin and Transaction.End. */
  begin: Point | null
  end: Point | null
  /** The earliest and the latest register of the other contexts. */
  first: Point | null
  last: Point | null
  /** The earliest of them above 0. */
  firstPositive?: Point | null
  /** Sum of the interval values, integral of the power, difference of the signed values. */
  intervalWh: Decimal | null
  powerWh: Decimal | null
  signedWh: Decimal | null
  /** The most that the EVSE can deliver. */
  maxPowerW: number | null
  /** The charger was offline or its clock unsynchronised when the session started. */
  startUnreliable: boolean
}

export type SessionEnergy = { energyWh: Decimal; method: EnergyMethod; flags: EnergyFlag[] }

export type EnergyMethod = 'signed' | 'registers' | 'meter-start-stop' | 'intervals' | 'power' | 'none'

export type EnergyFlag =
  | 'meter-rolled-back' // a register ended more than 10 Wh below its start; other evidence was used
  | 'placeholder-start' // the session's 0 at the start was no register
  | 'start-missing' // counted from the first register seen during the session
  | 'end-missing' // counted to the last register seen during the session
  | 'implausible-hold' // a person must look before this is billed

/**
 * The energy of a session, from the best evidence there is: signed values, the registers at begin and end,
 * meterStart and meterStop, any other pair of registers, interval values, power over time.
 *
 * A pair that runs backwards or beyond what the EVSE can deliver gives way to the next evidence. Never negative.
 * Depends on the evidence alone; `implausible-hold` with method `none` means that the energy is not known.
 */
export function energyOf(evidence: EnergyEvidence): SessionEnergy {
  if (evidence.signedWh !== null) return checked(evidence.signedWh, 'signed', [])

  const starts = startsOf(evidence)
  const flags = [...starts.flags]
  let tooMuch: Pair | undefined
  for (const pair of pairsOf(starts, evidence)) {
    if (pair.energyWh.lessThan(-toleratedRollbackWh)) add(flags, 'meter-rolled-back')
    else if (isDeliverable(pair, evidence)) return fromPair(pair, flags)
    else {
      tooMuch ??= pair
      add(flags, 'implausible-hold')
    }
  }

  if (evidence.intervalWh !== null) return checked(evidence.intervalWh, 'intervals', flags)
  if (evidence.powerWh !== null) return checked(evidence.powerWh, 'power', flags)
  if (tooMuch?.energyWh.lessThanOrEqualTo(holdAboveWh)) return fromPair(tooMuch, flags)
  if (flags.length > 0) add(flags, 'implausible-hold')
  return { energyWh: new Decimal(0), method: 'none', flags }
}

/** Rounding between a charger's display and its meter; Huawei ends 1 Wh below its start. */
const toleratedRollbackWh = 10
const holdAboveWh = 1_000_000
/** For an EVSE whose power we do not know: what the strongest usual one delivers. */
const assumedMaxPowerW = 350_000

type Pair = { start: Point; end: Point; energyWh: Decimal; method: EnergyMethod; missing: EnergyFlag[] }

type Starts = { begin: Point | null; meterStart: Point | null; first: Point | null; flags: EnergyFlag[] }

/**
 * The registers that a session can be counted from. A 0 that no charging could have left before the next register
 * was no register. Held as well when nothing explains it: online, with its clock set.
 */
function startsOf(evidence: EnergyEvidence): Starts {
  const first = evidence.first?.wh.isZero() ? (realFirst(evidence) ?? evidence.first) : evidence.first
  const { maxPowerW } = evidence
  const begin = isFromZero(evidence.begin, evidence.end, maxPowerW) ? evidence.begin : real(evidence.begin, evidence)
  const meterStart = isFromZero(evidence.meterStart, evidence.meterStop, maxPowerW)
    ? evidence.meterStart
    : real(evidence.meterStart, evidence)
  const flags: EnergyFlag[] = []
  if (begin !== evidence.begin || meterStart !== evidence.meterStart || first !== evidence.first) {
    flags.push('placeholder-start')
    if (begin === null && meterStart === null && !evidence.startUnreliable) flags.push('implausible-hold')
  }
  return { begin, meterStart, first, flags }
}

function real(start: Point | null, evidence: EnergyEvidence): Point | null {
  return isPlaceholder(start, evidence) ? null : start
}

/** Its own end agrees with a start of 0: one meter that counts each session, whatever another one shows (V-07, Q-159). */
function isFromZero(start: Point | null, end: Point | null, maxPowerW: number | null): boolean {
  if (start === null || end === null || !start.wh.isZero() || !end.wh.greaterThan(0)) return false
  return end.wh.lessThanOrEqualTo(deliverableWh(start, end, maxPowerW))
}

// a first register of 0 among real ones.
function realFirst(evidence: EnergyEvidence): Point | null {
  return isPlaceholder(evidence.first, evidence) ? (evidence.firstPositive ?? null) : null
}

function isPlaceholder(start: Point | null, evidence: EnergyEvidence): boolean {
  if (start === null || !start.wh.isZero()) return false
  const next = nextRegister(evidence)
  return next?.wh.greaterThan(deliverableWh(start, next, evidence.maxPowerW)) ?? false
}

function nextRegister({ first, firstPositive, end, meterStop, last }: EnergyEvidence): Point | null | undefined {
  return [first, firstPositive, end, meterStop, last].find((point) => point?.wh.greaterThan(0))
}

// In the order of trust. Begin and End belong together, as do meterStart and meterStop; then any two that there are.
function pairsOf({ begin, meterStart, first }: Starts, evidence: EnergyEvidence): Pair[] {
  const { end, meterStop, last } = evidence
  return [
    pair(begin, end),
    pair(meterStart, meterStop, 'meter-start-stop'),
    pair(begin, meterStop),
    pair(meterStart, end),
    pair(begin, last, 'registers', ['end-missing']),
    pair(meterStart, last, 'registers', ['end-missing']),
    pair(first, end, 'registers', ['start-missing']),
    pair(first, meterStop, 'registers', ['start-missing']),
    pair(first, isAfter(last, first) ? last : null, 'registers', ['start-missing', 'end-missing']),
  ].filter((found) => found !== null)
}

function pair(
  start: Point | null,
  end: Point | null,
  method: EnergyMethod = 'registers',
  missing: EnergyFlag[] = [],
): Pair | null {
  return start === null || end === null ? null : { start, end, energyWh: end.wh.minus(start.wh), method, missing }
}

function isAfter(last: Point | null, first: Point | null): boolean {
  return last !== null && first !== null && Temporal.Instant.compare(last.at, first.at) > 0
}

// Without a reliable start there is no time to compare with; the limit of a hold remains.
function isDeliverable({ start, end, energyWh }: Pair, evidence: EnergyEvidence): boolean {
  return evidence.startUnreliable || energyWh.lessThanOrEqualTo(deliverableWh(start, end, evidence.maxPowerW))
}

/** P_max × Δt × 1.2 + 1 kWh. */
function deliverableWh(from: Point, to: Point, maxPowerW: number | null): number {
  const hours = Math.max(0, to.at.epochMilliseconds - from.at.epochMilliseconds) / 3_600_000
  return (maxPowerW ?? assumedMaxPowerW) * hours * 1.2 + 1_000
}

function fromPair({ energyWh, method, missing }: Pair, flags: EnergyFlag[]): SessionEnergy {
  return checked(energyWh, method, [...flags, ...missing])
}

function checked(energyWh: Decimal, method: EnergyMethod, flags: EnergyFlag[]): SessionEnergy {
  const isDoubtful = energyWh.lessThan(-toleratedRollbackWh) || energyWh.greaterThan(holdAboveWh)
  if (isDoubtful) add(flags, 'implausible-hold')
  return { energyWh: Decimal.max(energyWh, 0), method, flags }
}

function add(flags: EnergyFlag[], flag: EnergyFlag): void {
  if (!flags.includes(flag)) flags.push(flag)
}
