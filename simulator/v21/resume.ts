import type { Session } from '../session.ts'
import type { Reply } from '../socket/dialogue.ts'
import { reset as reset201 } from '../v201/answer-remote-control.ts'
import type { Answer21, Calls21, World21 } from './messages.ts'

export type Resuming = { sessions: Session[] }

type ResetReply = Reply & { answer: Calls21['Reset'][1] }

/** A restart that transactions outlive: they pause, and go on when the charger is back. B11, E17 */
export const reset: Answer21<'Reset'> = (world, { type, evseId }) => {
  if (type !== 'ImmediateAndResume') {
    return reset201(world, { type, ...(evseId === undefined ? {} : { evseId }) }) as ResetReply
  }
  if (evseId !== undefined) return { answer: { status: 'Rejected', statusInfo: { reasonCode: 'UnsupportedRequest' } } }
  return { answer: { status: 'Accepted' }, afterwards: () => pause(world) }
}

/** The charger is back. */
export function resume(world: World21): void {
  for (const session of world.resuming.sessions.splice(0)) {
    if (session.ended) continue
    session.isSuspended = false
    world.transactions.send(session, { eventType: 'Updated', triggerReason: 'TxResumed' as never })
  }
  world.charger.changeProfiles((installed) => installed)
}

// E17.FR.15: the profile of a transaction is gone, and the server sends it again.
function pause(world: World21): void {
  const { charger, resuming, link } = world
  charger.advance()
  resuming.sessions = charger.sessions().filter(({ isSuspended }) => !isSuspended)
  for (const session of resuming.sessions) session.isSuspended = true
  charger.changeProfiles((installed) =>
    installed.filter(({ purpose, sessionId }) => purpose !== 'tx' || sessionId === null),
  )
  link.needsBoot('hard-reset')
  void link.disconnect()
  charger.clock.setTimeout(() => charger.isPowered && link.connect(), restartMs)
}

const restartMs = 5_000
