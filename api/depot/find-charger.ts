import type { Charger, Evse } from '#core/chargers/charger.ts'
import type { Uses } from '#core/context.ts'
import { Problem } from '#core/errors.ts'

/** The charger of this identity; those of other tenants do not exist here. */
export async function findCharger(ctx: Uses<'chargers'>, identity: string): Promise<Charger> {
  const charger = await ctx.chargers.find(identity)
  if (!charger) throw new Problem('charger_not_found', `Charger '${identity}' was not found.`)
  return charger
}

/** Where the connector with this number within the charger is. */
export function placeOf(evses: readonly Evse[], number: number): { evse: number; connector: number } {
  const place = findPlace(evses, number)
  if (!place) throw new Problem('connector_not_found', `Connector ${number} was not found.`)
  return place
}

/** The same; null when there is none. */
export function findPlace(evses: readonly Evse[], number: number): { evse: number; connector: number } | null {
  for (const evse of evses) {
    const connector = evse.connectors.find((candidate) => candidate.number === number)
    if (connector) return { evse: evse.number, connector: connector.ocpp }
  }
  return null
}
