import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import type { World201 } from './messages.ts'
import type { MonitorEvent } from './monitors.ts'

/** Tells what a monitor saw. N07 */
export function tellMonitorEvent(world: World201, { monitor, trigger, value, isCleared }: MonitorEvent): void {
  const { component, variable, id, origin, severity } = monitor
  const session = component.evse === undefined ? undefined : world.charger.evse(component.evse.id)?.session
  tellEvents(world, [
    {
      trigger,
      actualValue: value,
      component,
      variable,
      variableMonitoringId: id,
      eventNotificationType: origin,
      ...(isCleared ? { cleared: true } : {}),
      ...(session && monitor.isOnlyInTransactions ? { transactionId: session.id } : {}),
      // Only 2.1 has a word for it.
      ...(world.link.version === '2.0.1' ? {} : { severity }),
    },
  ])
}

/** Tells events in one message; their numbers and time are added. */
export function tellEvents(
  world: World201,
  events: readonly Omit<ocpp.EventDataType, 'eventId' | 'timestamp'>[],
): void {
  const payload = eventMessage(world, events)
  void world.link.call('NotifyEvent', payload, { isEarly: world.link.registration === 'pending' })
}

export function eventMessage(
  world: World201,
  events: readonly Omit<ocpp.EventDataType, 'eventId' | 'timestamp'>[],
): ocpp.NotifyEventRequest {
  const timestamp = world.stamp(world.charger.clock.nowMs())
  return {
    generatedAt: timestamp,
    seqNo: 0,
    tbc: false,
    eventData: events.map((event) => ({ eventId: world.nextEventId(), timestamp, ...event })),
  }
}
