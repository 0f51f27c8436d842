import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkPassword, makePassword } from './password.ts'

const refused = [
  'short',
  'elevenchars',
  'anna.lindberg',
  'ANNA.LINDBERG',
  'password1234',
  'Passwort2026!',
  'administrator',
  'Voltyard-Admin-1',
  'aaaaaaaaaaaaaaa',
  '123412341234123',
  'qwertzuiop123',
  'annalindberg2026',
  'x'.repeat(1_001),
]
const allowed = ['a depot full of buses', 'kR9-vv2-Lp0-qT', 'Straßenbahn am Nordhof', '電気自動車の充電ステーション']

describe('passwords of people', () => {
  for (const password of refused) {
    test(`${password.slice(0, 30)} is refused`, () => {
      assert.throws(() => checkPassword(password, 'Anna.Lindberg'), { code: 'invalid_value', subject: 'wanted' })
    })
  }
  for (const password of allowed) {
    test(`${password} is allowed`, () => checkPassword(password, 'anna.lindberg'))
  }
  test('a made password is long, readable, allowed, and never the same', () => {
    const made = new Set(Array.from({ length: 200 }, makePassword))
    assert.equal(made.size, 200)
    for (const password of made) {
      assert.match(password, /^([a-km-np-z2-9]{4}-){5}[a-km-np-z2-9]{4}$/)
      checkPassword(password, 'admin')
    }
  })
})
