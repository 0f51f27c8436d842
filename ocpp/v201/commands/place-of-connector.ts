import type { CommandSubject } from '../../dialect.ts'

/** Where the connector with this number within the charger is, in the charger's own numbers. */
export function placeOfConnector(number: number, charger: CommandSubject['charger']): Place | null {
  for (const evse of charger?.evses ?? []) {
    const connector = evse.connectors.find((candidate) => candidate.number === number)
    if (connector) return { evseId: evse.number, connectorId: connector.ocpp }
  }
  return null
}

export type Place = { evseId: number; connectorId: number }
