import { askCharger } from '../commands/ask-charger.ts'
import type { CommandRequest } from '../commands/requests.ts'
import type { ChargerRef, Uses } from '../context.ts'
import type { Session } from './session.ts'
import { isSuperseded } from './start-session.ts'

/**
 * Asks a charger that has come back about the sessions that are open here: a 2.x charger whether each goes on, a
 * 1.6 charger for the state and the meter of its connectors, whose reports then tell. The questions wait until the
 * charger has told what it has kept. Without open sessions nothing is asked. Gives the number of questions.
 */
export async function reconcileSessions(
  ctx: Uses<'chargerLink' | 'chargerWork' | 'now' | 'settings' | 'transaction'>,
  charger: ChargerRef,
): Promise<number> {
  const questions = await ctx.chargerWork(charger, (work) =>
    questionsAbout(work.sessions.open(), (evse) => {
      const connectors = work.evses.find((one) => one.number === evse)?.connectors ?? []
      return connectors[0]?.number ?? null
    }),
  )
  for (const question of questions) {
    await askCharger(ctx, charger, question, { afterSeconds: settlingSeconds, withinSeconds: withinSeconds })
  }
  return questions.length
}

/** The questions that tell what became of these sessions; one per 2.x session, two per 1.6 connector. */
export function questionsAbout(
  sessions: readonly Session[],
  connectorOf: (evse: number) => number | null,
): CommandRequest[] {
  const running = sessions.filter((one) => one.state === 'active' && !isSuperseded(one)).slice(-mostSessions)
  const questions: CommandRequest[] = []
  const asked = new Set<number>()
  for (const { id, wireFamily, evse } of running) {
    if (wireFamily === '2') {
      questions.push({ kind: 'transaction-status', sessionId: id })
      continue
    }
    const connector = evse === null ? null : connectorOf(evse)
    if (connector === null || asked.has(connector)) continue
    asked.add(connector)
    questions.push({ kind: 'trigger', message: 'StatusNotification', connector })
    questions.push({ kind: 'trigger', message: 'MeterValues', connector })
  }
  return questions
}

const settlingSeconds = 5
const withinSeconds = 600
// A charger has as many as EVSEs; more are what was left behind.
const mostSessions = 32
