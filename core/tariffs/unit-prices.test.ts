import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Decimal } from 'decimal.js'
import { timeOffsetAt } from './keep-time-offset.ts'
import { finalWords, languageOf, priceWithNext, priceWords } from './price-words.ts'
import { type NewTerms, termsOf } from './tariff.ts'
import { nextEnergyWh, nextPrices, shownAmount, unitPricesAt } from './unit-prices.ts'

const terms = (more: Partial<NewTerms>) => termsOf({ name: 'T', currency: 'EUR', ...more })
const moment = (at: string, wh = 0, timeZone = 'Europe/Berlin') => ({
  at: Temporal.Instant.from(at),
  soFarWh: new Decimal(wh),
  timeZone,
})

const night = terms({
  energy: [{ price: '0.2', when: { fromTime: '22:00', toTime: '06:00' } }, { price: '0.4' }],
  idleTime: [{ price: '6' }],
  fixedFee: [{ price: '0.5' }],
  taxPercent: '19',
})

test('the prices of a moment are those by which a session is priced, with its taxes', () => {
  const day = unitPricesAt(night, moment('2027-03-01T12:00:00Z'))
  assert.deepEqual(
    [day.perKwh, day.perHour, day.perIdleHour, day.fixedFee].map((price) => price.toFixed()),
    ['0.476', '0', '7.14', '0.595'],
  )
  assert.equal(unitPricesAt(night, moment('2027-03-01T22:00:00Z')).perKwh.toFixed(), '0.238')
})

test('the next prices begin where something really changes, in the time of the place', () => {
  const next = nextPrices(night, moment('2027-03-01T12:00:00Z'))
  assert.deepEqual([next?.at.toString(), next?.prices.perKwh.toFixed()], ['2027-03-01T21:00:00Z', '0.238'])
  const weekend = terms({ energy: [{ price: '0.1', when: { days: [6, 7] } }, { price: '0.4' }] })
  assert.equal(nextPrices(weekend, moment('2027-03-04T12:00:00Z'))?.at.toString(), '2027-03-05T23:00:00Z')
  assert.equal(nextPrices(weekend, moment('2027-03-01T12:00:00Z')), null, 'more than two days ahead')
  assert.equal(nextPrices(terms({ energy: [{ price: '0.4' }] }), moment('2027-03-01T12:00:00Z')), null)
})

test('a price that changes with the energy tells at how much', () => {
  const steps = terms({ energy: [{ price: '0.2', when: { toKwh: '20' } }, { price: '0.4' }] })
  assert.equal(nextEnergyWh(steps, new Decimal(5_000))?.toFixed(), '20000')
  assert.equal(nextEnergyWh(steps, new Decimal(20_000)), null)
  assert.equal(unitPricesAt(steps, moment('2027-03-01T12:00:00Z', 20_000)).perKwh.toFixed(), '0.4')
})

test('an amount is no finer than the charger reckons, and never coarser than what is paid in', () => {
  const price = new Decimal('0.464119')
  assert.deepEqual(
    [null, 3, 1].map((decimals) => shownAmount(price, 'EUR', decimals)),
    [0.46412, 0.464, 0.46],
  )
})

test('prices are told in words, in the language of the display', () => {
  const at = moment('2027-03-01T12:00:00Z')
  const prices = unitPricesAt(night, at)
  assert.equal(
    priceWords(prices, 'EUR', 'en'),
    '0.476 EUR/kWh, 7.14 EUR/h while connected and not charging, 0.595 EUR per session',
  )
  assert.equal(
    priceWithNext(prices, nextPrices(night, at), { currency: 'EUR', language: 'de', timeZone: at.timeZone }),
    '0,476 EUR/kWh, 7,14 EUR/h angesteckt ohne zu laden, 0,595 EUR je Ladevorgang. ' +
      'Ab 22:00: 0,238 EUR/kWh, 7,14 EUR/h angesteckt ohne zu laden',
  )
  assert.equal(priceWords(unitPricesAt(terms({}), at), 'EUR', 'en'), 'free of charge')
  const total = { inclTax: new Decimal('4.6'), energyWh: new Decimal(10_040), seconds: 4_980 }
  assert.equal(finalWords(total, 'EUR', 'de'), 'Gesamt: 4,60 EUR. 10,0 kWh, 1:23 h.')
  assert.deepEqual(['de-AT', 'EN_us', 'fr', '', null].map(languageOf), ['de', 'en', null, null, null])
})

test('the time of a place is its offset, and the next one where clocks change', () => {
  const at = Temporal.Instant.from('2027-03-01T12:00:00Z')
  assert.deepEqual(timeOffsetAt(at, 'Europe/Berlin'), {
    TimeOffset: '+01:00',
    NextTimeOffsetTransitionDateTime: '2027-03-28T01:00:00Z',
    TimeOffsetNextTransition: '+02:00',
  })
  assert.deepEqual(timeOffsetAt(at, 'Asia/Tokyo'), { TimeOffset: '+09:00' })
})
