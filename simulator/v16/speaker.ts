import type * as ocpp from 'typed-ocpp/dist/ocpp16/types.js'
import { CallFault } from '#ocpp/rpc/errors.ts'
import type { Evse, EvseStatus, FaultCode } from '../evse.ts'
import { readMeter } from '../meter-reading.ts'
import type { Session, StopReason } from '../session.ts'
import type { Outcome, Reply } from '../socket/dialogue.ts'
import type { Speaker, SpeakerWorld } from '../speaker.ts'
import type { SampleContext } from '../voice.ts'
import { answers } from './answers.ts'
import { type MeasurandKey, wantedMeasurands } from './configuration.ts'
import type { IdTagInfo, World16 } from './messages.ts'
import { addPriceDisplay } from './price-display.ts'
import { refusals } from './refusals.ts'
import { createReports16 } from './reports.ts'

/** A charger that speaks OCPP 1.6. Its EVSEs are connectors. */
export function createSpeaker16(world: SpeakerWorld): Speaker {
  const { charger } = world
  const told = new Map<number, string>()
  /** Samples of the clock that belong to the end of a session. */
  const aligned = new WeakMap<Session, MeterValue[]>()
  addPriceDisplay(world)
  const world16: World16 = Object.assign(world, { tellStatus, tellMeter })

  function tellStatus(connector: number, atMs = charger.clock.nowMs()): void {
    const evse = charger.evse(connector)
    const status = evse ? statuses[evse.status] : charger.isOperative ? 'Available' : 'Unavailable'
    const payload: ocpp.StatusNotificationRequest = {
      connectorId: connector,
      errorCode: evse?.fault ? errorCodes[evse.fault] : 'NoError',
      status,
      timestamp: world.stamp(atMs),
    }
    told.set(connector, status)
    const isEarly = world.link.registration === 'pending'
    void world.link.call('StatusNotification', payload, { isEarly }).then(({ kind }) => {
      if (kind !== 'answered' && told.get(connector) === status) told.delete(connector)
    })
  }

  function tellMeter(connector: number): void {
    charger.advance()
    const evse = charger.evse(connector)
    if (evse) sendMeter(evse, evse.session, 'trigger')
  }

  function sendMeter(evse: Evse, session: Session | null, context: SampleContext): void {
    const atMs = charger.clock.nowMs()
    const { name, key } = contexts[context]
    const meterValue = [meterValueOf(evse, key, name, atMs)]
    if (meterValue[0]!.sampledValue.length === 0) return
    const connectorId = evse.number
    if (!session) {
      const isEarly = world.link.registration === 'pending'
      void world.link.call('MeterValues', { connectorId, meterValue }, { isEarly })
    } else {
      world.link.enqueue('MeterValues', () => ({ connectorId, transactionId: wireIdOf(session), meterValue }))
    }
  }

  function meterValueOf(evse: Evse, key: MeasurandKey, context: Context, atMs: number): MeterValue {
    const sampledValue = readMeter(evse, wantedMeasurands(world, key), charger.misbehaviour).map(
      ({ value, ...reading }) => ({
        value: String(value),
        context,
        ...reading,
      }),
    )
    return { timestamp: world.stamp(atMs), sampledValue }
  }

  function keepForTheEnd(session: Session, evse: Evse): void {
    const value = meterValueOf(evse, 'StopTxnAlignedData', 'Sample.Clock', charger.clock.nowMs())
    const kept = aligned.get(session) ?? []
    if (value.sampledValue.length > 0 && kept.length < mostKept) aligned.set(session, [...kept, value])
  }

  function remember(card: string, info: IdTagInfo | undefined): void {
    if (!info) return
    const expiresMs = info.expiryDate === undefined ? null : world.fromServer(info.expiryDate)
    charger.cards.remember(card, { isAccepted: info.status === 'Accepted', group: info.parentIdTag ?? null, expiresMs })
  }

  function onStarted(session: Session, outcome: Outcome): void {
    if (outcome.kind !== 'answered') return
    const { transactionId, idTagInfo } = outcome.payload as unknown as ocpp.StartTransactionResponse
    session.wireId ??= String(transactionId)
    remember(session.card, idTagInfo)
    if (idTagInfo.status !== 'Accepted') charger.refuse(session)
  }

  return {
    boot() {
      const { vendor, model, serialNumber, firmwareVersion } = world.about
      const payload: ocpp.BootNotificationRequest = {
        chargePointVendor: vendor,
        chargePointModel: model,
        chargePointSerialNumber: serialNumber,
        firmwareVersion,
      }
      return { action: 'BootNotification', payload }
    },

    onConnected(wasBooted) {
      if (!wasBooted) void world.link.call('Heartbeat', {})
      else told.clear()
      if (wasBooted) tellStatus(0)
      for (const evse of charger.evses) if (told.get(evse.number) !== statuses[evse.status]) tellStatus(evse.number)
    },

    answer(action, payload): Reply {
      if (!Object.hasOwn(answers, action)) throw new CallFault('not-supported', `${action} is not supported`)
      const answer = answers[action as keyof typeof answers] as (world: World16, request: unknown) => Reply
      return answer(world16, payload)
    },

    refuse(action, payload) {
      if (!Object.hasOwn(refusals, action)) return null
      const refuse = refusals[action as keyof typeof refusals] as (request: unknown) => object
      return refuse(payload)
    },

    reports: createReports16(world),

    async authorize(card) {
      const outcome = await world.link.call('Authorize', { idTag: card } satisfies ocpp.AuthorizeRequest)
      if (outcome.kind === 'error') return { decision: 'refused', group: null }
      if (outcome.kind !== 'answered') return { decision: 'offline', group: null }
      const { idTagInfo } = outcome.payload as unknown as ocpp.AuthorizeResponse
      remember(card, idTagInfo)
      const decision = idTagInfo.status === 'Accepted' ? 'accepted' : 'refused'
      return { decision, group: idTagInfo.parentIdTag ?? null }
    },

    sessionStarted(session, evse) {
      const { reservationId } = session.start
      const payload: ocpp.StartTransactionRequest = {
        connectorId: evse.number,
        idTag: session.card,
        meterStart: session.meterStartWh,
        timestamp: world.stamp(session.startedMs),
        ...(reservationId === null ? {} : { reservationId }),
      }
      world.link.enqueue(
        'StartTransaction',
        () => payload,
        (outcome) => onStarted(session, outcome),
      )
    },

    sessionChanged() {},

    sampled(session, evse, context) {
      if (context === 'clock') keepForTheEnd(session, evse)
      sendMeter(evse, session, context)
    },

    sampledIdle: (evse) => sendMeter(evse, null, 'clock'),

    sessionEnded(session, evse) {
      const { atMs, meterWh, reason, card } = session.ended
      const last = meterValueOf(evse, 'StopTxnSampledData', 'Transaction.End', atMs)
      const meterValues = [...(aligned.get(session) ?? []), ...(last.sampledValue.length > 0 ? [last] : [])]
      const payload = {
        meterStop: meterWh,
        timestamp: world.stamp(atMs),
        reason: stopReasons[reason],
        ...(card === null ? {} : { idTag: card }),
        ...(meterValues.length > 0 ? { transactionData: meterValues } : {}),
      }
      world.link.enqueue('StopTransaction', () => ({ transactionId: wireIdOf(session), ...payload }))
    },

    statusChanged(evse) {
      if (world.link.isOnline) tellStatus(evse.number)
    },

    // 1.6 has no message for it.
    reservationEnded() {},
  }
}

