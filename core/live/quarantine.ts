import type { Uses } from '../context.ts'
import type { MessageCharger } from './message-log.ts'

/** A message that could not be understood or stored, kept for a person. */
export type QuarantinedMessage = {
  id: number
  at: Temporal.Instant
  charger: MessageCharger
  action: string
  /** As it came, with its secrets. */
  frame: string
  reason: string
  seenAt: Temporal.Instant | null
  seenBy: string | null
}

export type Quarantine = {
  /** Newest first, `before` an id; at most one more than `limit`. */
  list(page: { unseen: boolean; before: number | null; limit: number }): Promise<QuarantinedMessage[]>
  /** How many nobody has looked at; not counted beyond a thousand. */
  unseen(): Promise<number>
}

export type QuarantineWriter = {
  /** False when there is none of this id that nobody has seen. */
  markSeen(id: number, by: string): Promise<boolean>
}

/** Remembers who has looked at a message that was kept aside. The first one counts; `unknown` is told of the others. */
export async function markSeen(ctx: Uses<'transaction' | 'actor'>, id: number): Promise<'marked' | 'unknown'> {
  return ctx.transaction(async (tx) => {
    if (!(await tx.quarantine.markSeen(id, ctx.actor.name))) return 'unknown'
    await tx.audit('message.seen', String(id))
    return 'marked'
  })
}
