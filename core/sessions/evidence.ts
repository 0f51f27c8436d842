import type { PlacedReading, SessionEvent } from '../context.ts'
import {
  addSeqNo,
  addSeqRange,
  compare,
  earlierPoint,
  earliest,
  highestSaid,
  joinSeries,
  laterPoint,
  latest,
  lowestSaid,
  noValues,
  type Point,
  type Said,
  type SeqRange,
  type Series,
  withPoint,
} from './joins.ts'
import type { SessionEventReport } from './reports.ts'

/**
 * All that a charger's messages said of one session, as plain JSON: instants are epoch milliseconds, energies decimal
 * text. Every message is taken in by a join: its fields only grow in an order of their contents, so that repeats,
 * delays and reorderings of the same messages end in the same evidence, and thereby in the same record.
 */
export type SessionEvidence = {
  /** What is added to the charger's stamps, frozen when the session opened, so that a repeat is placed like the first. */
  clockOffsetMs: number
  /** The first and the last thing that happened. */
  from: number | null
  to: number | null
  start: StartEvidence | null
  stop: StopEvidence | null
  /** Stops of other content than the one that counts, in order of their contents. */
  otherStops: readonly StopEvidence[]
  /** The registers of context Transaction.Begin and Transaction.End; all others are in `registers` (V-06). */
  begin: Point<string> | null
  end: Point<string> | null
  registers: Series<string>
  soc: Series<number>
  hasIntervals: boolean
  hasSigned: boolean
  maxPowerW: number | null
  pluggedAt: number | null
  /** 2.x: when the vehicle is first known to have been offered power. */
  poweredAt: number | null
  unpluggedAt: number | null
  /** 2.x: of the highest sequence number that told one. */
  chargingState: Said<string> | null
  /** 2.x: sequence numbers that came, as disjoint ranges in order, both ends included. */
  seen: readonly SeqRange[]
  startedSeqNo: number | null
  endedSeqNo: number | null
  /** 2.x: fields that are sent once, of the lowest sequence number that carried them. */
  evse: Said<number> | null
  connector: Said<number> | null
  token: Said<TokenShown> | null
  /** 2.x: of the highest sequence number that carried one; the same as `token` when only one was shown. */
  lastToken: Said<TokenShown> | null
  /** What a person should know of it, sorted. */
  flags: readonly string[]
}

export type StartEvidence = {
  at: number
  /** The charger gave no usable time (Z-02). */
  estimated: boolean
  meterWh: string | null
  reservationId: number | null
  /** It was reported when it happened, by a charger that was online and whose clock was set. */
  live: boolean
}

export type StopEvidence = {
  at: number
  estimated: boolean
  meterWh: string | null
  reason: string | null
  tokenUid: string | null
}

export type TokenShown = { uid: string; type: string }

export type PlacedEvent = Omit<SessionEventReport, 'charger' | 'readings'> & { placedAt: Temporal.Instant }

export function emptyEvidence(clockOffsetMs = 0): SessionEvidence {
  return {
    clockOffsetMs,
    from: null,
    to: null,
    start: null,
    stop: null,
    otherStops: [],
    begin: null,
    end: null,
    registers: noValues,
    soc: noValues,
    hasIntervals: false,
    hasSigned: false,
    maxPowerW: null,
    pluggedAt: null,
    poweredAt: null,
    unpluggedAt: null,
    chargingState: null,
    seen: [],
    startedSeqNo: null,
    endedSeqNo: null,
    evse: null,
    connector: null,
    token: null,
    lastToken: null,
    flags: [],
  }
}

/** The same evidence when the start adds nothing to it; so do all functions below. */
export function withStart(evidence: SessionEvidence, start: StartEvidence): SessionEvidence {
  return changed(evidence, { ...spanOf(evidence, start.at), start: earlierStart(evidence.start, start) })
}

