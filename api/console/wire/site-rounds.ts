import { type Static, Type } from 'typebox'
import { closed, Id, pageOf, Time } from './parts.ts'

export const SteeringRound = Type.Object({
  id: Id,
  at: Time,
  cause: Type.String(),
  engine: Type.String(),
  fence: Type.Integer(),
  /** SHA-256 of the input, hexadecimal. */
  inputHash: Type.String(),
  durationMs: Type.Number(),
  grants: Type.Integer(),
  sends: Type.Integer(),
})
export type SteeringRound = Static<typeof SteeringRound>

/** GET /sites/{id}/rounds?after&limit, newest first. `after` is the `next` of the page before. */
export const RoundQuery = Type.Object(
  {
    after: Type.Optional(Type.String({ pattern: '^[1-9]\\d{0,14}$' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  closed,
)

export const SteeringRounds = pageOf(SteeringRound)
export type SteeringRounds = Static<typeof SteeringRounds>

/** GET /rounds/{id}: with input and outcome as they were; GET /rounds/{id}/download is the same as a file. */
export const SteeringRoundDetail = Type.Object({
  summary: SteeringRound,
  input: Type.Unsafe<Record<string, unknown>>({}),
  outcome: Type.Unsafe<Record<string, unknown>>({}),
})
export type SteeringRoundDetail = Static<typeof SteeringRoundDetail>
