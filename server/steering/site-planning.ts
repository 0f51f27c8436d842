import type { Context } from '#core/context.ts'
import { followReadiness, type Readiness } from '#core/planner/follow-readiness.ts'
import type { Plan } from '#core/planner/plan.ts'
import type { PlanInput } from '#core/planner/plan-input.ts'
import type { ReadinessState } from '#core/planner/readiness.ts'
import type { SiteFence } from '#core/steering/steering-store.ts'
import type { EngineClock } from './engine-clock.ts'
import type { Gathered } from './gather-round.ts'
import { PlanFeeds } from './plan-feeds.ts'
import { planSite } from './plan-site.ts'
import type { SiteInputs } from './site-inputs.ts'

type World = {
  ctx: Context
  clock: EngineClock
  fence: SiteFence
  planner: { plan(input: PlanInput): Promise<Plan> }
  planned: () => void
  /** Each plan with all that it stands on. */
  told: (plan: Plan, input: PlanInput, inputs: SiteInputs) => void
  failed: (message: string) => (error: unknown) => void
}

/** The plan of a site: made anew every five minutes and when something has changed, off the thread that steers. */
export class SitePlanning {
  readonly #world: World
  readonly #readiness = new Map<string, Readiness>()
  readonly #feeds: PlanFeeds
  readonly #sinceMs: number
  #plan: Plan | null = null
  #dueMs = Number.NEGATIVE_INFINITY
  #working: Promise<void> | null = null

  constructor(world: World) {
    this.#world = world
    this.#feeds = new PlanFeeds(world.ctx)
    this.#sinceMs = world.clock.nowMs()
  }

  /** The last plan, whatever its age; null before the first. */
  get last(): Plan | null {
    return this.#plan
  }

  /** What the dispatcher may go by: a plan that is too old says nothing of now (smart-charging 8). */
  get inForce(): Plan | null {
    return this.isLate ? null : this.#plan
  }

  get isLate(): boolean {
    const madeMs = this.#plan ? this.#plan.madeAtS * 1_000 : this.#sinceMs
    return this.#world.clock.nowMs() - madeMs > lateMs
  }

  /** Who will be late, by the last plan. */
  get late(): string[] {
    return [...this.#readiness].flatMap(([id, { state }]) => (state === 'will be late' ? [id] : []))
  }

  /** What was last said of a session's vehicle; null: nothing yet. */
  readinessOf = (sessionId: string): ReadinessState | null => this.#readiness.get(sessionId)?.state ?? null

  /** What flows now, every few seconds. */
  follow(inputs: SiteInputs, gathered: Gathered): void {
    this.#feeds.follow(inputs, gathered, this.#world.ctx.now())
  }

  /** What it stands on has changed. */
  hurry(): void {
    this.#dueMs = Math.min(this.#dueMs, this.#world.clock.nowMs() + soonMs)
  }

  /**
   * Makes a plan when it is time, of what is known at that moment: the last round may be older than its inputs.
   * Nothing is planned by a clock that nobody can trust (smart-charging 8).
   */
  makeWhenDue(inputs: SiteInputs, gather: () => Gathered): void {
    const { ctx, clock, fence, planner, planned, told, failed } = this.#world
    const nowMs = clock.nowMs()
    if (this.#working || nowMs < this.#dueMs || Math.abs(clock.jumpSeconds()) > mostJumpSeconds) return
    this.#dueMs = nowMs + everyMs
    const gathered = gather()
    const tell = (plan: Plan, input: PlanInput) => told(plan, input, inputs)
    const feeds = this.#feeds
    this.#working = planSite({ ctx, fence, inputs, gathered, planner, feeds, now: ctx.now(), planned: tell })
      .then((plan) => {
        this.#plan = plan
        this.#followReadiness(plan, inputs, gathered)
        planned()
      })
      .catch(failed('a site could not be planned'))
      .finally(() => {
        this.#working = null
      })
  }

  async stop(): Promise<void> {
    await this.#working
  }

  /** A change of what is said of a vehicle is told as a fact (6.2). */
  #followReadiness(plan: Plan, inputs: SiteInputs, { sessions }: Gathered): void {
    const known = new Set(plan.vehicles.map(({ id }) => id))
    for (const id of this.#readiness.keys()) if (!known.has(id)) this.#readiness.delete(id)
    for (const { id, forecast } of plan.vehicles) {
      const step = followReadiness(this.#readiness.get(id) ?? null, forecast, plan.madeAtS)
      this.#readiness.set(id, step.readiness)
      const isHere = inputs.rows.evses.has(sessions.get(id)?.key ?? '')
      if (step.changed && isHere) this.#tell(Number(id), step.readiness.state, forecast.departsAtS)
    }
  }

  #tell(sessionId: number, state: ReadinessState, departsAtS: number): void {
    const { ctx, failed } = this.#world
    const departsAt = Temporal.Instant.fromEpochMilliseconds(Math.round(departsAtS * 1_000))
    ctx
      .transaction((tx) => tx.steering.tellReadiness(sessionId, { state, departsAt }))
      .catch(failed('the readiness of a vehicle could not be told'))
  }
}

/** What the wall clock may differ from the monotonic one before nobody trusts it (smart-charging 8). */
export const mostJumpSeconds = 5

const everyMs = 300_000
const soonMs = 5_000
const lateMs = 15 * 60_000