/** The stop that counts is the earliest by the charger's own time; stops of other content are kept beside it. */
export function withStop(evidence: SessionEvidence, stop: StopEvidence): SessionEvidence {
  return changed(evidence, {
    ...spanOf(evidence, stop.at),
    ...joinStops(evidence, stop),
    unpluggedAt: stop.reason === 'EVDisconnected' ? latest(evidence.unpluggedAt, stop.at) : evidence.unpluggedAt,
  })
}

/** 1.6: the charger says by itself when the vehicle was unplugged. */
export function withUnplugged(evidence: SessionEvidence, at: number): SessionEvidence {
  return changed(evidence, { unpluggedAt: latest(evidence.unpluggedAt, at) })
}

/** Keeps a second stop beside the one that was first to arrive, which goes on to count. */
export function withOtherStop(evidence: SessionEvidence, stop: StopEvidence): SessionEvidence {
  return changed(evidence, { otherStops: addStop(evidence.otherStops, stop) })
}

/** Do they tell of the same stop? A time that the charger did not give tells nothing. */
export function sameStop(a: StopEvidence, b: StopEvidence): boolean {
  return compareStops(a, b) === 0
}

export function withReadings(evidence: SessionEvidence, readings: readonly PlacedReading[]): SessionEvidence {
  let result = evidence
  for (const reading of readings) result = withReading(result, reading)
  return result
}

/** Takes in a 2.x event without its readings. */
export function withEvent(evidence: SessionEvidence, event: PlacedEvent): SessionEvidence {
  const at = event.placedAt.epochMilliseconds
  const { seqNo, evse, connector, token } = event
  const known = withStoredEvent(evidence, { ...event, at: event.placedAt })
  const said = changed(known, {
    evse: evse === null ? known.evse : lowestSaid(known.evse, { seqNo, at, value: evse }),
    connector: connector === null ? known.connector : lowestSaid(known.connector, { seqNo, at, value: connector }),
    token: token === null ? known.token : lowestSaid(known.token, { seqNo, at, value: shown(token) }),
    lastToken: token === null ? known.lastToken : highestSaid(known.lastToken, { seqNo, at, value: shown(token) }),
  })
  const estimated = event.at === null
  if (event.type === 'Started') {
    return withStart(said, {
      at,
      estimated,
      meterWh: null,
      reservationId: event.reservationId,
      live: !event.offline && !estimated,
    })
  }
  if (event.type !== 'Ended') return said
  return withStop(said, {
    at,
    estimated,
    meterWh: null,
    reason: event.stoppedReason,
    tokenUid: token?.uid ?? null,
  })
}

export type StoredEvent = Pick<SessionEvent, 'seqNo' | 'type' | 'trigger' | 'chargingState' | 'at'>

/** Takes in what is stored of every 2.x event: all that an event tells which did not store the session itself. */
export function withStoredEvents(evidence: SessionEvidence, events: readonly StoredEvent[]): SessionEvidence {
  return events.reduce(withStoredEvent, evidence)
}

function withStoredEvent(evidence: SessionEvidence, event: StoredEvent): SessionEvidence {
  const at = event.at.epochMilliseconds
  const { seqNo, chargingState } = event
  return changed(evidence, {
    ...spanOf(evidence, at),
    seen: addSeqNo(evidence.seen, seqNo),
    startedSeqNo: event.type === 'Started' ? earliest(evidence.startedSeqNo, seqNo) : evidence.startedSeqNo,
    endedSeqNo: event.type === 'Ended' ? earliest(evidence.endedSeqNo, seqNo) : evidence.endedSeqNo,
    chargingState:
      chargingState === null
        ? evidence.chargingState
        : highestSaid(evidence.chargingState, { seqNo, at, value: chargingState }),
    pluggedAt: tellsPlugged(event) ? earliest(evidence.pluggedAt, at) : evidence.pluggedAt,
    poweredAt: tellsPowered(event) ? earliest(evidence.poweredAt, at) : evidence.poweredAt,
    unpluggedAt: tellsUnplugged(event) ? latest(evidence.unpluggedAt, at) : evidence.unpluggedAt,
  })
}

