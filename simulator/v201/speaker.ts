import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import { CallFault } from '#ocpp/rpc/errors.ts'
import type { Evse } from '../evse.ts'
import { type Measurand, readMeter } from '../meter-reading.ts'
import type { Session, StopReason } from '../session.ts'
import type { BootReason, Outcome, Reply } from '../socket/dialogue.ts'
import type { Speaker, SpeakerWorld } from '../speaker.ts'
import type { SampleContext } from '../voice.ts'
import { answers } from './answers.ts'
import { connectorStatusOf, sampledMeasurands } from './device-model.ts'
import type { IdToken, IdTokenInfo, World201 } from './messages.ts'

/** A charger that speaks OCPP 2.0.1. Each of its EVSEs has one connector. */
export function createSpeaker201(world: SpeakerWorld): Speaker {
  const { charger } = world
  const told = new Map<number, string>()
  const transactions = new WeakMap<Session, { nextSeqNo: number; state: ocpp.ChargingStateEnumType }>()
  const world201: World201 = Object.assign(world, {
    tokenTypes: new Map<string, IdToken['type']>(),
    received: new Map(),
    tellStatus,
    tellMeter,
    tellTransaction,
  })

  function tellStatus(number: number): void {
    const evse = charger.evse(number)
    if (!evse) return
    const connectorStatus = connectorStatusOf(evse.status)
    const timestamp = world.stamp(charger.clock.nowMs())
    const payload: ocpp.StatusNotificationRequest = { timestamp, connectorStatus, evseId: number, connectorId: 1 }
    told.set(number, connectorStatus)
    void world.link.call('StatusNotification', payload, { isEarly: isAskedEarly() }).then(({ kind }) => {
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
    const [value] = meterValue(evse, 'TxUpdatedMeasurands', 'Trigger', charger.clock.nowMs())
    if (value) void world.link.call('MeterValues', { evseId: number, meterValue: [value] }, { isEarly: isAskedEarly() })
  }

  function tellTransaction(number: number): void {
    charger.advance()
    const evse = charger.evse(number)
    if (evse?.session) sendEvent(evse.session, { eventType: 'Updated', ...reading(evse, 'trigger') })
  }

  function isAskedEarly(): boolean {
    return world.link.registration === 'pending'
  }

  function reading(evse: Evse, context: SampleContext) {
    const { triggerReason, context: name } = contexts[context]
    return { triggerReason, meterValue: meterValue(evse, 'TxUpdatedMeasurands', name, charger.clock.nowMs()) }
  }

  function meterValue(
    evse: Evse,
    which: 'TxStartedMeasurands' | 'TxUpdatedMeasurands' | 'TxEndedMeasurands',
    context: ocpp.ReadingContextEnumType,
    atMs: number,
  ): ocpp.MeterValueType[] {
    const sampledValue = readMeter(evse, sampledMeasurands(world, which)).map(
      ({ unit, measurand, ...reading }): ocpp.SampledValueType => ({
        ...reading,
        measurand: measurand satisfies Measurand,
        context,
        unitOfMeasure: { unit },
      }),
    )
    return sampledValue.length === 0
      ? []
      : [{ timestamp: world.stamp(atMs), sampledValue: sampledValue as ocpp.MeterValueType['sampledValue'] }]
  }

  type Event = Pick<ocpp.TransactionEventRequest, 'eventType' | 'triggerReason'> & {
    atMs?: number
    meterValue?: ocpp.MeterValueType[]
    info?: Partial<ocpp.TransactionType>
    more?: Partial<ocpp.TransactionEventRequest>
  }

  function sendEvent(session: Session, { eventType, triggerReason, atMs, meterValue = [], info, more }: Event): void {
    const transaction = transactions.get(session)!
    const payload: ocpp.TransactionEventRequest = {
      eventType,
      triggerReason,
      timestamp: world.stamp(atMs ?? charger.clock.nowMs()),
      seqNo: transaction.nextSeqNo++,
      transactionInfo: { transactionId: session.id, ...info },
      ...(world.link.isOnline ? {} : { offline: true }),
      ...(meterValue.length > 0 ? { meterValue } : {}),
      ...more,
    }
    world.link.enqueue(
      'TransactionEvent',
      () => payload,
      (outcome) => onAnswered(session, payload, outcome),
    )
  }

  function onAnswered(session: Session, { idToken, eventType }: ocpp.TransactionEventRequest, outcome: Outcome): void {
    if (outcome.kind !== 'answered') return
    const { idTokenInfo } = outcome.payload as unknown as ocpp.TransactionEventResponse
    if (!idTokenInfo) return
    if (idToken) remember(idToken.idToken, idTokenInfo)
    if (eventType !== 'Ended' && idTokenInfo.status !== 'Accepted') charger.refuse(session)
  }

  function remember(card: string, info: IdTokenInfo): void {
    const expiresMs = info.cacheExpiryDateTime === undefined ? null : world.fromServer(info.cacheExpiryDateTime)
    const group = info.groupIdToken?.idToken ?? null
    charger.cards.remember(card, { isAccepted: info.status === 'Accepted', group, expiresMs })
  }

  function tokenOf(card: string): IdToken {
    return { idToken: card, type: world201.tokenTypes.get(card.toLowerCase()) ?? typeOf(card) }
  }

  return {
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
        if (told.get(number) !== connectorStatusOf(status)) tellStatus(number)
    },

    answer(action, payload): Reply {
      if (!Object.hasOwn(answers, action)) throw new CallFault('not-supported', `${action} is not supported`)
      const answer = answers[action as keyof typeof answers] as (world: World201, request: unknown) => Reply
      return answer(world201, payload)
    },

    async authorize(card) {
      const outcome = await world.link.call('Authorize', { idToken: tokenOf(card) } satisfies ocpp.AuthorizeRequest)
      if (outcome.kind === 'error') return { decision: 'refused', group: null }
      if (outcome.kind !== 'answered') return { decision: 'offline', group: null }
      const { idTokenInfo } = outcome.payload as unknown as ocpp.AuthorizeResponse
      remember(card, idTokenInfo)
      const decision = idTokenInfo.status === 'Accepted' ? 'accepted' : 'refused'
      return { decision, group: idTokenInfo.groupIdToken?.idToken ?? null }
    },

    sessionStarted(session, evse) {
      const { start, startedMs } = session
      const state = chargingStateOf(evse)
      session.wireId = session.id
      transactions.set(session, { nextSeqNo: 0, state })
      sendEvent(session, {
        eventType: 'Started',
        triggerReason: start.by === 'remote' ? 'RemoteStart' : 'Authorized',
        atMs: startedMs,
        meterValue: meterValue(evse, 'TxStartedMeasurands', 'Transaction.Begin', startedMs),
        info: { chargingState: state, ...(start.remoteStartId === null ? {} : { remoteStartId: start.remoteStartId }) },
        more: {
          evse: { id: evse.number, connectorId: 1 },
          idToken: tokenOf(session.card),
          ...(start.reservationId === null ? {} : { reservationId: start.reservationId }),
        },
      })
    },

    sessionChanged(session, evse) {
      const transaction = transactions.get(session)
      const state = chargingStateOf(evse)
      if (!transaction || transaction.state === state) return
      transaction.state = state
      sendEvent(session, {
        eventType: 'Updated',
        triggerReason: 'ChargingStateChanged',
        info: { chargingState: state },
      })
    },

    sampled: (session, evse, context) => sendEvent(session, { eventType: 'Updated', ...reading(evse, context) }),

    sessionEnded(session, evse) {
      const { atMs, reason, card } = session.ended
      const { triggerReason, stoppedReason } = endings[reason]
      sendEvent(session, {
        eventType: 'Ended',
        triggerReason,
        atMs,
        meterValue: meterValue(evse, 'TxEndedMeasurands', 'Transaction.End', atMs),
        info: {
          chargingState: reason === 'unplugged' ? 'Idle' : 'EVConnected',
          stoppedReason: evse.fault === 'ground-failure' && reason === 'fault' ? 'GroundFault' : stoppedReason,
        },
        ...(card === null ? {} : { more: { idToken: tokenOf(card) } }),
      })
    },

    statusChanged(evse) {
      const isNew = told.get(evse.number) !== connectorStatusOf(evse.status)
      if (world.link.isOnline && isNew) tellStatus(evse.number)
    },

    reservationEnded(reservationId, why) {
      const reservationUpdateStatus = why === 'expired' ? 'Expired' : 'Removed'
      const payload: ocpp.ReservationStatusUpdateRequest = { reservationId, reservationUpdateStatus }
      void world.link.call('ReservationStatusUpdate', payload)
    },
  }
}

function chargingStateOf(evse: Evse): ocpp.ChargingStateEnumType {
  if (evse.powerW > 0) return 'Charging'
  return evse.offeredW > 0 ? 'SuspendedEV' : 'SuspendedEVSE'
}

function typeOf(card: string): IdToken['type'] {
  return /^([0-9a-f]{8}|[0-9a-f]{14}|[0-9a-f]{20})$/i.test(card) ? 'ISO14443' : 'Central'
}

const contexts: Record<
  SampleContext,
  { triggerReason: ocpp.TriggerReasonEnumType; context: ocpp.ReadingContextEnumType }
> = {
  periodic: { triggerReason: 'MeterValuePeriodic', context: 'Sample.Periodic' },
  clock: { triggerReason: 'MeterValueClock', context: 'Sample.Clock' },
  trigger: { triggerReason: 'Trigger', context: 'Trigger' },
}

const bootReasons: Record<BootReason, ocpp.BootReasonEnumType> = {
  power: 'PowerUp',
  'soft-reset': 'RemoteReset',
  'hard-reset': 'RemoteReset',
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
