/**
 * What a charger is told of how much it may give, and when: one document for all OCPP versions. Times are UTC text, as a
 * profile is stored and sent as it stands; a member that is left out says nothing.
 */
export type ChargingProfile = {
  id: number
  /** Of two profiles of a purpose the one of the higher level counts. */
  stackLevel: number
  purpose: ProfilePurpose
  kind: ProfileKind
  recurrence?: 'daily' | 'weekly'
  validFrom?: string
  validTo?: string
  /** The wire id of the session that it is for. */
  wireId?: string
  /** One; up to three for a vehicle that chooses (ISO 15118). */
  schedules: ChargingSchedule[]
  /** Dynamic ones (2.1): how often the charger asks for new values, and when it got the last. */
  updateIntervalSeconds?: number
  updatedAt?: string
  maxOfflineSeconds?: number
  endsAfterOffline?: boolean
}

/** The whole charger, every session, one session; limits from outside, what is generated here, and priority (2.1). */
export type ProfilePurpose = 'max' | 'default' | 'transaction' | 'external' | 'local-generation' | 'priority'

export type ProfileKind = 'absolute' | 'recurring' | 'relative' | 'dynamic'

export type RateUnit = 'A' | 'W'

export type ChargingSchedule = {
  id?: number
  startsAt?: string
  durationSeconds?: number
  unit: RateUnit
  minRate?: number
  localTime?: boolean
  randomDelaySeconds?: number
  limitAtSoc?: { soc: number; limit: number }
  periods: SchedulePeriod[]
}

/** From `startSeconds` after the schedule's start, until the next one. Towards the grid is negative. */
export type SchedulePeriod = DynamicValues & {
  startSeconds: number
  phases?: number
  phaseToUse?: number
  preconditions?: boolean
  evseSleeps?: boolean
  baseline?: number
  operationMode?: OperationMode
  frequencyCurve?: { frequency: number; power: number }[]
  signalCurve?: { signal: number; power: number }[]
}

/** What can be changed of a dynamic profile without sending it anew. */
export type DynamicValues = {
  limit?: number
  limitL2?: number
  limitL3?: number
  dischargeLimit?: number
  dischargeLimitL2?: number
  dischargeLimitL3?: number
  setpoint?: number
  setpointL2?: number
  setpointL3?: number
  setpointReactive?: number
  setpointReactiveL2?: number
  setpointReactiveL3?: number
}

export type OperationMode =
  | 'Idle'
  | 'ChargingOnly'
  | 'CentralSetpoint'
  | 'ExternalSetpoint'
  | 'ExternalLimits'
  | 'CentralFrequency'
  | 'LocalFrequency'
  | 'LocalLoadBalancing'

/** A profile in its place; EVSE 0 is the charger as a whole. */
export type PlacedProfile = { evse: number; profile: ChargingProfile }

/** One place holds one profile: EVSE, purpose and level, and the session for those that are for one. */
export function slotOf({ evse, profile }: { evse: number; profile: Omit<ChargingProfile, 'id'> }): string {
  const { purpose, stackLevel, wireId } = profile
  return `${evse}/${purpose}/${stackLevel}/${purpose === 'transaction' ? (wireId ?? '') : ''}`
}

/** Whether nothing of a profile applies any more. Those that begin with a session, or recur, end only by `validTo`. */
export function isOver({ kind, validTo, schedules }: ChargingProfile, now: Temporal.Instant): boolean {
  const isPast = (at: number) => at <= now.epochMilliseconds
  if (validTo !== undefined && isPast(Date.parse(validTo))) return true
  if (kind !== 'absolute') return false
  return schedules.every(
    ({ startsAt, durationSeconds }) =>
      startsAt !== undefined && durationSeconds !== undefined && isPast(Date.parse(startsAt) + durationSeconds * 1_000),
  )
}