export function withFlag(evidence: SessionEvidence, flag: string): SessionEvidence {
  return evidence.flags.includes(flag) ? evidence : { ...evidence, flags: [...evidence.flags, flag].sort() }
}

/** Both together, placed by the clock of the first. */
export function joinEvidence(evidence: SessionEvidence, other: SessionEvidence): SessionEvidence {
  let joined = changed(evidence, {
    from: other.from === null ? evidence.from : earliest(evidence.from, other.from),
    to: other.to === null ? evidence.to : latest(evidence.to, other.to),
    begin: other.begin === null ? evidence.begin : earlierPoint(evidence.begin, other.begin),
    end: other.end === null ? evidence.end : laterPoint(evidence.end, other.end),
    registers: joinSeries(evidence.registers, other.registers),
    soc: joinSeries(evidence.soc, other.soc),
    hasIntervals: evidence.hasIntervals || other.hasIntervals,
    hasSigned: evidence.hasSigned || other.hasSigned,
    maxPowerW: other.maxPowerW === null ? evidence.maxPowerW : latest(evidence.maxPowerW, other.maxPowerW),
    pluggedAt: other.pluggedAt === null ? evidence.pluggedAt : earliest(evidence.pluggedAt, other.pluggedAt),
    poweredAt: other.poweredAt === null ? evidence.poweredAt : earliest(evidence.poweredAt, other.poweredAt),
    unpluggedAt: other.unpluggedAt === null ? evidence.unpluggedAt : latest(evidence.unpluggedAt, other.unpluggedAt),
    chargingState: other.chargingState
      ? highestSaid(evidence.chargingState, other.chargingState)
      : evidence.chargingState,
    seen: other.seen.reduce(addSeqRange, evidence.seen),
    startedSeqNo:
      other.startedSeqNo === null ? evidence.startedSeqNo : earliest(evidence.startedSeqNo, other.startedSeqNo),
    endedSeqNo: other.endedSeqNo === null ? evidence.endedSeqNo : earliest(evidence.endedSeqNo, other.endedSeqNo),
    evse: other.evse ? lowestSaid(evidence.evse, other.evse) : evidence.evse,
    connector: other.connector ? lowestSaid(evidence.connector, other.connector) : evidence.connector,
    token: other.token ? lowestSaid(evidence.token, other.token) : evidence.token,
    lastToken: other.lastToken ? highestSaid(evidence.lastToken, other.lastToken) : evidence.lastToken,
  })
  if (other.start) joined = withStart(joined, other.start)
  if (other.stop) joined = withStop(joined, other.stop)
  for (const stop of other.otherStops) joined = withStop(joined, stop)
  for (const flag of other.flags) joined = withFlag(joined, flag)
  return joined
}

export function hasSeqNo(evidence: SessionEvidence, seqNo: number): boolean {
  return evidence.seen.some(([from, to]) => from <= seqNo && seqNo <= to)
}

/** Gap-free from the number of the Started event to that of the Ended, wherever the numbers begin. */
export function isGapFree({ seen, startedSeqNo, endedSeqNo }: SessionEvidence): boolean {
  if (startedSeqNo === null || endedSeqNo === null) return false
  return seen.some(([from, to]) => from <= startedSeqNo && endedSeqNo <= to)
}

// --- readings: 15 000 a second go through here; what does not change is not copied, and no Decimal is made.

