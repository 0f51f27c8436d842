import type { Command } from '#core/commands/command.ts'
import type { ReserveAnswer } from '#core/reservations/take-answer.ts'
import { saysNoSuchFeature } from './no-such-feature.ts'

/** Occupied, Faulted, Unavailable and Rejected are all a no; silence says nothing (F-09). */
export function reserveAnswer(
  response: { status: string } | null,
  ending: Pick<Command, 'state' | 'reason'>,
): ReserveAnswer {
  if (response !== null) return response.status === 'Accepted' ? 'accepted' : 'refused'
  if (ending.state === 'timed_out') return 'unknown'
  return saysNoSuchFeature(ending) ? 'unsupported' : 'refused'
}
