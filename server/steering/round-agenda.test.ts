import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RoundAgenda } from './round-agenda.ts'

test('the first round of an engine is due at once, and it is for the takeover', () => {
  const agenda = new RoundAgenda()
  assert.equal(agenda.isUrgent, true)
  assert.equal(agenda.take(5), 'takeover')
  assert.equal(agenda.take(5), null)
})

test('what happens is gathered for two seconds after the last round, and a limit does not wait', () => {
  const agenda = new RoundAgenda()
  agenda.take(100_000)
  agenda.began(100_000)
  agenda.ask('event')
  agenda.ask('period')
  assert.equal(agenda.isUrgent, false)
  assert.equal(agenda.take(101_999), null)
  assert.equal(agenda.take(102_000), 'event')

  agenda.began(102_000)
  const asked = (['event', 'limit', 'guard'] as const).map((cause) => agenda.ask(cause))
  assert.deepEqual(asked, ['soon', 'now', 'now'])
  assert.equal(agenda.isUrgent, true)
  assert.equal(agenda.take(102_001), 'limit')
  assert.equal(agenda.take(200_000), null)
})

test('after half a minute without a round the site is quiet', () => {
  const agenda = new RoundAgenda()
  agenda.began(100_000)
  assert.deepEqual([agenda.isQuiet(129_999), agenda.isQuiet(130_000)], [false, true])
})
