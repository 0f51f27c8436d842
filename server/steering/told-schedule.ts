import type { RateUnit } from '#core/smart-charging/profile.ts'
import type { Reckoned } from '#core/steering/proofs.ts'

/** What a charger says that it goes by from now on. */
export type ToldSchedule = { unit: RateUnit; reckoned: Reckoned }

/** Reads the answer to a question for the composite schedule, of any version; null: it does not say. */
export function toldSchedule(response: unknown, nowMs: number): ToldSchedule | null {
  const { chargingSchedule, schedule, scheduleStart } = (response ?? {}) as Answer
  const told = chargingSchedule ?? schedule
  const unit = told?.chargingRateUnit
  if (!told || !Array.isArray(told.chargingSchedulePeriod) || (unit !== 'A' && unit !== 'W')) return null
  const startMs = Date.parse(scheduleStart ?? told.scheduleStart ?? told.startSchedule ?? '')
  // Its clock may be wrong: what it says of now stands at the beginning.
  const isFarOff = Number.isNaN(startMs) || Math.abs(startMs - nowMs) > mostSkewMs
  const passedS = isFarOff ? 0 : Math.max(0, (nowMs - startMs) / 1_000)
  const all = told.chargingSchedulePeriod.map(({ startPeriod, limit }) => ({
    startSeconds: Number(startPeriod) - passedS,
    limit: typeof limit === 'number' && Number.isFinite(limit) ? Math.max(0, limit) : null,
  }))
  const at = all.findLastIndex(({ startSeconds }) => startSeconds <= 0)
  if (at < 0) return null
  const periods = [{ ...all[at]!, startSeconds: 0 }, ...all.slice(at + 1)]
  const durationSeconds = Number(told.duration ?? 0) - passedS
  return { unit, reckoned: { atMs: nowMs, durationSeconds, periods } }
}

/** What it goes by at this moment, and until when that holds; null: no limit at all. */
export function rateNow({ atMs, durationSeconds, periods }: Reckoned): { value: number; untilMs: number } | null {
  const value = periods[0]!.limit
  if (value === null) return null
  const next = periods.find(({ startSeconds, limit }) => startSeconds > 0 && limit !== value)
  return { value, untilMs: atMs + Math.max(0, next?.startSeconds ?? durationSeconds) * 1_000 }
}

type Schedule = {
  chargingRateUnit?: unknown
  chargingSchedulePeriod?: { startPeriod?: unknown; limit?: unknown }[]
  duration?: unknown
  startSchedule?: string
  scheduleStart?: string
}

type Answer = { chargingSchedule?: Schedule; schedule?: Schedule; scheduleStart?: string }

const mostSkewMs = 60_000
