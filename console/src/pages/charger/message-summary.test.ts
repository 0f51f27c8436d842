import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import i18next, { type TFunction } from 'i18next'
import { setFormatLanguage } from '../../format/format.ts'
import { texts as german } from '../../i18n/de.ts'
import { texts as english } from '../../i18n/en.ts'
import { ocppWords } from '../../i18n/ocpp-words.ts'
import { messageSummary } from './message-summary.ts'

before(() => i18next.init({ lng: 'en', resources: { en: english, de: german }, interpolation: { escapeValue: false } }))

async function summary(action: string, asked: unknown, answer?: unknown, language: 'en' | 'de' = 'en') {
  await i18next.changeLanguage(language)
  setFormatLanguage(language)
  const t = i18next.getFixedT(language, 'charger') as TFunction<'charger'>
  const call = typeof asked === 'string' ? asked : JSON.stringify([2, '1', action, asked])
  const reply = answer === undefined ? null : JSON.stringify([3, '1', answer])
  return messageSummary(t, ocppWords, { action, call, reply })
}

const sampled = (measurand: string, value: unknown, more: object = {}) => ({ measurand, value, ...more })

test('a transaction event tells its number, its reason, and what the meter shows', async () => {
  const event = {
    eventType: 'Updated',
    triggerReason: 'MeterValuePeriodic',
    seqNo: 71,
    transactionInfo: { transactionId: 'a', chargingState: 'Charging' },
    meterValue: [
      {
        sampledValue: [
          sampled('Energy.Active.Import.Register', 177.672, { unitOfMeasure: { unit: 'kWh' } }),
          sampled('Power.Active.Import', 150, { unitOfMeasure: { unit: 'W', multiplier: 3 } }),
          sampled('Power.Active.Import', 1, { phase: 'L1' }),
          sampled('SoC', 76),
        ],
      },
    ],
  }
  const { triggerReason, chargingState } = english.ocpp
  assert.equal(
    await summary('TransactionEvent', event, {}),
    `no. 71 · ${triggerReason.MeterValuePeriodic} · ${chargingState.Charging} · meter 177.7 kWh · 150 kW · 76 %`,
  )
  assert.match((await summary('TransactionEvent', event, {}, 'de')) ?? '', /^Nr\. 71 · .* · Zähler 177,7 kWh · 150 kW/)
})

test('meter values of OCPP 1.6 are texts, and energy needs no name', async () => {
  const meterValue = [
    { sampledValue: [{ value: '10465', unit: 'Wh' }, sampled('Power.Active.Import', '11', { unit: 'kW' })] },
  ]
  assert.equal(await summary('MeterValues', { connectorId: 1, meterValue }), 'Connector 1 · meter 10.47 kWh · 11.0 kW')
})

test('statuses, cards and commands are told with their answers', async () => {
  assert.equal(
    await summary('StatusNotification', { connectorId: 0, status: 'Faulted', errorCode: 'GroundFailure' }),
    'whole charger · Faulted · Ground fault',
  )
  assert.equal(
    await summary('StatusNotification', { evseId: 2, connectorId: 1, connectorStatus: 'Occupied' }),
    'EVSE 2 · Occupied',
  )
  assert.equal(
    await summary('Authorize', { idTag: 'CA…01' }, { idTagInfo: { status: 'Blocked' } }),
    `CA…01 · → ${ocppWords.answer('Blocked') ?? 'Blocked'}`,
  )
  assert.equal(await summary('Reset', { type: 'Soft' }, { status: 'Odd' }), 'Soft · → Odd')
})

test('what is unknown, cut off or of another shape has no summary, and never fails', async () => {
  assert.equal(await summary('DataTransfer', { vendorId: 'x' }), null)
  assert.equal(await summary('Heartbeat', {}), null)
  assert.equal(await summary('MeterValues', '[2,"1","MeterValues",{"connec'), null)
  for (const odd of [
    [],
    7,
    null,
    { meterValue: 7, transactionInfo: [], seqNo: 'x', evse: null },
    { meterValue: [{ sampledValue: [null, { value: {} }] }] },
  ]) {
    for (const action of [
      'TransactionEvent',
      'MeterValues',
      'StatusNotification',
      'BootNotification',
      'Authorize',
      'Reset',
    ])
      assert.equal(await summary(action, odd), null, `${action} ${JSON.stringify(odd)}`)
  }
})
