import { reportStatus } from '#core/sessions/report-status.ts'
import { plausiblePlace } from '../../plausible.ts'
import type { Handler } from '../handle.ts'
import type { Messages } from '../messages.ts'

/** Availability is a connector's status by another message (D-08); every other event is kept in the message log. */
export const notifyEvent: Handler<'NotifyEvent'> = async (ctx, charger, { eventData }) => {
  for (const event of eventData) {
    const place = event.variable.name.toLowerCase() === 'availabilitystate' ? placeOf(event) : null
    const status = statuses.get(event.actualValue.toLowerCase())
    if (place === null || status === undefined) continue
    await reportStatus(ctx, {
      charger,
      ...place,
      status,
      errorCode: null,
      vendorId: null,
      vendorErrorCode: event.techCode ?? null,
      info: event.techInfo ?? null,
      reportedAt: charger.timeOf(event.timestamp),
    })
  }
  return {}
}

type Event = Messages['NotifyEvent']['request']['eventData'][number]

/** An EVSE's own availability has no place of its own: its connectors report the same. */
function placeOf({ component }: Event): { evse: number; connector: number } | null {
  switch (component.name.toLowerCase()) {
    case 'chargingstation':
      return { evse: 0, connector: 0 }
    case 'connector':
      return component.evse && component.evse.id > 0
        ? {
            evse: plausiblePlace('evse.id', component.evse.id),
            connector: plausiblePlace('evse.connectorId', component.evse.connectorId ?? 1),
          }
        : null
    default:
      return null
  }
}

const statuses = new Map(
  ['Available', 'Occupied', 'Reserved', 'Unavailable', 'Faulted'].map((status) => [status.toLowerCase(), status]),
)
