import { Worker } from 'node:worker_threads'
import type { PlannerAnswer, PlannerJob, PlannerResult } from './planner-job.ts'

export type PlannerThread = {
  /** Null while no thread is up. */
  id: () => number | null
  /** One at a time. Throws when the job fails, the thread dies, or it says nothing for so many seconds. */
  ask: (job: PlannerJob, withinSeconds: number) => Promise<PlannerResult>
  stop: () => Promise<void>
}

/** The one thread in which plans are made. After any failure the next job gets a new one. */
export function openPlannerThread(options: { timeLimitSeconds: number }): PlannerThread {
  let worker: Worker | undefined
  const start = () => {
    const started = new Worker(new URL('./planner-worker.ts', import.meta.url), { workerData: options })
    // Without a job nothing waits for it: neither the end of the process nor anybody who would hear of its failure.
    started.unref()
    started.on('error', () => discard(started))
    started.on('exit', () => discard(started))
    return started
  }
  const discard = (broken: Worker) => {
    if (worker === broken) worker = undefined
  }

  return {
    id: () => worker?.threadId ?? null,
    async ask(job, withinSeconds) {
      worker ??= start()
      const asked = worker
      try {
        return await answerOf(asked, job, withinSeconds)
      } catch (error) {
        discard(asked)
        void asked.terminate()
        throw error
      }
    },
    async stop() {
      const stopped = worker
      worker = undefined
      await stopped?.terminate()
    },
  }
}

function answerOf(worker: Worker, job: PlannerJob, withinSeconds: number): Promise<PlannerResult> {
  const { promise, resolve, reject } = Promise.withResolvers<PlannerResult>()
  const timer = setTimeout(() => reject(new Error('the planner said nothing in its time')), withinSeconds * 1000)
  const onMessage = (answer: PlannerAnswer) =>
    'problem' in answer ? reject(new Error(answer.problem)) : resolve(answer.result)
  const onError = (error: unknown) => reject(new Error('the planner failed', { cause: error }))
  const onExit = () => reject(new Error('the planner ended'))
  worker.on('message', onMessage).on('error', onError).on('exit', onExit)
  worker.postMessage(job)
  return promise.finally(() => {
    clearTimeout(timer)
    worker.off('message', onMessage).off('error', onError).off('exit', onExit)
  })
}
