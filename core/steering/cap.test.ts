import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Account } from './account.ts'
import {
  grantConfirmed,
  grantRefused,
  grantSent,
  grantUnanswered,
  hardwareChanged,
  linkBack,
  linkLost,
  reconciled,
  sessionBegan,
  sessionEnded,
  vehicleLeft,
} from './account-steps.ts'
import { capOf } from './cap.ts'
import { exampleAccount } from './example-round.ts'
import { drawMeasured } from './measured-draw.ts'
import { troublesOf } from './troubles.ts'

const grant = (grantId: number, value: number, untilMs = 900_000) => ({ grantId, value, untilMs })
const confirmedAt = (value: number, over: Partial<Account> = {}) =>
  grantConfirmed(grantSent(exampleAccount(1, over), grant(1, value), 0), 1, 0)

test('a session without a grant of its own is reserved its fallback, or all it can where that is not proved', () => {
  assert.equal(capOf(exampleAccount(1), 0), 6)
  assert.equal(capOf(exampleAccount(1, { fallbackVerified: false }), 0), 32)
})

test('a grant in flight counts beside the one before, until the charger says yes and has had time to follow', () => {
  const before = confirmedAt(20)
  const sent = grantSent(before, grant(2, 10), 1_000)
  assert.equal(capOf(sent, 1_000), 20)
  const lowered = grantConfirmed(sent, 2, 2_000)
  assert.equal(capOf(lowered, 31_999), 20)
  assert.equal(capOf(lowered, 32_000), 10)
})

test('a draw that was seen to fall to the new grant frees the room at once', () => {
  const drawing = drawMeasured(confirmedAt(20), { value: 19.8, atMs: 500 })
  const lowered = grantConfirmed(grantSent(drawing, grant(2, 10), 1_000), 2, 2_000)
  assert.equal(capOf(drawMeasured(lowered, { value: 9.9, atMs: 6_000 }), 6_000), 10)
})

test('a make that accepts and ignores keeps its room until its draw shows that it follows', () => {
  const heedless = { ...drawMeasured(confirmedAt(20), { value: 20, atMs: 500 }), heedless: true }
  const lowered = grantConfirmed(grantSent(heedless, grant(2, 10), 1_000), 2, 2_000)
  assert.equal(capOf(lowered, 600_000), 20)
  assert.equal(capOf(drawMeasured(lowered, { value: 10, atMs: 60_000 }), 60_000), 10)
})

test('after its lease a grant counts as the fallback, for a make that does not end it as it was', () => {
  assert.equal(capOf(confirmedAt(20), 899_999), 20)
  assert.equal(capOf(confirmedAt(20), 900_000), 6)
  assert.equal(capOf(confirmedAt(20, { obeysLease: false }), 900_000), 20)
  assert.equal(capOf(confirmedAt(20, { fallbackVerified: false }), 900_000), 32)
})

test('a lost link adds the fallback, which a next vehicle would begin with, or all where it is not proved', () => {
  assert.equal(capOf(linkLost(confirmedAt(0), 100_000), 100_000), 6)
  assert.equal(capOf(linkLost(confirmedAt(20), 100_000), 100_000), 20)
  assert.equal(capOf(linkLost(confirmedAt(20, { fallbackVerified: false }), 100_000), 100_000), 32)
})

test('what is reserved stays when a link is back, until the charger has said what it goes by', () => {
  const back = linkBack(linkLost(grantSent(confirmedAt(10), grant(2, 20), 50_000), 60_000), 70_000)
  assert.equal(capOf(back, 70_000), 20)
  const said = { askedAtMs: 70_000, place: 'charging', sessionId: 's1' } as const
  const known = reconciled(back, { ...said, follows: { value: 10, untilMs: 900_000 } }, 71_000)
  assert.equal(capOf(known, 101_000), 10)
  assert.equal(capOf(reconciled(back, { ...said, follows: null }, 71_000), 200_000), 6)
  assert.equal(capOf(reconciled(back, { ...said, follows: 'unknown' }, 71_000), 200_000), 20)
})

test('a free place online needs nothing, one that is plugged in its fallback, and one that is away as well', () => {
  assert.equal(capOf(vehicleLeft(confirmedAt(20)), 0), 0)
  assert.equal(capOf(sessionEnded(confirmedAt(20)), 0), 6)
  assert.equal(capOf(linkLost(vehicleLeft(confirmedAt(20)), 0), 0), 6)
})

