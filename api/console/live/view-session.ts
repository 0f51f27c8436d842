import type { LiveCharger, LiveSession } from '#core/live/live-charger.ts'
import { timeText } from '../time-text.ts'
import type { SessionRow } from '../wire/sessions.ts'

/** A session that is open, as the wire shows it. */
export function viewLiveSession(
  { id, identity, name }: Pick<LiveCharger, 'id' | 'identity' | 'name'>,
  session: LiveSession,
): SessionRow {
  return {
    id: session.id,
    recordNo: null,
    state: session.state,
    charger: { id, identity, name },
    evse: session.evse,
    connector: session.connector,
    card: session.card,
    vehicle: session.vehicle,
    startedAt: session.startedAt && timeText(session.startedAt),
    endedAt: session.endedAt && timeText(session.endedAt),
    energyWh: energyText(session.energyWh),
    powerW: session.powerW,
    initialSoc: session.initialSoc,
    soc: session.socPercent,
    endReason: session.endReason,
    flags: [...session.flags],
  }
}

/** Decimal text in Wh, to the thousandth as it is stored. */
export function energyText(energyWh: number): string {
  return String(Math.round(energyWh * 1000) / 1000)
}
