import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askSparingly, NotAskedAgain } from './ask-outside.ts'
import { keptAnswers } from './kept-answers.ts'

const clock = { now: Temporal.Instant.from('2026-03-01T00:00:00Z') }
const now = () => clock.now
const pass = (duration: Temporal.DurationLike) => {
  clock.now = clock.now.add(duration)
}

test('a storm of questions is asked a few at a time, and all are answered', async () => {
  let [underWay, most] = [0, 0]
  const { ask, waiting } = askSparingly(
    async (url) => {
      underWay += 1
      most = Math.max(most, underWay)
      await new Promise(setImmediate)
      underWay -= 1
      return Buffer.from(url)
    },
    { atOnce: 3, restSeconds: 10, now },
  )
  const asked = Array.from({ length: 20 }, (_, index) => ask(`http://responder/${index}`, {}))
  assert.equal(waiting(), 17)
  const answers = await Promise.all(asked)
  assert.deepEqual(
    answers.map(String),
    Array.from({ length: 20 }, (_, index) => `http://responder/${index}`),
  )
  assert.deepEqual([most, waiting()], [3, 0])
})

test('an address that failed is left alone for a while, and those who wait for it need not wait', async () => {
  let count = 0
  const { ask } = askSparingly(
    async (url) => {
      count += 1
      if (url === 'http://dead') throw new Error('nobody there')
      return Buffer.alloc(0)
    },
    { atOnce: 1, restSeconds: 10, now },
  )
  const outcomes = await Promise.allSettled([ask('http://dead', {}), ask('http://dead', {}), ask('http://alive', {})])
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['rejected', 'rejected', 'fulfilled'],
  )
  assert.equal(count, 2)
  await assert.rejects(ask('http://dead', {}), NotAskedAgain)
  pass({ seconds: 10 })
  await assert.rejects(ask('http://dead', {}), /nobody there/)
})

test('an answer is found once for all who ask, kept while it holds, and renewed shortly before its end', async () => {
  const kept = keptAnswers<number>({ now, most: 2 })
  let count = 0
  const find = async () => ({ answer: ++count, until: now().add({ hours: 1 }) })
  const ask = (key = 'one') => kept(key, find)
  assert.deepEqual(await Promise.all([ask(), ask(), ask()]), [1, 1, 1])
  pass({ minutes: 50 })
  assert.equal(await ask(), 1)
  pass({ minutes: 6 })
  assert.equal(await ask(), 1, 'the former answer counts until its end')
  await new Promise(setImmediate)
  assert.equal(await ask(), 2)
  pass({ minutes: 61 })
  assert.equal(await ask(), 3)

  await assert.rejects(kept('bad', () => Promise.reject(new Error('no'))))
  assert.equal(await kept('bad', async () => ({ answer: 7, until: null })), 7)
  assert.equal(await kept('bad', async () => ({ answer: 8, until: null })), 8, 'what has no end is not kept')
  await ask('two')
  await ask('three')
  const before = count
  await ask()
  assert.equal(count, before + 1, 'the oldest gives way')
})