/** -1 when the start was given up without an answer. 16e §3.18 */
function wireIdOf({ wireId }: Session): number {
  return wireId === null ? -1 : Number(wireId)
}

type Context = 'Sample.Periodic' | 'Sample.Clock' | 'Trigger' | 'Transaction.End'

type MeterValue = ocpp.MeterValuesRequest['meterValue'][number]

const mostKept = 500

const contexts: Record<SampleContext, { name: Context; key: MeasurandKey }> = {
  periodic: { name: 'Sample.Periodic', key: 'MeterValuesSampledData' },
  clock: { name: 'Sample.Clock', key: 'MeterValuesAlignedData' },
  trigger: { name: 'Trigger', key: 'MeterValuesSampledData' },
}

const statuses: Record<EvseStatus, ocpp.StatusNotificationRequest['status']> = {
  available: 'Available',
  preparing: 'Preparing',
  charging: 'Charging',
  'suspended-ev': 'SuspendedEV',
  'suspended-evse': 'SuspendedEVSE',
  finishing: 'Finishing',
  reserved: 'Reserved',
  unavailable: 'Unavailable',
  faulted: 'Faulted',
}

const errorCodes: Record<FaultCode, ocpp.StatusNotificationRequest['errorCode']> = {
  'ground-failure': 'GroundFailure',
  'over-temperature': 'HighTemperature',
  'connector-lock-failure': 'ConnectorLockFailure',
  'internal-error': 'InternalError',
}

const stopReasons: Record<StopReason, NonNullable<ocpp.StopTransactionRequest['reason']>> = {
  local: 'Local',
  remote: 'Remote',
  unplugged: 'EVDisconnected',
  refused: 'DeAuthorized',
  fault: 'Other',
  'power-loss': 'PowerLoss',
  'soft-reset': 'SoftReset',
  'hard-reset': 'HardReset',
  unlocked: 'UnlockCommand',
}