test('what a meter shows above a grant counts, but not its noise', () => {
  assert.equal(capOf(drawMeasured(confirmedAt(10), { value: 10.4, atMs: 40_000 }), 40_000), 10)
  assert.equal(capOf(drawMeasured(confirmedAt(10), { value: 11, atMs: 40_000 }), 40_000), 11)
})

test('what was drawn by leave of a grant is not reserved beyond its lease, unless it was more than that', () => {
  const away = (value: number, over: Partial<Account> = {}) =>
    linkLost(drawMeasured(confirmedAt(24, over), { value, atMs: 600_000 }), 700_000)
  assert.equal(capOf(away(24.2), 899_999), 24)
  assert.equal(capOf(away(24.2), 929_999), 24.2)
  assert.equal(capOf(away(24.2), 930_000), 6)
  assert.equal(capOf(away(28), 930_000), 28)
  assert.equal(capOf(away(24.2, { obeysLease: false }), 930_000), 24)
  const said = { askedAtMs: 940_000, place: 'charging', sessionId: away(24.2).sessionId, follows: null } as const
  assert.equal(capOf(reconciled(linkBack(away(24.2), 940_000), said, 940_000), 940_000), 6)
})

test('what was measured of a session is not reserved after its end, and is no disobedience of the next', () => {
  const drawing = drawMeasured(confirmedAt(20), { value: 19.5, atMs: 500 })
  const above = drawMeasured(drawing, { value: 25, atMs: 1_000 })
  const left = vehicleLeft({ ...above, link: { online: true, sinceMs: 0, reconciled: true } })
  assert.equal(capOf(left, 2_000), 0)
  const next = sessionBegan(left, '2')
  assert.equal(capOf(next, 60_000), 6)
  assert.equal(drawMeasured(next, { value: 16, atMs: 60_000 }).conduct.kind, 'steerable')
})

test('what is measured without a session is reserved while it may still be so', () => {
  const free = vehicleLeft(exampleAccount(1, { link: { online: true, sinceMs: 0, reconciled: true } }))
  const drawing = drawMeasured(free, { value: 10, atMs: 1_000 })
  assert.equal(capOf(drawing, 600_000), 10)
  assert.equal(capOf(drawing, 1_000_000), 0)
})

test('three refusals make a charger unsteerable, three silences uncooperative, and both are reserved their maximum', () => {
  let [refusing, silent] = [confirmedAt(10), confirmedAt(10)]
  for (const id of [2, 3, 4]) {
    assert.equal(capOf(refusing, 40_000), 10)
    refusing = grantRefused(grantSent(refusing, grant(id, 8), 40_000), id, 40_000)
    silent = grantUnanswered(grantSent(silent, grant(id, 8), 40_000), id, 40_000)
  }
  assert.deepEqual([capOf(refusing, 40_000), troublesOf(refusing, 0)], [32, ['unsteerable']])
  assert.deepEqual([capOf(silent, 40_000), troublesOf(silent, 0)], [32, ['uncooperative']])
  const answers = grantConfirmed(grantSent(silent, grant(5, 8), 50_000), 5, 50_000)
  assert.deepEqual(troublesOf(answers, 0), [])
})

test('drawing too much for half a minute is disobeying, after three minutes a stop is advised, obeying is trusted again', () => {
  const draws = (account: Account, value: number, ...seconds: number[]) =>
    seconds.reduce((one, s) => drawMeasured(one, { value, atMs: s * 1_000 }), account)
  const obedient = draws(confirmedAt(10), 10, 40)
  assert.equal(capOf(draws(obedient, 14, 50, 79), 79_000), 14)
  const disobeying = draws(obedient, 14, 50, 80)
  assert.equal(capOf(disobeying, 80_000), 32)
  assert.deepEqual(troublesOf(disobeying, 80_000), ['disobeying'])
  assert.deepEqual(troublesOf(draws(disobeying, 14, 230), 230_000), ['disobeying', 'stop-advised'])
  assert.deepEqual(troublesOf(draws(disobeying, 10, 240, 419), 419_000), ['disobeying'])
  assert.deepEqual(troublesOf(draws(disobeying, 10, 240, 420), 420_000), [])
})

test('a charger that goes on as before after a lower grant is remembered as one that accepts and ignores', () => {
  const drawing = drawMeasured(confirmedAt(20), { value: 20, atMs: 1_000 })
  let lowered = grantConfirmed(grantSent(drawing, grant(2, 10), 2_000), 2, 2_000)
  for (const atMs of [20_000, 40_000, 75_000]) lowered = drawMeasured(lowered, { value: 20, atMs })
  assert.deepEqual(troublesOf(lowered, 75_000), ['disobeying', 'heedless'])
})

