import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import type { Evse } from '../evse.ts'
import { readMeter } from '../meter-reading.ts'
import type { Session } from '../session.ts'
import type { Outcome } from '../socket/dialogue.ts'
import type { IdToken, IdTokenInfo, World201 } from './messages.ts'
import { type MeasurandVariable, sampledMeasurands } from './sampled-measurands.ts'

export type TransactionEvent = Pick<ocpp.TransactionEventRequest, 'eventType' | 'triggerReason'> & {
  atMs?: number
  meterValue?: ocpp.MeterValueType[]
  info?: object
  more?: Partial<ocpp.TransactionEventRequest>
}

export type Transactions = ReturnType<typeof createTransactions>

/** Tells of transactions in numbered events, kept until the server has them. */
export function createTransactions(world: () => World201) {
  const told = new WeakMap<Session, { nextSeqNo: number; state: ocpp.ChargingStateEnumType }>()
  const withheld: (() => void)[] = []

  function send(session: Session, { eventType, triggerReason, atMs, meterValue = [], info, more }: TransactionEvent) {
    const { link, stamp, charger, additions, loses } = world()
    const transaction = told.get(session)
    if (!transaction) return
    const payload: ocpp.TransactionEventRequest = {
      eventType,
      triggerReason,
      timestamp: stamp(atMs ?? charger.clock.nowMs()),
      seqNo: transaction.nextSeqNo++,
      transactionInfo: { transactionId: session.id, ...info },
      ...(link.isOnline ? {} : { offline: true }),
      ...(meterValue.length > 0 ? { meterValue } : {}),
      ...more,
    }
    Object.assign(payload, additions.eventMore?.(session, payload))
    const enqueue = () =>
      link.enqueue(
        'TransactionEvent',
        () => payload,
        (outcome) => onAnswered(session, payload, outcome),
      )
    if (loses('TransactionEvent', payload.seqNo)) withheld.push(enqueue)
    else enqueue()
  }

  function onAnswered(session: Session, { idToken, eventType }: ocpp.TransactionEventRequest, outcome: Outcome): void {
    if (outcome.kind !== 'answered') return
    const { charger, costs, additions } = world()
    const { idTokenInfo, totalCost } = outcome.payload as unknown as ocpp.TransactionEventResponse
    if (totalCost !== undefined) costs.set(session.id, totalCost)
    additions.onEventAnswered?.(session, outcome.payload)
    if (!idTokenInfo) return
    if (idToken) remember(world(), idToken.idToken, idTokenInfo)
    if (eventType !== 'Ended' && idTokenInfo.status !== 'Accepted') charger.refuse(session)
  }

  return {
    send,
    begin(session: Session, state: ocpp.ChargingStateEnumType): void {
      told.set(session, { nextSeqNo: 0, state })
    },
    /** Whether the state is another than the one that was told last; it is the told one from now on. */
    hasChanged(session: Session, state: ocpp.ChargingStateEnumType): boolean {
      const transaction = told.get(session)
      if (!transaction || transaction.state === state) return false
      transaction.state = state
      return true
    },
    /** Events that went missing, and wait until somebody asks. */
    get withheldCount(): number {
      return withheld.length
    },
    release(): void {
      for (const enqueue of withheld.splice(0)) enqueue()
    },
  }
}

export function remember(world: World201, card: string, info: IdTokenInfo): void {
  const expiresMs = info.cacheExpiryDateTime === undefined ? null : world.fromServer(info.cacheExpiryDateTime)
  const group = info.groupIdToken?.idToken ?? null
  world.charger.cards.remember(card, { isAccepted: info.status === 'Accepted', group, expiresMs })
}

export function tokenOf(world: World201, card: string): IdToken {
  return { idToken: card, type: world.tokenTypes.get(card.toLowerCase()) ?? typeOf(card) }
}

/** What the meter of an EVSE shows; none when the server wants nothing of it. */
export function meterValue(
  world: World201,
  evse: Evse,
  { which, context, atMs }: { which: MeasurandVariable; context: ocpp.ReadingContextEnumType; atMs: number },
): ocpp.MeterValueType[] {
  const sampledValue = readMeter(evse, sampledMeasurands(world, which), world.charger.misbehaviour).map(
    ({ unit, measurand, ...reading }): ocpp.SampledValueType => ({
      ...reading,
      measurand,
      context,
      unitOfMeasure: { unit },
    }),
  )
  return sampledValue.length === 0 ? [] : [{ timestamp: world.stamp(atMs), sampledValue }]
}

export function chargingStateOf(evse: Evse): ocpp.ChargingStateEnumType {
  if (evse.powerW > 0) return 'Charging'
  return evse.offeredW > 0 ? 'SuspendedEV' : 'SuspendedEVSE'
}

function typeOf(card: string): IdToken['type'] {
  return /^([0-9a-f]{8}|[0-9a-f]{14}|[0-9a-f]{20})$/i.test(card) ? 'ISO14443' : 'Central'
}
