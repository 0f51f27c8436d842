import { askCharger } from '../commands/ask-charger.ts'
import type { ChargerRef, Uses } from '../context.ts'
import { isGapFree, type SessionEvidence } from './evidence.ts'
import type { Session } from './session.ts'

/** Whether 2.x events are missing that have to come before what came: between them, or before the end. */
export function missesEvents(evidence: SessionEvidence): boolean {
  return evidence.seen.length > 1 || (evidence.endedSeqNo !== null && !isGapFree(evidence))
}

/** What an event has shown to be missing: a gap that was not there before, or one that the end came with. */
export function gapShown(before: SessionEvidence, after: SessionEvidence): 'gap' | 'gap-at-end' | null {
  if (before.seen === after.seen || !missesEvents(after)) return null
  if (after.endedSeqNo !== null) return before.endedSeqNo === null ? 'gap-at-end' : null
  return missesEvents(before) ? null : 'gap'
}

/**
 * Asks the charger about a session whose events have a gap. A gap may be filled a moment later by what the
 * charger has kept, so there is a short wait, unless the end has come already.
 */
export async function askForMissing(
  ctx: Uses<'chargerLink' | 'now' | 'settings' | 'transaction'>,
  charger: ChargerRef,
  { session, gap }: { session: Pick<Session, 'id'>; gap: 'gap' | 'gap-at-end' | null },
): Promise<void> {
  if (gap === null) return
  const request = { kind: 'transaction-status', sessionId: session.id, unlessComplete: true } as const
  await askCharger(ctx, charger, request, { afterSeconds: gap === 'gap' ? fillingSeconds : 0 })
}

const fillingSeconds = 5
