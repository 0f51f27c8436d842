import type { Session } from '#core/sessions/session.ts'
import type { CommandSubject, Refused } from '../../dialect.ts'

/** The 2.x session with this number that is open on the charger. */
export function openSession(sessionId: number, charger: CommandSubject['charger']): Session | Refused {
  const session = charger?.sessions.open().find(({ id }) => id === sessionId)
  if (session?.wireFamily !== '2') return { refused: `Session ${sessionId} is not open on this charger.` }
  return session
}
