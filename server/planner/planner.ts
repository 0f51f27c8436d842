import type { Log } from '#core/context.ts'
import type { Baseline } from '#core/planner/firm-offer.ts'
import type { Envelope } from '#core/planner/flexibility-envelope.ts'
import { planGreedily } from '#core/planner/greedy.ts'
import type { Plan } from '#core/planner/plan.ts'
import type { PlanInput } from '#core/planner/plan-input.ts'
import type { PlannerJob, PlannerResult } from './planner-job.ts'
import { openPlannerThread } from './planner-thread.ts'

export type Planner = {
  /**
   * A plan for a site; it never throws while the planner runs. Of requests for one site that wait, the newest is planned
   * and answers all. Without a programme's solution the plan is the former one, or the greedy one: `source` says so.
   */
  plan: (input: PlanInput) => Promise<Plan>
  /** Throw when there is no solution in time: nothing is offered that was not found. */
  envelope: (input: PlanInput) => Promise<Envelope>
  /** In W; the samples are nights as they may come, all with the baseline's blocks. */
  firmOffer: (asked: {
    samples: PlanInput[]
    baseline: Baseline
    span: { fromS: number; toS: number }
  }) => Promise<number>
  /** The thread in which plans are made; null while none is up. */
  threadId: () => number | null
  /** Ends the thread, whatever it is at; what was asked of it is answered without it, and the next job gets a new one. */
  endThread: () => Promise<void>
  stop: () => Promise<void>
}

type Waiting = { job: PlannerJob; siteId: number | null; done: PromiseWithResolvers<PlannerResult>[] }

/** Plans off the thread that handles messages, one job at a time. */
export function createPlanner({ log, timeLimitSeconds }: { log: Log; timeLimitSeconds: number }): Planner {
  const thread = openPlannerThread({ timeLimitSeconds })
  const queue: Waiting[] = []
  const lastPlans = new Map<number, Plan>()
  let isStopped = false
  let working: Promise<void> | undefined

  const ask = (job: PlannerJob, siteId: number | null): Promise<PlannerResult> => {
    const done = Promise.withResolvers<PlannerResult>()
    if (isStopped) return Promise.reject(new Error('the planner has stopped'))
    const waiting = siteId === null ? undefined : queue.find((other) => other.siteId === siteId)
    if (waiting) {
      waiting.job = job
      waiting.done.push(done)
    } else queue.push({ job, siteId, done: [done] })
    working ??= work()
    return done.promise
  }

  const work = async () => {
    // Later, so that requests made at once are one.
    await Promise.resolve()
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { job, done } = next
      await perform(job).then(
        (result) => done.forEach(({ resolve }) => void resolve(result)),
        (error) => done.forEach(({ reject }) => void reject(error)),
      )
    }
    working = undefined
  }

  const perform = async (job: PlannerJob): Promise<PlannerResult> => {
    if (job.kind !== 'plan') return thread.ask(job, secondsFor(job, timeLimitSeconds))
    const plan = await planOrFallBack(job.input)
    lastPlans.set(job.input.siteId, plan)
    return plan
  }

  const planOrFallBack = async (input: PlanInput): Promise<Plan> => {
    const { siteId } = input
    try {
      return (await thread.ask({ kind: 'plan', input }, secondsFor({ kind: 'plan', input }, timeLimitSeconds))) as Plan
    } catch (error) {
      if (isStopped) throw error
      log.warn({ siteId, vehicles: input.vehicles.length, err: error }, 'no plan by programme')
    }
    try {
      const last = lastPlans.get(siteId) ?? null
      return (await thread.ask({ kind: 'fallback', input, last }, fallbackSeconds)) as Plan
    } catch (error) {
      if (isStopped) throw error
      log.error({ siteId, vehicles: input.vehicles.length, err: error }, 'the planner thread does not work')
      return planGreedily(input)
    }
  }

  return {
    plan: (input) => ask({ kind: 'plan', input }, input.siteId) as Promise<Plan>,
    envelope: (input) => ask({ kind: 'envelope', input }, null) as Promise<Envelope>,
    firmOffer: (asked) => ask({ kind: 'offer', ...asked }, null) as Promise<number>,
    threadId: thread.id,
    endThread: thread.stop,
    async stop() {
      isStopped = true
      for (const { done } of queue.splice(0)) {
        for (const { reject } of done) reject(new Error('the planner has stopped'))
      }
      await thread.stop()
      await working
    },
  }
}

const fallbackSeconds = 10

// The solver keeps its time by itself; this is for a thread that hangs, with time to load and to build.
function secondsFor(job: PlannerJob, timeLimitSeconds: number): number {
  const solves =
    job.kind === 'offer' ? 2 * job.samples.length : job.kind === 'envelope' ? 2 * job.input.blocks.length : 1
  return timeLimitSeconds * solves + 10
}
