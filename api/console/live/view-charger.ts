import { stateOf } from '#core/live/charger-state.ts'
import { type LiveCharger, type LiveConnector, powerOf } from '#core/live/live-charger.ts'
import { timeText } from '../time-text.ts'
import type { ChargerRow, ConnectorRow } from '../wire/chargers.ts'
import { energyText } from './view-session.ts'

/** A charger as the wire shows it. */
export function viewCharger(charger: LiveCharger): ChargerRow {
  const { state, since } = stateOf(charger)
  return {
    id: charger.id,
    identity: charger.identity,
    name: charger.name,
    state,
    since: since && timeText(since),
    connected: charger.connected,
    version: charger.version,
    vendor: charger.vendor,
    model: charger.model,
    firmware: charger.firmware,
    powerW: powerOf(charger),
    heardAt: charger.heardAt && timeText(charger.heardAt.round('second')),
    blocked: charger.blocked,
    connectors: charger.connectors.map((one) => viewConnector(charger, one)),
  }
}

function viewConnector(charger: LiveCharger, { evse, connector, number, status }: LiveConnector): ConnectorRow {
  const ofEvse = charger.sessions.filter((one) => one.evse === evse)
  const session = ofEvse.findLast((one) => one.connector === number)
  // An EVSE has one meter for all its connectors: it is shown where the session is, or at its only connector.
  const isOnly = charger.connectors.filter((one) => one.evse === evse).length === 1
  const isShownHere = charger.connected && (session !== undefined || (ofEvse.length === 0 && isOnly))
  const meter = isShownHere ? charger.meters.find((one) => one.evse === evse) : undefined
  return {
    evse,
    connector,
    number,
    status: status?.status ?? null,
    errorCode: status?.errorCode ?? null,
    since: status && timeText(status.since),
    powerW: meter?.powerW ?? null,
    socPercent: session?.socPercent ?? meter?.socPercent ?? null,
    sessionId: session?.id ?? null,
    energyWh: session ? energyText(session.energyWh) : null,
  }
}
