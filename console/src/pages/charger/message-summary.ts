import type { TFunction } from 'i18next'
import type { Message } from '../../../../api/console/wire/chargers.ts'
import { formatEnergy, formatPercent, formatPower } from '../../format/format.ts'
import type { OcppWords } from '../../i18n/ocpp-words.ts'

/**
 * What an exchange says, in a few words: `no. 71 · Regular meter value · meter 177.7 kWh · 150 kW · 76 %`. Null for
 * messages that we have no summary of, and for frames that are no JSON, as those cut off at the log's limit.
 */
export function messageSummary(
  t: TFunction<'charger'>,
  words: OcppWords,
  { action, call, reply }: Pick<Message, 'action' | 'call' | 'reply'>,
): string | null {
  const asked = payloadOf(call)
  if (asked === null) return null
  const answer = payloadOf(reply ?? '')
  const parts = partsOf({ t, words, action, asked, answer }).filter((part) => part !== null && part !== '')
  return parts.length === 0 ? null : parts.join(' · ')
}

interface Exchange {
  t: TFunction<'charger'>
  words: OcppWords
  action: string
  asked: Payload
  answer: Payload | null
}

function partsOf({ t, words, action, asked, answer }: Exchange): (string | null)[] {
  const reason = textAt(asked, 'reason')
  switch (action) {
    case 'BootNotification': {
      const station = objectAt(asked, 'chargingStation')
      return [
        textAt(asked, 'chargePointVendor') ?? textAt(station, 'vendorName'),
        textAt(asked, 'chargePointModel') ?? textAt(station, 'model'),
        textAt(asked, 'firmwareVersion') ?? textAt(station, 'firmwareVersion'),
        reason && (words.bootReason(reason) ?? reason),
        answerWord(words, answer),
      ]
    }
    case 'StatusNotification': {
      const error = textAt(asked, 'errorCode')
      const status = textAt(asked, 'status') ?? textAt(asked, 'connectorStatus')
      return [
        place(t, asked),
        status && words.statusWord(status),
        error === null || error === 'NoError' ? null : words.errorWord(error),
        textAt(asked, 'info'),
      ]
    }
    case 'Authorize':
      return [cardOf(asked), cardAnswer(words, answer)]
    case 'StartTransaction':
      return [place(t, asked), cardOf(asked), meter(t, numberAt(asked, 'meterStart')), cardAnswer(words, answer)]
    case 'StopTransaction':
      return [reason && words.stopReason(reason), cardOf(asked), meter(t, numberAt(asked, 'meterStop'))]
    case 'MeterValues':
      return [place(t, asked), ...readings(t, asked)]
    case 'TransactionEvent': {
      const trigger = textAt(asked, 'triggerReason')
      const transaction = objectAt(asked, 'transactionInfo')
      const state = textAt(transaction, 'chargingState')
      const stopped = textAt(transaction, 'stoppedReason')
      const seqNo = numberAt(asked, 'seqNo')
      return [
        seqNo === null ? null : t('messages.summary.number', { number: seqNo }),
        eventWord(t, textAt(asked, 'eventType')),
        trigger && (words.triggerReason(trigger) ?? trigger),
        stopped && words.stopReason(stopped),
        state && (words.chargingState(state) ?? state),
        cardOf(asked),
        ...readings(t, asked),
        cardAnswer(words, answer),
      ]
    }
    case 'RemoteStartTransaction':
    case 'RequestStartTransaction':
      return [place(t, asked), cardOf(asked), answerWord(words, answer)]
    case 'Reset':
      return [textAt(asked, 'type'), answerWord(words, answer)]
    case 'TriggerMessage':
      return [textAt(asked, 'requestedMessage'), place(t, asked), answerWord(words, answer)]
    case 'ChangeAvailability':
      return [place(t, asked), textAt(asked, 'type') ?? textAt(asked, 'operationalStatus'), answerWord(words, answer)]
    case 'UnlockConnector':
    case 'RemoteStopTransaction':
    case 'RequestStopTransaction':
      return [place(t, asked), answerWord(words, answer)]
    default:
      return []
  }
}

