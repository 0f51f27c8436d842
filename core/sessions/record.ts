import { Decimal } from 'decimal.js'
import { type EnergyMethod, energyOf, type Point as RegisterPoint } from '../metering/energy.ts'
import { isGapFree, type SessionEvidence } from './evidence.ts'
import type { Point, Series } from './joins.ts'

/** What came of a session, as far as its messages tell. Derived from them and from nothing else. */
export type SessionRecord = {
  startedAt: Temporal.Instant | null
  /** Null as long as neither the charger nor the server has ended it. */
  endedAt: Temporal.Instant | null
  pluggedAt: Temporal.Instant | null
  unpluggedAt: Temporal.Instant | null
  initialSoc: number | null
  endSoc: number | null
  energyWh: Decimal
  energyMethod: EnergyMethod
  /** In the charger's words, or `MissingStop` when the server had to close it. Null while it runs. */
  endReason: string | null
  /** 2.x; null in 1.6, where the connector's status tells. */
  chargingState: string | null
  flags: string[]
  /** Its start and its end are known, and in 2.x everything between them. */
  complete: boolean
}

/** Energy of the stored readings, for sessions whose registers do not tell it. */
export type EnergyOfReadings = { intervalWh: Decimal | null; powerWh: Decimal | null }

/** The flags of sessions that the server ended. They go when what was missing comes after all. */
export const closedByServer = { missingStop: 'missing-stop', gaps: 'gaps' } as const

/** The record of a session. The same evidence gives the same record, whenever and wherever it is asked for. */
export function recordOf(evidence: SessionEvidence, extra?: EnergyOfReadings): SessionRecord {
  const { start, stop } = evidence
  const startedAt = start?.at ?? evidence.from
  const isOver = stop !== null || evidence.flags.includes(closedByServer.missingStop)
  const endedAt = stop?.at ?? (isOver ? evidence.to : null)
  const energy = energyOf(energyEvidenceOf(evidence, extra))

  const flags = new Set<string>(evidence.flags)
  if (stop !== null) flags.delete(closedByServer.missingStop)
  if (stop !== null) flags.delete('not-ongoing') // what it denied has ended
  if (isComplete(evidence)) flags.delete(closedByServer.gaps)
  if (start === null) flags.add('start-incomplete')
  if (start?.estimated || stop?.estimated) flags.add('time-estimated') // Z-02
  if (evidence.otherStops.length > 0) flags.add('stop-differs')
  if (fellToZero(evidence.registers)) flags.add('zero-register')
  if (startedAt !== null && endedAt !== null && endedAt < startedAt) flags.add('ends-before-start')
  if (isOver) for (const flag of energy.flags) flags.add(flag)

  return {
    startedAt: instant(startedAt),
    endedAt: instant(endedAt),
    pluggedAt: instant(pluggedAt(evidence)),
    unpluggedAt: instant(unpluggedAt(evidence)),
    initialSoc: initialSoc(evidence.soc),
    endSoc: evidence.soc.last?.value ?? (evidence.soc.zeroTo === null ? null : 0),
    energyWh: energy.energyWh,
    energyMethod: energy.method,
    endReason: isOver ? endReasonOf(evidence) : null,
    chargingState: evidence.chargingState?.value ?? null,
    flags: [...flags].sort(),
    complete: isComplete(evidence),
  }
}

/** Start and end are there, and every 2.x event between them. */
export function isComplete(evidence: SessionEvidence): boolean {
  if (evidence.start === null || evidence.stop === null) return false
  return evidence.seen.length === 0 || isGapFree(evidence)
}

/** A cable is plugged in before it carries anything: a session that was first heard of later does not tell when. */
function pluggedAt({ pluggedAt, poweredAt }: SessionEvidence): number | null {
  return pluggedAt !== null && poweredAt !== null && pluggedAt > poweredAt ? null : pluggedAt
}

/** Not one after which the vehicle was there again, which a charger may take into the same transaction. */
function unpluggedAt({ unpluggedAt, chargingState }: SessionEvidence): number | null {
  if (unpluggedAt === null || chargingState === null || chargingState.value === 'Idle') return unpluggedAt
  return chargingState.at > unpluggedAt ? null : unpluggedAt
}

function endReasonOf({ stop }: SessionEvidence): string {
  if (stop === null) return 'MissingStop'
  return stop.reason ?? 'Local' // X-10; 2.x: absent is Local as well
}

// V-12, Q-167: a state of charge of 0 followed by more than 5 was not known yet.
function initialSoc({ first, zeroFrom }: Series<number>): number | null {
  if (first === null) return zeroFrom === null ? null : 0
  const startsWithZero = zeroFrom !== null && zeroFrom < first.at
  return startsWithZero && first.value <= 5 ? 0 : first.value
}

function fellToZero({ first, zeroTo }: Series<string>): boolean {
  return first !== null && zeroTo !== null && zeroTo > first.at
}

function energyEvidenceOf(evidence: SessionEvidence, extra: EnergyOfReadings | undefined) {
  const { start, stop, registers, maxPowerW } = evidence
  const { zeroFrom, zeroTo } = registers
  const firstPositive = register(registers.first)
  const startsWithZero = zeroFrom !== null && (registers.first === null || zeroFrom < registers.first.at)
  return {
    meterStart: meter(start),
    meterStop: meter(stop),
    begin: register(evidence.begin),
    end: register(evidence.end),
    first: startsWithZero ? register({ at: zeroFrom, value: '0' }) : firstPositive,
    last: registers.last ? register(registers.last) : zeroTo === null ? null : register({ at: zeroTo, value: '0' }),
    firstPositive,
    intervalWh: extra?.intervalWh ?? null,
    powerWh: extra?.powerWh ?? null,
    signedWh: null, // no container format is read yet; the bytes are kept (V-14)
    // What it did deliver says nothing of what it can, unless it is more than the rule would assume.
    maxPowerW: maxPowerW !== null && maxPowerW > 350_000 ? maxPowerW : null,
    startUnreliable: start === null || !start.live,
  }
}

function meter(at: { at: number; meterWh: string | null } | null): RegisterPoint | null {
  return at === null || at.meterWh === null ? null : register({ at: at.at, value: at.meterWh })
}

function register(point: Point<string> | null): RegisterPoint | null {
  return point === null ? null : { at: Temporal.Instant.fromEpochMilliseconds(point.at), wh: new Decimal(point.value) }
}

function instant(ms: number | null): Temporal.Instant | null {
  return ms === null ? null : Temporal.Instant.fromEpochMilliseconds(ms)
}
