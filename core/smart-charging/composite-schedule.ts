import { activePeriod, edgesOf, type Receipt } from './active-period.ts'
import type { PlacedProfile, ProfilePurpose, RateUnit, SchedulePeriod } from './profile.ts'

export type CompositeQuestion = {
  profiles: readonly (PlacedProfile & Receipt)[]
  /** 0 is the charger as a whole: only what limits the sum of its EVSEs. */
  evse: number
  from: Temporal.Instant
  durationSeconds: number
  unit: RateUnit
  /** What runs there; without one it is reckoned as if one began at `from` (K08.FR.06). */
  session: { wireId: string; startedAt: Temporal.Instant } | null
  /** Whether priority charging is on (2.1). */
  hasPriority?: boolean
  electric?: Electric
  /** Of the charger, for schedules in local time (2.1). */
  timeZone?: string | null
}

/** What converts amperes to watts: per phase. */
export type Electric = { voltageV: number; phases: number }

export const usualElectric: Electric = { voltageV: 230, phases: 3 }

export type CompositeSchedule = {
  evse: number
  from: Temporal.Instant
  durationSeconds: number
  unit: RateUnit
  periods: CompositePeriod[]
}

/** Null where nothing limits. */
export type CompositePeriod = {
  startSeconds: number
  limit: number | null
  phases: number | null
  dischargeLimit: number | null
  setpoint: number | null
}

/**
 * What a charger with these profiles gives at most, from moment to moment: of each purpose the profile that counts, of
 * those the least, and what is generated locally on top. This is how OCPP means it; what the charger itself reckons is
 * another question.
 */
export function compositeSchedule(question: CompositeQuestion): CompositeSchedule {
  const { evse, from, durationSeconds, unit, profiles } = question
  const fromMs = from.epochMilliseconds
  const untilMs = fromMs + durationSeconds * 1_000
  const span = { from, startedAt: question.session?.startedAt ?? from, timeZone: question.timeZone ?? null }
  const here = profiles.filter((one) => concerns(one, question))
  const edges = new Set([fromMs])
  for (const one of here) {
    for (const edge of edgesOf(one, span, untilMs)) if (edge > fromMs && edge < untilMs) edges.add(edge)
  }
  const periods: CompositePeriod[] = []
  for (const atMs of [...edges].sort((one, other) => one - other)) {
    const active = here.flatMap((one) => {
      const found = activePeriod(one, atMs, span)
      return found ? [{ ...one, ...found }] : []
    })
    const { limit, phases, dischargeLimit, setpoint } = atOnce(active, question)
    const last = periods.at(-1)
    if (
      last &&
      last.limit === limit &&
      last.phases === phases &&
      last.dischargeLimit === dischargeLimit &&
      last.setpoint === setpoint
    )
      continue
    periods.push({ startSeconds: Math.round((atMs - fromMs) / 1_000), limit, phases, dischargeLimit, setpoint })
  }
  return { evse, from, durationSeconds, unit, periods }
}

type Active = PlacedProfile & { period: SchedulePeriod; unit: RateUnit }

function concerns({ evse, profile: { purpose, wireId } }: PlacedProfile, { evse: asked, session }: CompositeQuestion) {
  if (asked === 0) return evse === 0 && limitsTheSum.has(purpose)
  if (evse !== 0 && evse !== asked) return false
  if (purpose !== 'transaction') return true
  return session !== null && (wireId === undefined || wireId === session.wireId)
}

/** The least of the purposes that count now. */
function atOnce(active: readonly Active[], question: CompositeQuestion): Omit<CompositePeriod, 'startSeconds'> {
  const { electric = usualElectric, unit } = question
  const counting = [
    ...counts(active, 'max'),
    ...counts(active, 'external'),
    ...ofSession(active, question.hasPriority ?? false),
  ]
  const phaseCounts = counting.flatMap(({ period }) => (period.phases === undefined ? [] : [period.phases]))
  const phases = phaseCounts.length > 0 ? Math.min(...phaseCounts) : null
  const inUnit = (one: Active, value: number) => {
    if (one.unit === unit) return value
    const perAmpere = electric.voltageV * (one.period.phases ?? electric.phases)
    return unit === 'W' ? value * perAmpere : value / perAmpere
  }
  const valuesOf = (name: 'limit' | 'dischargeLimit' | 'setpoint', of: readonly Active[]) =>
    of.flatMap((one) => {
      const value = one.period[name]
      return value === undefined ? [] : [inUnit(one, value)]
    })
  const limits = valuesOf('limit', counting)
  const generated = valuesOf('limit', counts(active, 'local-generation'))
  const limit = limits.length === 0 ? null : Math.min(...limits) + Math.max(0, ...generated) // SC.01
  const discharge = valuesOf('dischargeLimit', counting)
  const dischargeLimit = discharge.length === 0 ? null : Math.max(...discharge)
  const [wanted = null] = valuesOf('setpoint', ofSession(active, question.hasPriority ?? false))
  return {
    limit: limit === null ? null : downToTenth(limit),
    phases,
    dischargeLimit: dischargeLimit === null ? null : -downToTenth(-dischargeLimit),
    setpoint: wanted === null ? null : capped(wanted, limit, dischargeLimit),
  }
}

/** Of the session's purposes only one counts: priority while it is on, then its own, then the default. */
function ofSession(active: readonly Active[], hasPriority: boolean): Active[] {
  if (hasPriority) {
    const prior = best(active, 'priority')
    if (prior.length > 0) return prior
  }
  const own = best(active, 'transaction')
  return own.length > 0 ? own : best(active, 'default')
}

/** The highest level counts; at the same one, the profile of the EVSE before that of the charger. */
function best(active: readonly Active[], purpose: ProfilePurpose): Active[] {
  const top = counts(active, purpose)
  const [first] = top.toSorted((one, other) => other.evse - one.evse)
  return first ? [first] : []
}

/** All of the highest level among those that have a period now: one whose schedule has ended gives way (16e §3.43). */
function counts(active: readonly Active[], purpose: ProfilePurpose): Active[] {
  const ofPurpose = active.filter(({ profile }) => profile.purpose === purpose)
  const highest = Math.max(...ofPurpose.map(({ profile }) => profile.stackLevel))
  return ofPurpose.filter(({ profile }) => profile.stackLevel === highest)
}

/** K08.FR.08 */
function capped(setpoint: number, limit: number | null, dischargeLimit: number | null): number {
  const below = limit === null ? setpoint : Math.min(setpoint, limit)
  return dischargeLimit === null ? below : Math.max(below, dischargeLimit)
}

/** Never up: a limit is not exceeded by rounding. */
function downToTenth(value: number): number {
  return Math.floor(value * 10 + 1e-6) / 10
}

const limitsTheSum: ReadonlySet<ProfilePurpose> = new Set(['max', 'external', 'local-generation'])
