import type { ChargerRef, Uses } from '../context.ts'
import { withFlag } from './evidence.ts'
import { settle } from './settle.ts'

/**
 * Notes that a charger's connection was taken over by another one from elsewhere while it was alive: somebody else may
 * be using its password. The sessions that run are marked, so that a person looks at them before they are billed (S4).
 */
export function noteTakeover(
  ctx: Uses<'chargerWork'>,
  { charger, remoteAddress }: { charger: ChargerRef; remoteAddress: string },
): Promise<void> {
  return ctx.chargerWork(charger, async (work) => {
    work.addFact({ kind: 'charger.taken-over', subjectId: charger.id, body: { remoteAddress } })
    for (const session of work.sessions.open().filter(({ state }) => state === 'active')) {
      await settle(work, session, withFlag(session.evidence, 'connection-taken-over'))
    }
  })
}
