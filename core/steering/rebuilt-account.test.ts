import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newAccount } from './account.ts'
import { grantConfirmed, grantSent } from './account-steps.ts'
import { capOf } from './cap.ts'
import { exampleAccount } from './example-round.ts'
import { rebuiltAccount, type StoredGrant } from './rebuilt-account.ts'

const hardware = {
  chargerId: 1,
  evse: 1,
  unit: 'A',
  max: 32,
  fallback: 6,
  fallbackVerified: true,
  obeysLease: true,
} as const
const known = { place: 'charging', sessionId: 's1', online: true } as const
const stored = (id: number, value: number, state: StoredGrant['state']): StoredGrant => {
  return { id, value, state, sessionId: 's1', untilMs: 900_000, decidedAtMs: id * 1_000 }
}

// The engine is killed at every moment of a raise from 10 A to 20 A, and of a reduction back: what the charger may be
// following then, and what the records say.
const moments = [
  { name: 'before anything was decided', truth: [10], records: [stored(1, 10, 'confirmed')] },
  {
    name: 'between decided and sent',
    truth: [10, 20],
    records: [stored(1, 10, 'confirmed'), stored(2, 20, 'decided')],
  },
  { name: 'between sent and confirmed', truth: [10, 20], records: [stored(1, 10, 'confirmed'), stored(2, 20, 'sent')] },
  { name: 'when no answer came', truth: [10, 20], records: [stored(1, 10, 'confirmed'), stored(2, 20, 'unanswered')] },
  {
    name: 'before the former was replaced',
    truth: [20],
    records: [stored(1, 10, 'confirmed'), stored(2, 20, 'confirmed')],
  },
  { name: 'while it is lowered', truth: [20, 8], records: [stored(2, 20, 'confirmed'), stored(3, 8, 'sent')] },
  {
    name: 'just after it was lowered',
    truth: [20, 8],
    records: [stored(2, 20, 'replaced'), stored(3, 8, 'confirmed')],
  },
]

for (const { name, truth, records } of moments) {
  test(`an engine that was killed ${name} reserves no less than the charger may follow`, () => {
    const account = rebuiltAccount(hardware, known, records.toReversed(), 100_000)
    assert.ok(capOf(account, 100_000) >= Math.max(...truth))
    assert.equal(account.link.reconciled, false, 'and raises nothing before it has asked')
  })
}

test('a rebuilt account follows like the one that it was, once the charger has said what it goes by', () => {
  const lived = grantConfirmed(grantSent(exampleAccount(1), { grantId: 1, value: 10, untilMs: 900_000 }, 0), 1, 0)
  const rebuilt = rebuiltAccount(hardware, known, [stored(1, 10, 'confirmed')], 100_000)
  assert.equal(capOf(rebuilt, 100_000), capOf(lived, 100_000))
})

test('a grant of a session that is over still counts until it is known to be gone, and the fallback beside it', () => {
  const former = { ...stored(1, 20, 'sent'), sessionId: 's0' }
  assert.equal(capOf(rebuiltAccount(hardware, known, [former], 100_000), 100_000), 20)
  const nothing = rebuiltAccount(hardware, { ...known, place: 'plugged', sessionId: null }, [], 0)
  assert.deepEqual([capOf(nothing, 0), capOf(newAccount(hardware, 0), 0)], [6, 6])
})
