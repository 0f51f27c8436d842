import type { CommandReply } from './dialect.ts'
import { readStatus } from './read-status.ts'

/** K-10: there was none of these, so it is as it was to be. */
export function readCleared(answer: { status: string }): CommandReply {
  return answer.status === 'Unknown' ? { state: 'accepted', reason: 'Unknown' } : readStatus(answer)
}
