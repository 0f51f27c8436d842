import type { SessionView } from '#core/sessions/session-view.ts'
import { timeText } from './time-text.ts'
import type { SessionRow } from './wire/sessions.ts'

/** One session as the list and the live stream show it. */
export function viewSessionRow(session: SessionView): SessionRow {
  return {
    id: session.id,
    recordNo: session.recordNo,
    state: session.state,
    charger: session.charger,
    evse: session.evse,
    connector: session.connector,
    card: session.tokenUid,
    vehicle: session.vehicleId,
    startedAt: session.startedAt && timeText(session.startedAt),
    endedAt: session.endedAt && timeText(session.endedAt),
    energyWh: session.energyWh,
    powerW: session.powerW,
    initialSoc: session.initialSoc,
    soc: session.soc,
    endReason: session.endReason,
    flags: [...session.flags],
  }
}
