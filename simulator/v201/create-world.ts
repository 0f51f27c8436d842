import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import type { Evse } from '../evse.ts'
import type { SpeakerWorld } from '../speaker.ts'
import type { SampleContext } from '../voice.ts'
import type { Additions } from './additions.ts'
import { connectorStatusOf } from './connector-status.ts'
import { deviceModel } from './device-model.ts'
import type { World201 } from './messages.ts'
import { createMonitors } from './monitors.ts'
import { createNetwork } from './network.ts'
import { tellMonitorEvent } from './notify-event.ts'
import { createStation201 } from './station.ts'
import { createTransactions, meterValue } from './transactions.ts'

/** What a speaker of 2.x works with, and `told`: the connector states that the server knows. */
export function createWorld201(base: SpeakerWorld, additions: Additions): World201 & { told: Map<number, string> } {
  const told = new Map<number, string>()
  const { charger } = base
  const isAskedEarly = () => base.link.registration === 'pending'

  function tellStatus(number: number): void {
    const evse = charger.evse(number)
    if (!evse) return
    const connectorStatus = connectorStatusOf(evse.status)
    const { action, payload } = additions.statusMessage?.(world, evse) ?? {
      action: 'StatusNotification',
      payload: {
        timestamp: base.stamp(charger.clock.nowMs()),
        connectorStatus,
        evseId: number,
        connectorId: 1,
      } satisfies ocpp.StatusNotificationRequest,
    }
    told.set(number, connectorStatus)
    void base.link.call(action, payload, { isEarly: isAskedEarly() }).then(({ kind }) => {
      if (kind !== 'answered' && told.get(number) === connectorStatus) told.delete(number)
    })
  }

  // J02: within a transaction the meter is told in its events.
  function tellMeter(number: number): void {
    charger.advance()
    const evse = charger.evse(number)
    if (!evse) return
    if (evse.session) {
      tellTransaction(number)
      return
    }
    const atMs = charger.clock.nowMs()
    const [value] = meterValue(world, evse, { which: 'TxUpdatedMeasurands', context: 'Trigger', atMs })
    if (value) void base.link.call('MeterValues', { evseId: number, meterValue: [value] }, { isEarly: isAskedEarly() })
  }

  function tellTransaction(number: number): void {
    charger.advance()
    const evse = charger.evse(number)
    if (evse?.session)
      world.transactions.send(evse.session, { eventType: 'Updated', ...reading(world, evse, 'trigger') })
  }

  const monitors = createMonitors({
    clock: charger.clock,
    model: () => deviceModel(world),
    isInTransaction: ({ evse }) =>
      evse === undefined ? charger.sessions().length > 0 : charger.evse(evse.id)?.session != null,
    onEvent: (event) => tellMonitorEvent(world, event),
  })
  const world: World201 & { told: Map<number, string> } = Object.assign(base, createStation201(), {
    told,
    additions,
    monitors,
    network: createNetwork(base),
    transactions: createTransactions(() => world),
    tellStatus,
    tellMeter,
    tellTransaction,
  })
  for (const evse of charger.evses) monitors.add(tooHot(evse))
  return world
}

export function reading(world: World201, evse: Evse, why: SampleContext) {
  const { triggerReason, context } = contexts[why]
  const atMs = world.charger.clock.nowMs()
  return { triggerReason, meterValue: meterValue(world, evse, { which: 'TxUpdatedMeasurands', context, atMs }) }
}

export const contexts: Record<
  SampleContext,
  { triggerReason: ocpp.TriggerReasonEnumType; context: ocpp.ReadingContextEnumType }
> = {
  periodic: { triggerReason: 'MeterValuePeriodic', context: 'Sample.Periodic' },
  clock: { triggerReason: 'MeterValueClock', context: 'Sample.Clock' },
  trigger: { triggerReason: 'Trigger', context: 'Trigger' },
}

// Built in, and not to be taken away. N06.FR.03
function tooHot({ number }: Evse) {
  return {
    component: { name: 'EVSE', evse: { id: number } },
    variable: { name: 'Temperature' },
    type: 'UpperThreshold' as const,
    value: 90,
    severity: 2,
    isOnlyInTransactions: false,
    origin: 'HardWiredMonitor' as const,
  }
}