function place(t: TFunction<'charger'>, asked: Payload): string | null {
  const evse = numberAt(asked, 'evseId') ?? numberAt(objectAt(asked, 'evse'), 'id')
  const connector = numberAt(asked, 'connectorId') ?? numberAt(objectAt(asked, 'evse'), 'connectorId')
  if (evse !== null) return evse === 0 ? t('messages.summary.whole') : t('evse.label', { evse })
  if (connector === null) return null
  return connector === 0 ? t('messages.summary.whole') : t('evse.connector', { connector })
}

const eventTypes = ['Started', 'Updated', 'Ended'] as const

function eventWord(t: TFunction<'charger'>, eventType: string | null): string | null {
  const known = eventTypes.find((one) => one === eventType)
  // Updated is the rule.
  return known === 'Updated' ? null : known ? t(`messages.summary.${known}`) : eventType
}

function cardOf(asked: Payload): string | null {
  const token = asked.idToken
  return textAt(asked, 'idTag') ?? (typeof token === 'string' ? token : textAt(objectAt(asked, 'idToken'), 'idToken'))
}

function cardAnswer(words: OcppWords, answer: Payload | null): string | null {
  return answerWord(words, objectAt(answer, 'idTagInfo') ?? objectAt(answer, 'idTokenInfo'))
}

function answerWord(words: OcppWords, answer: Payload | null): string | null {
  const status = textAt(answer, 'status')
  return status && `→ ${words.answer(status) ?? status}`
}

function meter(t: TFunction<'charger'>, energyWh: number | null): string | null {
  return energyWh === null ? null : t('messages.summary.meter', { energy: formatEnergy(energyWh) })
}

/** The latest energy, power and state of charge among the meter values. */
function readings(t: TFunction<'charger'>, asked: Payload): (string | null)[] {
  const samples = arrayAt(asked, 'meterValue').flatMap((one) => arrayAt(one, 'sampledValue'))
  const powerW = latest(samples, 'Power.Active.Import')
  const soc = latest(samples, 'SoC')
  return [
    meter(t, latest(samples, 'Energy.Active.Import.Register')),
    powerW === null ? null : formatPower(powerW),
    soc === null ? null : formatPercent(soc),
  ]
}

// Values of single phases are left out: only together they say something.
function latest(samples: readonly Payload[], measurand: string): number | null {
  const usual = 'Energy.Active.Import.Register'
  const found = samples.findLast(
    (one) => (textAt(one, 'measurand') ?? usual) === measurand && textAt(one, 'phase') === null,
  )
  if (!found) return null
  const value = Number(found.value)
  if (found.value === '' || !Number.isFinite(value)) return null
  const unitOfMeasure = objectAt(found, 'unitOfMeasure')
  const unit = textAt(found, 'unit') ?? textAt(unitOfMeasure, 'unit') ?? ''
  return value * 10 ** (numberAt(unitOfMeasure, 'multiplier') ?? 0) * (unit === 'kWh' || unit === 'kW' ? 1_000 : 1)
}

type Payload = { readonly [name: string]: unknown }

function payloadOf(frame: string): Payload | null {
  try {
    const parts: unknown = JSON.parse(frame)
    return Array.isArray(parts) ? (parts.findLast(isObject) ?? null) : null
  } catch {
    return null
  }
}

function isObject(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function objectAt(payload: Payload | null, name: string): Payload | null {
  const value = payload?.[name]
  return isObject(value) ? value : null
}

function arrayAt(payload: Payload, name: string): Payload[] {
  const value = payload[name]
  return Array.isArray(value) ? value.filter(isObject) : []
}

function textAt(payload: Payload | null, name: string): string | null {
  const value = payload?.[name]
  return typeof value === 'string' ? value : null
}

function numberAt(payload: Payload | null, name: string): number | null {
  const value = payload?.[name]
  return typeof value === 'number' ? value : null
}
