import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Decimal } from 'decimal.js'
import { priceOf } from './price.ts'
import { type NewTerms, tariffIdOf, termsOf } from './tariff.ts'
import type { Usage } from './usage.ts'

const at = (text: string) => Temporal.Instant.from(text).epochMilliseconds

/** Spans as [from, to, Wh, charging?]. */
function used(...spans: [from: string, to: string, wh: number, isCharging?: boolean][]): Usage {
  return {
    from: Temporal.Instant.from(spans[0]![0]),
    spans: spans.map(([from, to, wh, isCharging = true]) => ({
      fromMs: at(from),
      toMs: at(to),
      energyWh: new Decimal(wh),
      isCharging,
    })),
  }
}

function cost(terms: Partial<NewTerms>, usage: Usage, zone = 'UTC'): [string, string] {
  const { exclTax, inclTax } = priceOf(termsOf({ name: 'T', currency: 'EUR', ...terms }), usage, zone)
  return [exclTax.toFixed(2), inclTax.toFixed(2)]
}

// 2027-03-01 is a Monday.
const hour = used(['2027-03-01T10:00:00Z', '2027-03-01T11:00:00Z', 10_000])

const cases: [what: string, terms: Partial<NewTerms>, usage: Usage, expected: [string, string], zone?: string][] = [
  ['energy', { energy: [{ price: '0.39' }] }, hour, ['3.90', '3.90']],
  ['tax', { energy: [{ price: '0.39' }], taxPercent: '19' }, hour, ['3.90', '4.64']],
  ['nothing at all', {}, hour, ['0.00', '0.00']],
  ['time and a fee', { chargingTime: [{ price: '1.2' }], fixedFee: [{ price: '0.5' }] }, hour, ['1.70', '1.70']],
  [
    'idle time after charging',
    { chargingTime: [{ price: '1' }], idleTime: [{ price: '6' }] },
    used(
      ['2027-03-01T10:00:00Z', '2027-03-01T11:00:00Z', 9_000],
      ['2027-03-01T11:00:00Z', '2027-03-01T11:20:00Z', 0, false],
    ),
    ['3.00', '3.00'],
  ],
  ['a minimum', { energy: [{ price: '0.1' }], minimum: '5' }, hour, ['5.00', '5.00']],
  ['a maximum', { energy: [{ price: '2' }], maximum: '7.5', taxPercent: '20' }, hour, ['7.50', '9.00']],
  [
    'rounding once, half up',
    { energy: [{ price: '0.1' }], chargingTime: [{ price: '0.005' }] },
    used(['2027-03-01T10:00:00Z', '2027-03-01T11:00:00Z', 100]),
    ['0.02', '0.02'],
  ],
  [
    'a rate that begins within a span cuts it',
    { energy: [{ price: '0.2', when: { fromTime: '22:00', toTime: '06:00' } }, { price: '0.4' }] },
    used(['2027-03-01T21:00:00Z', '2027-03-01T23:00:00Z', 20_000]),
    ['6.00', '6.00'],
  ],
  [
    'times are local times',
    { energy: [{ price: '0.2', when: { fromTime: '22:00', toTime: '06:00' } }, { price: '0.4' }] },
    used(['2027-03-01T21:00:00Z', '2027-03-01T23:00:00Z', 20_000]),
    ['4.00', '4.00'],
    'Europe/Berlin',
  ],
  [
    'days',
    { energy: [{ price: '1', when: { days: [6, 7] } }, { price: '2' }] },
    used(['2027-02-28T23:00:00Z', '2027-03-01T01:00:00Z', 2_000]),
    ['3.00', '3.00'],
  ],
  [
    'dates',
    {
      energy: [
        { price: '1', when: { toDate: '2027-03-01' } },
        { price: '2', when: { fromDate: '2027-03-01' } },
      ],
    },
    used(['2027-02-28T22:00:00Z', '2027-03-01T02:00:00Z', 4_000]),
    ['6.00', '6.00'],
  ],
  [
    'the first ten kWh cost less',
    { energy: [{ price: '0.2', when: { toKwh: '10' } }, { price: '0.5' }] },
    used(
      ['2027-03-01T10:00:00Z', '2027-03-01T11:00:00Z', 8_000],
      ['2027-03-01T11:00:00Z', '2027-03-01T12:00:00Z', 8_000],
    ),
    ['5.00', '5.00'],
  ],
  [
    'in the night of the change of clocks an hour is an hour',
    { chargingTime: [{ price: '6', when: { fromTime: '00:00', toTime: '04:00' } }] },
    used(['2027-03-27T23:00:00Z', '2027-03-28T04:00:00Z', 1_000]),
    ['18.00', '18.00'],
    'Europe/Berlin',
  ],
  [
    'C20.FR.03: cancelled before anything was charged',
    { fixedFee: [{ price: '1' }], minimum: '3', idleTime: [{ price: '6' }] },
    used(['2027-03-01T10:00:00Z', '2027-03-01T10:05:00Z', 0, false]),
    ['0.00', '0.00'],
  ],
]

for (const [what, terms, usage, expected, zone] of cases) {
  test(`the price of ${what}`, () => assert.deepEqual(cost(terms, usage, zone), expected))
}

test('an amount of yen has no decimals', () => {
  const terms = termsOf({ name: 'T', currency: 'JPY', energy: [{ price: '45.5' }] })
  assert.equal(
    priceOf(terms, used(['2027-03-01T10:00:00Z', '2027-03-01T11:00:00Z', 1_000]), 'UTC').inclTax.toFixed(),
    '46',
  )
})

test('N-04: the id of a tariff is that of its content, however it was written', () => {
  const terms = termsOf({ name: 'Day', currency: 'EUR', energy: [{ price: '0.390', when: { days: [2, 1, 1] } }] })
  const same = termsOf({ energy: [{ when: { days: [1, 2] }, price: '0.39' }], currency: 'EUR', name: ' Day ' })
  assert.equal(tariffIdOf(terms), tariffIdOf(same))
  assert.notEqual(tariffIdOf(terms), tariffIdOf({ ...terms, energy: [{ price: '0.40' }] }))
  assert.ok(tariffIdOf(terms).length <= 60)
})

const refusals: [Partial<NewTerms>, RegExp][] = [
  [{ name: ' ' }, /name/],
  [{ currency: 'eur' }, /three capital letters/],
  [{ energy: [{ price: '-1' }] }, /no amount/],
  [{ energy: [{ price: '1e3' }] }, /no amount/],
  [{ taxPercent: '101' }, /too much/],
  [{ energy: [{ price: '1', when: { fromTime: '24:00' } }] }, /a time/],
  [{ energy: [{ price: '1', when: { toDate: '2027-02-30' } }] }, /a date/],
  [{ energy: [{ price: '1', when: { days: [0] } }] }, /Monday/],
  [{ minimum: '3', maximum: '2' }, /above/],
  [{ fixedFee: [{ price: '1', when: { fromKwh: '1' } }] }, /cannot depend/],
]

for (const [terms, message] of refusals) {
  test(`a tariff with ${JSON.stringify(terms)} is refused`, () => {
    assert.throws(() => termsOf({ name: 'T', currency: 'EUR', ...terms }), { code: 'invalid_value', message })
  })
}
