import { type DeviceEvent, reportEvents } from '#core/devices/report-events.ts'
import { reportStatus } from '#core/sessions/report-status.ts'
import type { ConnectedCharger } from '../../connected-charger.ts'
import { plausiblePlace } from '../../plausible.ts'
import type { Handler } from '../handle.ts'
import type { Messages } from '../messages.ts'
import { placeOf as variablePlaceOf } from '../places.ts'

/**
 * Availability is a connector's status by another message (D-08); every other event is kept as what happened. Always
 * acknowledged (N07.FR.03).
 */
export const notifyEvent: Handler<'NotifyEvent'> = async (ctx, charger, { eventData }) => {
  const others: Event[] = []
  for (const event of eventData) {
    const place = event.variable.name.toLowerCase() === 'availabilitystate' ? placeOf(event) : null
    const status = statuses.get(event.actualValue.toLowerCase())
    if (place === null || status === undefined) {
      others.push(event)
      continue
    }
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
  await reportEvents(
    ctx,
    charger,
    others.map((event) => deviceEvent(charger, event, ctx.now())),
  )
  return {}
}

/** 2.1 tells an event's severity itself. */
type Event = Messages['NotifyEvent']['request']['eventData'][number] & { severity?: number }

function deviceEvent(charger: ConnectedCharger, event: Event, now: Temporal.Instant): DeviceEvent {
  const { component, variable, trigger, cause, techCode, techInfo, transactionId, eventNotificationType } = event
  return {
    ...variablePlaceOf(component, variable),
    number: event.eventId,
    at: charger.timeOf(event.timestamp) ?? now,
    value: event.actualValue,
    isCleared: event.cleared ?? false,
    severity: event.severity ?? null,
    monitor: event.variableMonitoringId ?? null,
    body: { trigger, cause, techCode, techInfo, transactionId, notification: eventNotificationType },
  }
}

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
