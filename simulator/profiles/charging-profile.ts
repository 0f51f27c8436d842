/** A charging profile in the words of no version. Times are epoch milliseconds of the charger's own clock. */
export type ChargingProfile = {
  id: number
  /** 0 for the whole charger. */
  evse: number
  purpose: 'station-max' | 'tx-default' | 'tx' | 'external'
  stackLevel: number
  kind: 'absolute' | 'relative' | 'daily' | 'weekly'
  validFromMs: number | null
  validToMs: number | null
  /** Of a `tx` profile: the session's own id. */
  sessionId: string | null
  receivedMs: number
  schedule: Schedule
}

export type Schedule = {
  startMs: number | null
  durationSeconds: number | null
  unit: 'A' | 'W'
  /** Ascending; the first starts at 0. */
  periods: readonly Period[]
}

export type Period = { startSeconds: number; limit: number; phases: number | null }
