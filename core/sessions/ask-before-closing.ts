import { askCharger } from '../commands/ask-charger.ts'
import type { ChargerRef, Uses } from '../context.ts'
import type { Overdue } from './close-overdue-sessions.ts'
import type { Session } from './session.ts'

/** How long an answer is waited for before a session is given up. */
export const answerTime = Temporal.Duration.from({ minutes: 10 })

/**
 * Has a 2.x charger asked before its session is given up, once. One that is away, or was asked before, is not:
 * what it comes back with still corrects the record. True when an answer is to be waited for.
 */
export async function askBeforeClosing(
  ctx: Uses<'chargerLink' | 'commands' | 'now' | 'settings' | 'transaction'>,
  charger: ChargerRef,
  { session, overdue }: { session: Session; overdue: Overdue },
): Promise<boolean> {
  if (overdue.action !== 'close' || session.wireFamily !== '2') return false
  if (!(await ctx.chargerLink.isConnected(charger))) return false
  const asked = await ctx.commands.list(charger.id, lately)
  const isAsked = asked.some(({ request }) => request.kind === 'transaction-status' && request.sessionId === session.id)
  if (isAsked) return false
  await askCharger(ctx, charger, { kind: 'transaction-status', sessionId: session.id })
  return true
}

const lately = 200
