import type { Uses } from '#core/context.ts'
import { reasons } from '#core/dispatch/reason.ts'
import { readinessStates } from '#core/planner/readiness.ts'
import type { RunningSession } from '#core/steering/steering-store.ts'
import { instant, list, type Members, number, object, text, word } from './fields.ts'
import { momentText } from './read-moment.ts'

/** What the engine of a live site grants a session now, and why (smart-charging 9.2). */
export const steeringFields: Members = {
  granted: number({ readOnly: true, description: 'In `unit`: A per phase, or W' }),
  unit: word(['A', 'W'], { readOnly: true, fallback: 'A' }),
  reason: word(reasons, { readOnly: true, fallback: 'fault', description: 'Why it is not more' }),
  boundBy: object(
    {
      id: text({ readOnly: true, fallback: '', description: 'What binds, as `c12/L1`' }),
      name: text({ readOnly: true, fallback: '' }),
    },
    { readOnly: true, nullable: true },
  ),
  since: instant({ readOnly: true, fallback: '', description: 'Since when all of this is so' }),
  assumed: list(text(), { readOnly: true, description: 'What nobody has told, as `departure` and `need`' }),
  departsAt: instant({ readOnly: true, description: 'Assumed when `assumed` says so' }),
  readiness: word(readinessStates, { readOnly: true, description: 'Whether it will be ready then, by the last plan' }),
}

export const runningSessionFields: Members = {
  id: text({ readOnly: true, fallback: '' }),
  startedAt: instant({ readOnly: true }),
  steering: object(steeringFields, {
    readOnly: true,
    nullable: true,
    description: 'Null while its site is not live, and until the engine has first decided on it',
  }),
}

/** What runs on the chargers of these EVSEs; one look-up for a whole page. */
export async function sessionsOn(
  ctx: Uses<'steering'>,
  evses: readonly { chargerId: number }[],
): Promise<RunningSession[]> {
  const chargerIds = [...new Set(evses.map(({ chargerId }) => chargerId))]
  return chargerIds.length === 0 ? [] : ctx.steering.runningOn(chargerIds)
}

/** The newest, when a charger has not told the end of another. */
export function viewSessionOn(
  { chargerId, number: evse }: { chargerId: number; number: number },
  sessions: readonly RunningSession[],
): object | null {
  const session = sessions.findLast((one) => one.chargerId === chargerId && one.evse === evse)
  if (!session) return null
  const { id, startedAt, steering } = session
  return { id: String(id), startedAt: startedAt && momentText(startedAt), steering: steering && viewSteering(steering) }
}

function viewSteering(steering: NonNullable<RunningSession['steering']>): object {
  const { granted, unit, reason, boundBy, boundByName, at, assumed, departsAt, readiness } = steering
  return {
    ...{ granted, unit, reason, assumed, readiness },
    boundBy: boundBy === null ? null : { id: boundBy, name: boundByName ?? boundBy },
    since: momentText(at),
    departsAt: departsAt && momentText(departsAt),
  }
}
