import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Account } from './account.ts'
import { grantConfirmed, grantSent, grantUnanswered } from './account-steps.ts'
import { exampleAccount, examplePlace, exampleRow } from './example-round.ts'
import { exceededForGood } from './settling.ts'

const high = grantConfirmed(grantSent(exampleAccount(1), { grantId: 1, value: 32, untilMs: 900_000 }, 0), 1, 0)
const asked = grantSent(high, { grantId: 2, value: 10, untilMs: 900_000 }, 100_000)
const isNews = (account: Account, nowMs: number, base = 0) =>
  exceededForGood([exampleRow('main', 16, { base })], [examplePlace(account, ['main'], null)], nowMs).has('main')

test('a row above its limit is no news while its chargers are being lowered', () => {
  assert.equal(isNews(high, 90_000), true, 'nobody has been asked')
  assert.equal(isNews(asked, 101_000), false, 'the answer may still come')
  assert.equal(isNews(grantUnanswered(asked, 2, 130_000), 130_000), true, 'it did not come')
  const confirmed = grantConfirmed(asked, 2, 105_000)
  assert.equal(isNews(confirmed, 134_000), false, 'it takes chargers half a minute to follow')
  const above = { ...confirmed, measured: { value: 32, atMs: 136_000 } }
  assert.equal(isNews(above, 136_000), true, 'it has not followed')
})

test('what lowering cannot cure is told at once', () => {
  assert.equal(isNews(asked, 101_000, 10), true)
  assert.equal(isNews({ ...asked, heedless: true, leaving: { value: 32, untilMs: null } }, 101_000), true)
})
