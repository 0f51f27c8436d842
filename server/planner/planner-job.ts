import type { Baseline } from '#core/planner/firm-offer.ts'
import type { Envelope } from '#core/planner/flexibility-envelope.ts'
import type { Plan } from '#core/planner/plan.ts'
import type { PlanInput } from '#core/planner/plan-input.ts'

/** What the planner's thread is asked. */
export type PlannerJob =
  | { kind: 'plan'; input: PlanInput }
  | { kind: 'fallback'; input: PlanInput; last: Plan | null }
  | { kind: 'envelope'; input: PlanInput }
  | { kind: 'offer'; samples: PlanInput[]; baseline: Baseline; span: { fromS: number; toS: number } }

export type PlannerResult = Plan | Envelope | number

export type PlannerAnswer = { threadId: number } & ({ result: PlannerResult } | { problem: string })
