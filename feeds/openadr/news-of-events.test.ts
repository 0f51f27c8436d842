import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OpenAdrEvent } from './event.ts'
import { newsOfEvents } from './news-of-events.ts'

const now = Temporal.Instant.from('2026-03-10T12:00:00Z')
const settings = { levelsW: [300_000, 100_000, 0] as const, clientName: 'depot-north', takesPrices: true }
const read = (...events: OpenAdrEvent[]) => newsOfEvents(events, settings, now)
const texts = (news: ReturnType<typeof read>) =>
  news.intervals.map(({ from, to, value }) => `${from} ${to ?? 'on'} ${value}`)

function event(type: string, values: unknown[], members: Partial<OpenAdrEvent> = {}): OpenAdrEvent {
  return {
    ...{ id: `e${values.join()}`, eventName: 'Evening', createdDateTime: '2026-03-10T11:00:00Z' },
    intervalPeriod: { start: '2026-03-10T17:00:00Z', duration: 'PT15M' },
    intervals: values.map((value, id) => ({ id, payloads: [{ type, values: [value] }] })),
    ...members,
  }
}

test('intervals without a period of their own follow one another from the beginning of the event', () => {
  const own = { start: '2026-03-10T20:00:00Z', duration: 'PT1H' }
  const one = event('IMPORT_CAPACITY_LIMIT', [200, 50.5])
  one.intervals.push({ intervalPeriod: own, payloads: [{ type: 'IMPORT_CAPACITY_LIMIT', values: [0] }] })
  const news = read(one)
  assert.deepEqual(texts(news), [
    '2026-03-10T17:00:00Z 2026-03-10T17:15:00Z 200000',
    '2026-03-10T17:15:00Z 2026-03-10T17:30:00Z 50500',
    '2026-03-10T20:00:00Z 2026-03-10T21:00:00Z 0',
  ])
  assert.equal(news.reason, 'Evening')
})

test('an event that begins now and has no end holds from its last change for as long as it is there', () => {
  for (const duration of ['P9999Y', 'PT0S', undefined]) {
    const intervalPeriod = { start: '0001-01-01T00:00:00Z', ...(duration ? { duration } : {}) }
    assert.deepEqual(texts(read(event('IMPORT_CAPACITY_LIMIT', [10], { intervalPeriod }))), [
      '2026-03-10T11:00:00Z on 10000',
    ])
  }
})

test('levels of a simple signal leave what was agreed, and level 0 everything', () => {
  assert.deepEqual(
    read(event('SIMPLE', [0, 1, 2, 3])).intervals.map(({ value }) => value),
    [300_000, 100_000, 0],
  )
  assert.deepEqual(newsOfEvents([event('SIMPLE', [3])], { ...settings, levelsW: null }, now).intervals, [])
})

test('units are obeyed, and a limit that is no power or no number is not taken', () => {
  const units = (text: string) => ({ payloadDescriptors: [{ payloadType: 'IMPORT_CAPACITY_LIMIT', units: text }] })
  assert.equal(read(event('IMPORT_CAPACITY_LIMIT', [7], units('W'))).intervals[0]?.value, 7)
  assert.equal(read(event('IMPORT_CAPACITY_LIMIT', [7], units('MW'))).intervals[0]?.value, 7_000_000)
  assert.throws(() => read(event('IMPORT_CAPACITY_LIMIT', [7], units('CELSIUS'))), /not a power/)
  for (const value of [-1, '7', null, Number.NaN, {}]) {
    assert.throws(() => read(event('IMPORT_CAPACITY_LIMIT', [value])), /not a number/)
  }
  assert.throws(() => read(event('SIMPLE', [4])), /level/)
  for (const period of [{ start: 'soon' }, { start: '2026-03-10T17:00:00Z', duration: 'an hour' }]) {
    assert.throws(() => read(event('IMPORT_CAPACITY_LIMIT', [1], { intervalPeriod: period })), /there is not/)
  }
})

test('an event for other clients, and payloads that are not for us, change nothing', () => {
  const targets = (name: string) => ({ targets: [{ type: 'VEN_NAME', values: [name] }] })
  assert.deepEqual(read(event('IMPORT_CAPACITY_LIMIT', [1], targets('depot-south'))).intervals, [])
  assert.equal(read(event('IMPORT_CAPACITY_LIMIT', [1], targets('depot-north'))).intervals.length, 1)
  assert.equal(read(event('IMPORT_CAPACITY_LIMIT', [1], { targets: ['group-1'] })).intervals.length, 1)
  assert.deepEqual(read(event('GHG', [412], {})).intervals, [])
})

const currency = { payloadDescriptors: [{ payloadType: 'PRICE', units: 'KWH', currency: 'EUR' }] }

test('prices come as blocks that do not overlap: of two events the more important one holds', () => {
  const usual = event('PRICE', [0.31, 0.31, -0.02], { ...currency, id: 'usual', priority: 5 })
  const special = event('PRICE', [0.9], {
    ...{ ...currency, id: 'special', priority: 0 },
    intervalPeriod: { start: '2026-03-10T17:10:00Z', duration: 'PT10M' },
  })
  assert.deepEqual(
    read(usual, special).prices.map(({ from, to, price }) => `${from} ${to} ${price}`),
    [
      '2026-03-10T17:00:00Z 2026-03-10T17:10:00Z 0.31',
      '2026-03-10T17:10:00Z 2026-03-10T17:20:00Z 0.9',
      '2026-03-10T17:20:00Z 2026-03-10T17:30:00Z 0.31',
      '2026-03-10T17:30:00Z 2026-03-10T17:45:00Z -0.02',
    ],
  )
  assert.equal(read(event('PRICE', [1e-7], currency)).prices[0]?.price, '0.0000001')
})

test('prices without a currency or an end are not taken, and none at all when they are not wanted', () => {
  assert.throws(() => read(event('PRICE', [0.3])), /currency/)
  assert.throws(
    () => read(event('PRICE', [0.3], { ...currency, intervalPeriod: { start: '2026-03-10T17:00:00Z' } })),
    /end/,
  )
  assert.deepEqual(newsOfEvents([event('PRICE', [0.3])], { ...settings, takesPrices: false }, now).prices, [])
})
