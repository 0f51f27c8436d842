import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import { CallFault } from '#ocpp/rpc/errors.ts'
import type { StopReason } from '../session.ts'
import type { BootReason, Reply } from '../socket/dialogue.ts'
import type { Speaker, SpeakerWorld } from '../speaker.ts'
import { acts201 } from './acts.ts'
import { type Additions, noAdditions } from './additions.ts'
import { answers } from './answers.ts'
import { connectorStatusOf } from './connector-status.ts'
import { contexts, createWorld201, reading } from './create-world.ts'
import type { AnyAnswer, World201 } from './messages.ts'
import { type Refusal, refusals } from './refusals.ts'
import { reports201 } from './reports.ts'
import { chargingStateOf, meterValue, remember, tokenOf } from './transactions.ts'
import { tellVehicleNeeds } from './vehicle-needs.ts'

export type Speaker201 = Speaker & { world: World201; close(): void }

/** A charger that speaks OCPP 2.0.1, or a later version by what that adds. Each of its EVSEs has one connector. */
export function createSpeaker201(base: SpeakerWorld, additionsOf?: (world: () => World201) => Additions): Speaker201 {
  const { charger } = base
  const additions = additionsOf?.(() => world) ?? noAdditions
  const world = createWorld201(base, additions)
  const { told, transactions } = world
  const all = { ...answers, ...additions.answers } as Record<string, AnyAnswer>
  const allRefusals = { ...refusals, ...additions.refusals } as Record<string, Refusal>

  return {
    world,
    acts: acts201(world),
    reports: reports201(world),

    boot(reason) {
      const { vendor, model, serialNumber, firmwareVersion } = world.about
      const payload: ocpp.BootNotificationRequest = {
        reason: bootReasons[reason],
        chargingStation: { vendorName: vendor, model, serialNumber, firmwareVersion },
      }
      return { action: 'BootNotification', payload }
    },

    onConnected(wasBooted) {
      if (wasBooted) told.clear()
      else void world.link.call('Heartbeat', {})
      for (const { number, status } of charger.evses)
        if (told.get(number) !== connectorStatusOf(status)) world.tellStatus(number)
      additions.onConnected?.(wasBooted)
    },

    onRestart() {
      world.network.onRestart()
      const language = world.texts.get(`after-restart:${languageText}`)
      if (language !== undefined) world.texts.set(languageText, language)
    },

    close: () => world.monitors.close(),

    answer(action, payload): Reply | Promise<Reply> {
      if (!Object.hasOwn(all, action)) throw new CallFault('not-supported', `${action} is not supported`)
      return all[action]!(world, payload as never)
    },

    refuse: (action, payload) => allRefusals[action]?.(payload as never) ?? null,

    async authorize(card) {
      const idToken = tokenOf(world, card)
      const outcome = await world.link.call('Authorize', { idToken } satisfies ocpp.AuthorizeRequest)
      if (outcome.kind === 'error') return { decision: 'refused', group: null }
      if (outcome.kind !== 'answered') return { decision: 'offline', group: null }
      const { idTokenInfo } = outcome.payload as unknown as ocpp.AuthorizeResponse
      remember(world, card, idTokenInfo)
      additions.onAuthorized?.(card, outcome.payload)
      const decision = idTokenInfo.status === 'Accepted' ? 'accepted' : 'refused'
      return { decision, group: idTokenInfo.groupIdToken?.idToken ?? null }
    },

    sessionStarted(session, evse) {
      const { start, startedMs, card } = session
      const state = chargingStateOf(evse)
      session.wireId = session.id
      world.visits.push({ card, transactionId: session.id, startedMs })
      if (world.visits.length > mostVisits) world.visits.shift()
      transactions.begin(session, state)
      additions.onSessionStarted?.(session, evse)
      transactions.send(session, {
        eventType: 'Started',
        triggerReason: start.by === 'remote' ? 'RemoteStart' : 'Authorized',
        atMs: startedMs,
        meterValue: meterValue(world, evse, {
          which: 'TxStartedMeasurands',
          context: 'Transaction.Begin',
          atMs: startedMs,
        }),
        info: { chargingState: state, ...(start.remoteStartId === null ? {} : { remoteStartId: start.remoteStartId }) },
        more: {
          evse: { id: evse.number, connectorId: 1 },
          idToken: tokenOf(world, card),
          ...(start.reservationId === null ? {} : { reservationId: start.reservationId }),
        },
      })
      tellVehicleNeeds(world, evse)
      world.monitors.look()
    },

    sessionChanged(session, evse) {
      additions.onProgress?.(session, evse)
      const chargingState = chargingStateOf(evse)
      world.monitors.look()
      if (!transactions.hasChanged(session, chargingState)) return
      transactions.send(session, {
        eventType: 'Updated',
        triggerReason: 'ChargingStateChanged',
        info: { chargingState },
      })
    },

    sampled(session, evse, why) {
      transactions.send(session, { eventType: 'Updated', ...reading(world, evse, why) })
      additions.onProgress?.(session, evse)
      world.monitors.look()
    },

    // J01: by the clock, outside transactions.
    sampledIdle(evse) {
      const { context } = contexts.clock
      const atMs = charger.clock.nowMs()
      const [value] = meterValue(world, evse, { which: 'TxUpdatedMeasurands', context, atMs })
      if (value) void world.link.call('MeterValues', { evseId: evse.number, meterValue: [value] })
    },

    sessionEnded(session, evse) {
      const { atMs, reason, card } = session.ended
      additions.onSessionEnding?.(session, evse)
      const { triggerReason, stoppedReason } = endings[reason]
      transactions.send(session, {
        eventType: 'Ended',
        triggerReason,
        atMs,
        meterValue: meterValue(world, evse, { which: 'TxEndedMeasurands', context: 'Transaction.End', atMs }),
        info: {
          chargingState: reason === 'unplugged' ? 'Idle' : 'EVConnected',
          stoppedReason: evse.fault === 'ground-failure' && reason === 'fault' ? 'GroundFault' : stoppedReason,
        },
        ...(card === null ? {} : { more: { idToken: tokenOf(world, card) } }),
      })
      additions.onSessionEnded?.(session, evse)
      world.monitors.look()
    },

    statusChanged(evse) {
      const isNew = told.get(evse.number) !== connectorStatusOf(evse.status)
      if (world.link.isOnline && isNew) world.tellStatus(evse.number)
      world.monitors.look()
    },

    reservationEnded(reservationId, why) {
      const reservationUpdateStatus = why === 'expired' ? 'Expired' : 'Removed'
      const payload: ocpp.ReservationStatusUpdateRequest = { reservationId, reservationUpdateStatus }
      void world.link.call('ReservationStatusUpdate', payload)
    },
  }
}

