import { parentPort, threadId, workerData } from 'node:worker_threads'
import { carryOver } from '#core/planner/carry-over.ts'
import { firmOffer, largestReduction } from '#core/planner/firm-offer.ts'
import { envelopeOf } from '#core/planner/flexibility-envelope.ts'
import { planGreedily } from '#core/planner/greedy.ts'
import { planByProgramme } from '#core/planner/plan-by-programme.ts'
import type { PlannerAnswer, PlannerJob, PlannerResult } from './planner-job.ts'
import { openHighs } from './solve-with-highs.ts'

// One job after another, off the thread that handles messages. What throws is told, and this thread is not used again:
// a WebAssembly module that has failed once may fail for good.
const { timeLimitSeconds } = workerData as { timeLimitSeconds: number }
const solver = openHighs(timeLimitSeconds)

solver.catch(() => {})

parentPort!.on('message', (job: PlannerJob) => {
  answer(job).then(
    (result) => parentPort!.postMessage({ result, threadId } satisfies PlannerAnswer),
    (error: unknown) => parentPort!.postMessage({ problem: String(error), threadId } satisfies PlannerAnswer),
  )
})

async function answer(job: PlannerJob): Promise<PlannerResult> {
  if (job.kind === 'fallback') return (job.last && carryOver(job.last, job.input)) ?? planGreedily(job.input)
  const solve = await solver
  if (job.kind === 'plan') return planByProgramme(job.input, solve)
  if (job.kind === 'envelope') return envelopeOf(job.input, solve)
  return firmOffer(job.samples.map((input) => largestReduction(input, job.baseline, job.span, solve)))
}
