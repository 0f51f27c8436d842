import type { ChargingProfile } from './charging-profile.ts'

/** Where and when a limit is asked for. */
export type LimitQuestion = {
  atMs: number
  evse: number
  /** The running session, if there is one. */
  session: { id: string; startedMs: number } | null
  /** When nothing runs, relative schedules count from here. */
  askedMs: number
  voltageV: number
  phases: number
}

/**
 * The power in W that the profiles allow one EVSE at an instant; infinity when none says anything. The profile of the
 * whole charger's maximum is not in it: that one limits a sum, see `stationLimitW`.
 *
 * Per purpose the highest stack level with an active period counts; a profile of the session hides the default ones,
 * and the EVSE's own default goes before the charger's on the same level.
 */
export function evseLimitW(profiles: readonly ChargingProfile[], question: LimitQuestion): number {
  const here = profiles.filter((profile) => profile.evse === 0 || profile.evse === question.evse)
  const ofSession = strongestW(
    here.filter(({ purpose, sessionId }) => purpose === 'tx' && sessionId === question.session?.id),
    question,
  )
  const usual =
    ofSession ??
    strongestW(
      here.filter(({ purpose }) => purpose === 'tx-default'),
      question,
    )
  const external = strongestW(
    here.filter(({ purpose, evse }) => purpose === 'external' && evse === question.evse),
    question,
  )
  return Math.min(usual ?? Number.POSITIVE_INFINITY, external ?? Number.POSITIVE_INFINITY)
}

/** The power in W that all EVSEs together may draw; infinity when no profile says anything. */
export function stationLimitW(profiles: readonly ChargingProfile[], question: Omit<LimitQuestion, 'evse'>): number {
  const asked = { ...question, evse: 0 }
  const limits = (['station-max', 'external'] as const).map((wanted) =>
    strongestW(
      profiles.filter(({ purpose, evse }) => purpose === wanted && evse === 0),
      asked,
    ),
  )
  return Math.min(...limits.map((limitW) => limitW ?? Number.POSITIVE_INFINITY))
}

/** The instants after `fromMs` and before `toMs` at which a limit may change, ascending. */
export function changesBetween(
  profiles: readonly ChargingProfile[],
  { fromMs, toMs, startedMs }: { fromMs: number; toMs: number; startedMs: number },
): number[] {
  const changes = profiles.flatMap((profile) => {
    const { schedule, validFromMs, validToMs } = profile
    const edges = [0, ...schedule.periods.map(({ startSeconds }) => startSeconds), schedule.durationSeconds ?? 0]
    const starts = startsBetween(profile, { fromMs, toMs, startedMs })
    return [
      validFromMs ?? fromMs,
      validToMs ?? fromMs,
      ...starts.flatMap((startMs) => edges.map((seconds) => startMs + seconds * 1_000)),
    ]
  })
  return [...new Set(changes)].filter((atMs) => atMs > fromMs && atMs < toMs).sort((a, b) => a - b)
}

function strongestW(profiles: readonly ChargingProfile[], question: LimitQuestion): number | null {
  let best: ChargingProfile | null = null
  let bestW: number | null = null
  for (const profile of profiles) {
    const limitW = limitOf(profile, question)
    if (limitW === null || (best !== null && !goesBefore(profile, best))) continue
    best = profile
    bestW = limitW
  }
  return bestW
}

function goesBefore(one: ChargingProfile, other: ChargingProfile): boolean {
  if (one.stackLevel !== other.stackLevel) return one.stackLevel > other.stackLevel
  return one.evse !== 0 && other.evse === 0
}

function limitOf(profile: ChargingProfile, question: LimitQuestion): number | null {
  const { schedule, validFromMs, validToMs } = profile
  const { atMs } = question
  if ((validFromMs !== null && atMs < validFromMs) || (validToMs !== null && atMs >= validToMs)) return null
  const startMs = startOf(profile, question)
  const offsetSeconds = (atMs - startMs) / 1_000
  if (offsetSeconds < 0) return null
  if (schedule.durationSeconds !== null && offsetSeconds >= schedule.durationSeconds) return null

  const period = schedule.periods.findLast(({ startSeconds }) => startSeconds <= offsetSeconds)
  if (!period) return null
  return schedule.unit === 'W'
    ? period.limit
    : period.limit * question.voltageV * Math.min(period.phases ?? question.phases, question.phases)
}

function startOf(profile: ChargingProfile, { atMs, session, askedMs }: LimitQuestion): number {
  const { schedule, kind, receivedMs } = profile
  if (kind === 'relative') return session?.startedMs ?? askedMs
  const startMs = schedule.startMs ?? receivedMs
  if (kind === 'absolute' || atMs < startMs) return startMs
  // Recurs by elapsed time, whatever summer time does.
  return atMs - ((atMs - startMs) % recurrenceMs[kind])
}

function startsBetween(
  profile: ChargingProfile,
  { fromMs, toMs, startedMs }: { fromMs: number; toMs: number; startedMs: number },
): number[] {
  const { schedule, kind, receivedMs } = profile
  if (kind === 'relative') return [startedMs]
  const startMs = schedule.startMs ?? receivedMs
  if (kind === 'absolute') return [startMs]
  const lengthMs = recurrenceMs[kind]
  const first = Math.max(0, Math.floor((fromMs - startMs) / lengthMs))
  const last = Math.floor((toMs - startMs) / lengthMs)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => startMs + (first + index) * lengthMs)
}

const recurrenceMs = { daily: 86_400_000, weekly: 7 * 86_400_000 }
