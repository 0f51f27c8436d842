import { Decimal } from 'decimal.js'
import { recordOf } from '../sessions/record.ts'
import type { Session } from '../sessions/session.ts'

/** What was used of a charger in a session: spans of time, one after another, each charging or idle. */
export type Usage = { from: Temporal.Instant; spans: readonly UsageSpan[] }

export type UsageSpan = { fromMs: number; toMs: number; energyWh: Decimal; isCharging: boolean }

/** What is stored of a session's course: registers and states with their times, in any order. */
export type SessionCourse = {
  registers: readonly { atMs: number; wh: Decimal }[]
  /** In the charger's words. */
  states: readonly { atMs: number; state: string }[]
}

/**
 * The usage of a session up to now, or to its end. The energy is that of its record, however the record was found;
 * registers only tell when it flowed.
 */
export function usageOf(held: Pick<Session, 'evidence' | 'record'>, course: SessionCourse, untilMs: number): Usage {
  const { evidence } = held
  // The record of a running session is made when it is stored, and not with each reading.
  const record = held.record.endedAt === null ? recordOf(evidence) : held.record
  const session = { evidence, record }
  const fromMs = record.startedAt?.epochMilliseconds ?? evidence.from ?? untilMs
  const endMs = record.endedAt?.epochMilliseconds ?? Math.max(evidence.to ?? fromMs, untilMs)
  const toMs = Math.max(fromMs, endMs)
  const energies = energiesOf(session, course, { fromMs, toMs })
  const states = statesOf(session, course)
  const times = [...new Set([...energies.map(({ atMs }) => atMs), ...states.map(({ atMs }) => atMs), fromMs, toMs])]
    .filter((atMs) => atMs >= fromMs && atMs <= toMs)
    .sort((a, b) => a - b)

  const hasCharged = states.length > 0 ? null : record.energyWh.gt(0)
  const spans: UsageSpan[] = []
  for (const [index, startMs] of times.entries()) {
    const nextMs = times[index + 1]
    if (nextMs === undefined) break
    const energyWh = energyAt(energies, nextMs).minus(energyAt(energies, startMs))
    spans.push({ fromMs: startMs, toMs: nextMs, energyWh, isCharging: hasCharged ?? isChargingAt(states, startMs) })
  }
  // All in one instant: the energy counts, and no time.
  if (spans.length === 0) spans.push({ fromMs, toMs, energyWh: record.energyWh, isCharging: hasCharged ?? true })
  return { from: Temporal.Instant.fromEpochMilliseconds(fromMs), spans }
}

/** The same, and that the vehicle stood there idle until it was unplugged. */
export function untilUnplugged(usage: Usage, { unpluggedAt }: Pick<Session['record'], 'unpluggedAt'>): Usage {
  const fromMs = usage.spans.at(-1)?.toMs ?? usage.from.epochMilliseconds
  const toMs = unpluggedAt?.epochMilliseconds ?? fromMs
  if (toMs <= fromMs) return usage
  return { ...usage, spans: [...usage.spans, { fromMs, toMs, energyWh: new Decimal(0), isCharging: false }] }
}

type EnergyPoint = { atMs: number; wh: Decimal }

/** The session's energy over time, rising from 0 to that of its record. */
function energiesOf(
  { evidence, record }: Pick<Session, 'evidence' | 'record'>,
  course: SessionCourse,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): EnergyPoint[] {
  const total = record.energyWh
  const told = [evidence.begin, evidence.registers.first, evidence.registers.last, evidence.end]
    .filter((point) => point !== null)
    .map(({ at, value }) => ({ atMs: at, wh: new Decimal(value) }))
  const registers = [...course.registers, ...told].sort((a, b) => a.atMs - b.atMs)
  const highest = registers.reduce<Decimal | null>((most, { wh }) => (most === null || wh.gt(most) ? wh : most), null)
  const points: EnergyPoint[] = [{ atMs: fromMs, wh: new Decimal(0) }]
  let reached = new Decimal(0)
  for (const { atMs, wh } of registers) {
    if (highest === null || atMs <= fromMs || atMs >= toMs) continue
    reached = Decimal.min(total, Decimal.max(reached, total.minus(highest.minus(wh))))
    points.push({ atMs, wh: reached })
  }
  points.push({ atMs: toMs, wh: total })
  return points
}

function energyAt(points: readonly EnergyPoint[], atMs: number): Decimal {
  let before = points[0]!
  for (const point of points) {
    if (point.atMs > atMs) {
      const share = new Decimal(atMs - before.atMs).div(point.atMs - before.atMs)
      return before.wh.plus(point.wh.minus(before.wh).times(share))
    }
    before = point
  }
  return before.wh
}

type StatePoint = SessionCourse['states'][number]

function statesOf({ evidence }: Pick<Session, 'evidence'>, course: SessionCourse): StatePoint[] {
  const last = evidence.chargingState
  const states = last ? [...course.states, { atMs: last.at, state: last.value }] : [...course.states]
  return states.sort((a, b) => a.atMs - b.atMs)
}

function isChargingAt(states: readonly StatePoint[], atMs: number): boolean {
  return states.findLast((one) => one.atMs <= atMs)?.state === 'Charging'
}
