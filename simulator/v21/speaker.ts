import type * as ocpp from 'typed-ocpp/dist/ocpp21/types.js'
import type { Speaker, SpeakerWorld } from '../speaker.ts'
import type { Additions } from '../v201/additions.ts'
import { connectorStatusOf } from '../v201/connector-status.ts'
import type { AnyAnswer, World201 } from '../v201/messages.ts'
import { eventMessage } from '../v201/notify-event.ts'
import { createSpeaker201 } from '../v201/speaker.ts'
import { acts21 } from './acts.ts'
import { answers21 } from './answers.ts'
import { fullBatteries } from './battery-swap.ts'
import { createDerControls } from './der-controls.ts'
import { createDynamicProfiles } from './dynamic-profiles.ts'
import type { World21 } from './messages.ts'
import { createPriorityCharging } from './priority-charging.ts'
import { refusals21 } from './refusals.ts'
import { resume } from './resume.ts'
import { createStreams } from './streams.ts'
import { createTariffs } from './tariffs.ts'
import { createTransactionLimits } from './transaction-limits.ts'
import { variables21 } from './variables.ts'
import { createWebPayments, settle } from './web-payment.ts'

/** A charger that speaks OCPP 2.1: all of 2.0.1, and what has been added or has changed. */
export function createSpeaker21(base: SpeakerWorld): Speaker {
  const speaker = createSpeaker201(base, (world) => additionsOf(() => world() as World21))
  const world201 = () => speaker.world
  const world: World21 = Object.assign(speaker.world, {
    streams: createStreams(world201),
    tariffs: createTariffs(world201),
    transactionLimits: createTransactionLimits(() => world),
    dynamicProfiles: createDynamicProfiles(world201),
    priorityCharging: createPriorityCharging(world201),
    derControls: createDerControls(world201),
    batteries: fullBatteries(base.charger.evses),
    resuming: { sessions: [] },
    webPayments: createWebPayments(world201),
    allowedTransfers: new Map<string, readonly ocpp.EnergyTransferModeEnumType[]>(),
  })
  return {
    ...speaker,
    acts: acts21(world),
    close() {
      speaker.close()
      for (const part of [world.streams, world.dynamicProfiles, world.derControls, world.webPayments]) part.close()
    },
  }
}

function additionsOf(world: () => World21): Additions {
  return {
    answers: answers21 as unknown as Record<string, AnyAnswer>,
    refusals: refusals21,
    variables: variables21,
    // A00.FR.205
    longestPassword: 64,
    signingOrder: () => ({ requestId: world().nextEventId() }),
    statusMessage: (at, { number, status }) => availabilityMessage(at, number, connectorStatusOf(status)),
    eventMore(session, { eventType, transactionInfo }) {
      const { tariffs } = world()
      const tariffId = tariffs.of(session)?.tariffId
      const costDetails = eventType === 'Ended' ? tariffs.details(session) : null
      return {
        ...(tariffId === undefined ? {} : { transactionInfo: { ...transactionInfo, tariffId } }),
        ...(costDetails === null ? {} : { costDetails }),
      }
    },
    onEventAnswered(session, answer) {
      const { transactionLimit } = answer as ocpp.TransactionEventResponse
      if (transactionLimit) world().transactionLimits.take(session, transactionLimit)
    },
    onAuthorized(card, answer) {
      const { tariff } = answer as ocpp.AuthorizeResponse
      if (tariff) world().tariffs.drivers.set(card.toLowerCase(), tariff)
    },
    onConnected: () => resume(world()),
    onProgress(session, evse) {
      world().tariffs.progress(session, evse)
      world().transactionLimits.check(session, evse)
    },
    onSessionStarted: (session, evse) => world().tariffs.begin(session, evse),
    onSessionEnding: (session, evse) => world().tariffs.progress(session, evse),
    onSessionEnded(session) {
      const { tariffs, transactionLimits, allowedTransfers } = world()
      const cost = tariffs.costSoFar(session)
      settle(world(), session, cost?.total.inclTax ?? 0)
      tariffs.forget(session)
      transactionLimits.forget(session)
      allowedTransfers.delete(session.id)
    },
    onMonitorSet(monitor, asked) {
      const { periodicEventStream } = asked as ocpp.SetMonitoringDataType
      if (periodicEventStream && monitor.type === 'Periodic') void world().streams.open(monitor, periodicEventStream)
    },
    onMonitorCleared: (monitor) => world().streams.closeOf(monitor),
  }
}

// B01.FR.05: an event of the device model stands for StatusNotification.
function availabilityMessage(world: World201, evse: number, actualValue: string) {
  const payload = eventMessage(world, [
    {
      trigger: 'Delta',
      actualValue,
      component: { name: 'Connector', evse: { id: evse, connectorId: 1 } },
      variable: { name: 'AvailabilityState' },
      eventNotificationType: 'HardWiredNotification',
    },
  ])
  return { action: 'NotifyEvent', payload }
}