test('a draw above the fallback long after the lease shows a make that does not let grants end', () => {
  const away = linkLost(confirmedAt(20), 100_000)
  const seen = drawMeasured(away, { value: 20, atMs: 960_000 })
  assert.deepEqual(troublesOf(seen, 960_000), ['no-lease'])
  assert.equal(capOf(seen, 960_000), 20)
})

test('a new fallback counts beside the old one until it is proved', () => {
  const changed = hardwareChanged(exampleAccount(1), { ...exampleAccount(1), fallback: 4, fallbackVerified: false }, 0)
  assert.equal(capOf(changed, 0), 6)
})

test('a yes to a grant of a session that is over says nothing of the next one', () => {
  const next = sessionBegan(sessionEnded(grantSent(confirmedAt(20), grant(2, 0), 10_000)), 's2')
  assert.equal(capOf(grantConfirmed(next, 2, 11_000), 60_000), 6)
})

// What chargers do that behave: they take what they say yes to and perhaps what they never answer, change over within
// half a minute, end leases, and begin anew with the fallback.
type Act = 'send' | 'yes' | 'no' | 'silent' | 'silent, taken' | 'lost' | 'back' | 'pass' | 'next vehicle' | 'wait'
const acts: Act[] = [
  'send',
  'send',
  'yes',
  'yes',
  'no',
  'silent',
  'silent, taken',
  'lost',
  'back',
  'pass',
  'wait',
  'next vehicle',
]

test('what is reserved is never below what a charger follows, whatever happens between it and us', () => {
  const life = fc.array(fc.tuple(fc.constantFrom(...acts), fc.constantFrom(0, 6, 10, 20, 32)), { maxLength: 40 })
  fc.assert(
    fc.property(life, fc.boolean(), fc.boolean(), (steps, obeysLease, fallbackVerified) => {
      let account = exampleAccount(1, { obeysLease, fallbackVerified })
      const own = fallbackVerified ? 6 : 32
      let [nowMs, id, session] = [0, 1, 1]
      let [grant, lag] = [null, null] as [
        { value: number; untilMs: number } | null,
        { value: number; untilMs: number } | null,
      ]
      let calls: { grantId: number; value: number; untilMs: number; session: number }[] = []
      const rate = () => {
        const now = grant && (nowMs < grant.untilMs || !obeysLease) ? grant.value : own
        return lag && nowMs < lag.untilMs ? Math.max(now, lag.value) : now
      }
      const take = (call: (typeof calls)[number]) => {
        if (call.session !== session) return
        lag = { value: rate(), untilMs: nowMs + 30_000 }
        grant = call
      }
      for (const [act, value] of steps) {
        const { online } = account.link
        if (act === 'pass') nowMs += 15_000
        if (act === 'wait') nowMs += 200_000
        if (act === 'send' && online) {
          const call = { grantId: id++, value, untilMs: nowMs + 300_000 }
          account = grantSent(account, call, nowMs)
          calls.push({ ...call, session })
        }
        const call = ['yes', 'no', 'silent', 'silent, taken'].includes(act) ? calls.shift() : undefined
        if (call && (act === 'yes' || act === 'silent, taken')) take(call)
        if (call && act === 'yes' && call.session === session) account = grantConfirmed(account, call.grantId, nowMs)
        else if (call && (act === 'no' || act === 'yes')) account = grantRefused(account, call.grantId, nowMs)
        else if (call) account = grantUnanswered(account, call.grantId, nowMs)
        if (act === 'lost' && online) {
          for (const one of value > 6 ? calls : []) take(one)
          calls = []
          account = linkLost(account, nowMs)
        }
        if (act === 'next vehicle') {
          ;[grant, lag] = [null, null]
          session++
          // Out of sight nobody tells us.
          if (online) account = sessionBegan(sessionEnded(account), `s${session}`)
        }
        if (act === 'back' && !online) {
          const running = grant && (nowMs < grant.untilMs || !obeysLease) ? grant : null
          const said = { askedAtMs: nowMs, place: 'charging', sessionId: `s${session}`, follows: running } as const
          account = reconciled(linkBack(account, nowMs), said, nowMs)
        }
        const cap = capOf(account, nowMs)
        assert.ok(cap >= rate(), `follows ${rate()}, ${cap} is reserved`)
      }
    }),
    { numRuns: 3_000, seed: 11 },
  )
})
