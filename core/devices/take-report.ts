import type { ChargerRef, Transaction, Uses } from '../context.ts'
import { collectPart, type ReportPart } from '../errands/collect-part.ts'
import type { Errand } from '../errands/errand.ts'
import type { ObservedVariable } from './device-variable.ts'
import { makeConnectors, withoutSecrets } from './take-settings.ts'

/**
 * Takes in one part of a charger's report of its device model (D-03). A full inventory replaces all that was known, in
 * the moment when it is complete; every other report adds to it. EVSEs and connectors that it names are made (I-01).
 */
export async function takeReportPart(
  ctx: Uses<'now' | 'settings' | 'transaction'>,
  charger: ChargerRef,
  { variables, isFull, ...part }: Omit<ReportPart, 'body'> & ReportContent,
): Promise<void> {
  const body = withoutSecrets(variables)
  await collectPart(ctx, charger, 'report', { ...part, body }, async (tx, bodies, errand) => {
    const told = (bodies as ObservedVariable[][]).flat()
    // An operator's own call says it in the charger's words.
    const isFull = (errand.asked.inventory === 'full' || errand.asked.reportBase === 'FullInventory') && told.length > 0
    if (isFull) await tx.devices.replaceVariables(charger, told)
    else await tx.devices.observe(charger, told)
    await makeConnectors(tx, charger, connectorsIn(told))
  })
}

type ReportContent = {
  variables: readonly ObservedVariable[]
  /** Whether this is what was asked for: all that there is. */
  isFull: (errand: Errand) => boolean
}

/** Of a report whose end never came: what did come is true all the same (D-03). */
export async function takePartialReport(
  tx: Transaction,
  charger: ChargerRef,
  bodies: readonly unknown[],
): Promise<void> {
  const told = (bodies as ObservedVariable[][]).flat()
  await tx.devices.observe(charger, told)
  await makeConnectors(tx, charger, connectorsIn(told))
}

/** A connector for each that is named, and one for each EVSE of which none is named. */
function connectorsIn(told: readonly ObservedVariable[]): { evse: number; connector: number }[] {
  const found = new Map<string, { evse: number; connector: number }>()
  const withConnectors = new Set<number>()
  for (const { evse, connector } of told) {
    if (!isPlace(evse) || !isPlace(connector)) continue
    withConnectors.add(evse)
    found.set(`${evse} ${connector}`, { evse, connector })
  }
  for (const { evse } of told) {
    if (isPlace(evse) && !withConnectors.has(evse)) found.set(`${evse} 1`, { evse, connector: 1 })
  }
  return [...found.values()].sort((a, b) => a.evse - b.evse || a.connector - b.connector)
}

function isPlace(number: number | null): number is number {
  return number !== null && number > 0 && number <= highestPlace
}

// Numbers above are a charger's mistake.
const highestPlace = 255
