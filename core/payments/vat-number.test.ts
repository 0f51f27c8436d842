import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkVatNumber, validateVatNumber } from './vat-number.ts'

const good = [
  'ATU13585627',
  'BE0403019261',
  'CHE-116.281.710 MWST',
  'DE136695976',
  'DK13585628',
  'EE100931558',
  'FI20774740',
  'FR40303265045',
  'HR33392005961',
  'HU12892312',
  'IT00743110157',
  'LU15027442',
  'MT11679112',
  'NL004495445B01',
  'NO 995525828 MVA',
  'PL8567346215',
  'PT501964843',
  'SE556188840401',
  'SI50223054',
  'SK2022749619',
  'ES54362315K',
]

for (const number of good) {
  test(`C18: ${number} is a VAT number`, () => assert.equal(checkVatNumber(number), 'good'))
}

const changed = [
  'ATU13585626',
  'BE0403019262',
  'DE136695975',
  'FI20774741',
  'FR41303265045',
  'IT00743110158',
  'LU15027443',
  'NL004495446B01',
  'PL8567346216',
  'PT501964842',
  'SE556188840501',
]

for (const number of changed) {
  test(`C18: ${number} has other check digits than it must`, () =>
    assert.equal(checkVatNumber(number), 'wrong-check-digits'))
}

test('C18: what has no form of a VAT number is told from what has the country of nobody', () => {
  assert.equal(checkVatNumber('DE12345'), 'malformed')
  assert.equal(checkVatNumber('1234'), 'malformed')
  assert.equal(checkVatNumber(''), 'malformed')
  assert.equal(checkVatNumber('XX123456789'), 'unknown-country')
})

test('C18: a directory has the last word, and its silence is no refusal', async () => {
  const company = { name: 'Acme', address1: 'Way 1', address2: null, city: 'Town', postalCode: null, country: 'DE' }
  const asked: string[] = []
  const directory = (answer: Awaited<ReturnType<typeof find>>) => ({
    find: async (number: string) => {
      asked.push(number)
      return answer
    },
  })
  const find = async (): Promise<{ isRegistered: boolean; company: typeof company | null } | null> => null
  const told = async (answer: Awaited<ReturnType<typeof find>>) =>
    validateVatNumber('DE 136.695.976', directory(answer))
  assert.deepEqual(await told({ isRegistered: true, company }), { isAccepted: true, why: null, company })
  assert.deepEqual(await told({ isRegistered: false, company: null }), {
    ...{ isAccepted: false, why: 'not-registered', company: null },
  })
  assert.deepEqual(await told(null), { isAccepted: true, why: null, company: null })
  assert.deepEqual(new Set(asked), new Set(['DE136695976']))
  assert.equal((await validateVatNumber('DE1', directory({ isRegistered: true, company }))).isAccepted, false)
})