function withReading(evidence: SessionEvidence, reading: PlacedReading): SessionEvidence {
  const at = reading.at.epochMilliseconds
  const { energyWh, socPercent, powerW, context } = reading
  let { begin, end, registers } = evidence
  if (energyWh !== null) {
    const register = { at, value: energyWh.toFixed(3) } // as it is stored, so that it reads back the same
    if (context === 'Transaction.Begin') begin = earlierPoint(begin, register)
    else if (context === 'Transaction.End') end = laterPoint(end, register)
    else registers = withPoint(registers, register)
  }
  const next = changed(evidence, {
    ...spanOf(evidence, at),
    begin,
    end,
    registers,
    soc: socPercent === null ? evidence.soc : withPoint(evidence.soc, { at, value: socPercent }),
    hasIntervals: evidence.hasIntervals || reading.intervalWh !== null,
    hasSigned: evidence.hasSigned || reading.signed.length > 0,
    maxPowerW: powerW === null ? evidence.maxPowerW : latest(evidence.maxPowerW, powerW),
  })
  return reading.flags.length === 0 ? next : reading.flags.reduce(withFlag, next)
}

// --- 2.x: what a trigger or charging state tells of the cable.

type CableSign = Pick<SessionEvent, 'type' | 'trigger' | 'chargingState'>

// At its end EVConnected tells that the cable is still in, and not since when.
function tellsPlugged({ type, trigger, chargingState }: CableSign): boolean {
  return trigger === 'CablePluggedIn' || (chargingState === 'EVConnected' && type !== 'Ended')
}

function tellsPowered({ chargingState }: CableSign): boolean {
  return chargingState === 'Charging' || chargingState === 'SuspendedEV' || chargingState === 'SuspendedEVSE'
}

function tellsUnplugged({ trigger, chargingState }: CableSign): boolean {
  return trigger === 'EVDeparted' || trigger === 'EVCommunicationLost' || chargingState === 'Idle'
}

function changed(evidence: SessionEvidence, changes: Partial<SessionEvidence>): SessionEvidence {
  for (const field in changes) {
    const key = field as keyof SessionEvidence
    if (changes[key] !== evidence[key]) return { ...evidence, ...changes }
  }
  return evidence
}

function spanOf({ from, to }: SessionEvidence, at: number): { from: number; to: number } {
  return { from: earliest(from, at), to: latest(to, at) }
}

function shown({ uid, type }: TokenShown): TokenShown {
  return { uid, type }
}

function earlierStart(a: StartEvidence | null, b: StartEvidence): StartEvidence {
  if (a === null) return b
  const order = compareStarts(b, a)
  if (order === 0) return b.live && !a.live ? b : a
  return order < 0 ? b : a
}

// A time that the charger gave comes before one that we had to put in.
function compareStarts(a: StartEvidence, b: StartEvidence): number {
  return (
    Number(a.estimated) - Number(b.estimated) ||
    a.at - b.at ||
    compare(a.meterWh, b.meterWh) ||
    compare(a.reservationId, b.reservationId)
  )
}

function joinStops(evidence: SessionEvidence, stop: StopEvidence): Pick<SessionEvidence, 'stop' | 'otherStops'> {
  if (evidence.stop === null) return { stop, otherStops: evidence.otherStops }
  const order = compareStops(stop, evidence.stop)
  if (order > 0) return { stop: evidence.stop, otherStops: addStop(evidence.otherStops, stop) }
  if (order < 0) return { stop, otherStops: addStop(evidence.otherStops, evidence.stop) }
  return { stop: stop.at < evidence.stop.at ? stop : evidence.stop, otherStops: evidence.otherStops }
}

function addStop(stops: readonly StopEvidence[], stop: StopEvidence): readonly StopEvidence[] {
  const same = stops.find((one) => sameStop(one, stop))
  if (same && same.at <= stop.at) return stops
  return [...stops.filter((one) => one !== same), stop].sort(compareStops)
}

function compareStops(a: StopEvidence, b: StopEvidence): number {
  return (
    Number(a.estimated) - Number(b.estimated) ||
    (a.estimated ? 0 : a.at - b.at) ||
    compare(a.meterWh, b.meterWh) ||
    compare(a.reason, b.reason) ||
    compare(a.tokenUid, b.tokenUid)
  )
}