const bootReasons: Record<BootReason, ocpp.BootReasonEnumType> = {
  power: 'PowerUp',
  'soft-reset': 'RemoteReset',
  'hard-reset': 'RemoteReset',
  'firmware-update': 'FirmwareUpdate',
  triggered: 'Triggered',
}

const endings: Record<StopReason, { triggerReason: ocpp.TriggerReasonEnumType; stoppedReason: ocpp.ReasonEnumType }> = {
  local: { triggerReason: 'StopAuthorized', stoppedReason: 'Local' },
  remote: { triggerReason: 'RemoteStop', stoppedReason: 'Remote' },
  unplugged: { triggerReason: 'EVDeparted', stoppedReason: 'EVDisconnected' },
  refused: { triggerReason: 'Deauthorized', stoppedReason: 'DeAuthorized' },
  fault: { triggerReason: 'AbnormalCondition', stoppedReason: 'Other' },
  'power-loss': { triggerReason: 'AbnormalCondition', stoppedReason: 'PowerLoss' },
  'soft-reset': { triggerReason: 'ResetCommand', stoppedReason: 'Reboot' },
  'hard-reset': { triggerReason: 'ResetCommand', stoppedReason: 'ImmediateReset' },
  unlocked: { triggerReason: 'UnlockCommand', stoppedReason: 'Other' },
}

const languageText = 'DisplayMessageCtrlr.Language'
const mostVisits = 1_000
