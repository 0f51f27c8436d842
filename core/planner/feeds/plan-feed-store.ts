import type { LearntDraw, SessionDraw } from './learnt-draw.ts'
import type { ProfileQuarter } from './load-profile.ts'
import type { SolarBlock } from './solar.ts'

/** What the planner goes by beside limits, prices and needs; of one tenant. */
export type PlanFeedStore = {
  /** Those that reach into a span, ascending. */
  solar(siteId: number, from: Temporal.Instant, to: Temporal.Instant): Promise<SolarBlock[]>
  /** The highest quarter of an hour of a billing period; null: none is known. */
  peak(siteId: number, periodFrom: Temporal.Instant): Promise<SitePeak | null>
  /** The highest quarter of an hour within a span by these meters together; null: none of which enough is known. */
  highestQuarter(
    meters: readonly { id: number; voltsToNeutral: number }[],
    span: { from: Temporal.Instant; to: Temporal.Instant },
  ): Promise<SitePeak | null>
  /** How what is not ours ran through the days of the last two weeks, at one meter. */
  profile(meterId: number, timeZone: string): Promise<ProfileQuarter[]>
  learntDraws(): Promise<LearntDraw[]>
}

export type PlanFeedWriter = {
  /** Replaces what is stored in the span that these blocks cover, from the first's beginning to the last's end. */
  writeSolar(siteId: number, blocks: readonly SolarBlock[]): Promise<void>
  /** Only ever higher. */
  raisePeak(siteId: number, periodFrom: Temporal.Instant, peak: SitePeak): Promise<void>
  /** Joined with what is known of the same vehicle or model. */
  addDraw(of: Pick<LearntDraw, 'vehicleId' | 'model' | 'kind'>, session: SessionDraw): Promise<void>
}

/** `at` is when that quarter of an hour began. */
export type SitePeak = { powerW: number; at: Temporal.Instant }
