import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { isName } from './add-charger.ts'
import type { Charger, ChargerChange } from './charger.ts'

/**
 * Changes what is configured of a charger. One that is blocked is disconnected and not let in any more; what it was
 * charging goes on, and is told when it is let in again.
 */
export async function changeCharger(
  ctx: Uses<'transaction' | 'chargerLink'>,
  chargerId: number,
  change: ChargerChange,
): Promise<Charger> {
  if (change.name !== undefined && change.name !== null && !isName(change.name)) {
    throw new Problem('invalid_value', 'A name has 1 to 100 printable characters.', { subject: 'name' })
  }
  if (change.timeZone !== undefined && change.timeZone !== null && !isTimeZone(change.timeZone)) {
    throw new Problem('invalid_value', 'This is no time zone such as Europe/Berlin.', { subject: 'timeZone' })
  }
  const charger = await ctx.transaction(async (tx) => {
    const changed = await tx.chargers.change(chargerId, change)
    if (!changed) throw chargerNotFound()
    await tx.audit('charger.changed', changed.charger.identity, { before: changed.before, changed: change })
    return changed.charger
  })
  await ctx.chargerLink.configurationChanged(charger)
  return charger
}

export function chargerNotFound(): Problem {
  return new Problem('charger_not_found', 'There is no such charger.')
}

function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
    // An offset would be taken as well, and is wrong for half of the year.
    return /^[A-Za-z]/.test(name)
  } catch {
    return false
  }
}
