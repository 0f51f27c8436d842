import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Priority } from './call-priority.ts'
import { type CallOutcome, CallQueue, type CallQueueOptions, type OutboundCall } from './call-queue.ts'
import { readFrame } from './frames.ts'
import { shortIds } from './short-ids.ts'

const priorities: Priority[] = ['interactive', 'control', 'config', 'bulk']

test('a call is written at once and ends with its answer', async () => {
  const line = startLine()
  const ended = line.queue.call(call('Reset'))
  assert.match(line.written[0] ?? '', /^\[2,"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}","Reset",\{\}\]$/) // F-10
  line.answer('{"status":"Accepted"}')
  assert.deepEqual(await ended, { kind: 'answered', payload: { status: 'Accepted' } })
})

test('a second call waits for the first to be answered (F-06)', () => {
  const line = startLine()
  line.start('Reset', 'UnlockConnector')
  assert.deepEqual(line.actions(), ['Reset'])
  line.answer()
  assert.deepEqual(line.actions(), ['Reset', 'UnlockConnector'])
})

test('waiting calls go by priority, and by arrival inside a class (F-07)', () => {
  const line = startLine()
  line.start('Open')
  for (const priority of [...priorities].reverse()) {
    void line.queue.call(call(`${priority}-1`, { priority }))
    void line.queue.call(call(`${priority}-2`, { priority }))
  }
  line.answerAll()
  assert.deepEqual(
    line.actions().slice(1),
    priorities.flatMap((priority) => [`${priority}-1`, `${priority}-2`]),
  )
})

test('a bulk call is overtaken for a while, not for ever (F-07)', () => {
  const line = startLine()
  line.start('Open')
  void line.queue.call(call('GetLog', { priority: 'bulk' }))
  for (let round = 0; round < 10; round += 1) {
    void line.queue.call(call(`Unlock-${round}`, { priority: 'interactive' }))
    line.clock.advance(20_000)
    line.answer()
  }
  const place = line.actions().indexOf('GetLog')
  assert.ok(place > 2 && place < 8, `was sent as number ${place}`)
})

test('a newer call with the same key replaces the waiting one and keeps its place', async () => {
  const line = startLine()
  line.start('Open')
  const first = line.queue.call(call('SetChargingProfile', { coalesceKey: 'slot', payload: { limit: 1 } }))
  line.start('Other')
  const second = line.queue.call(call('SetChargingProfile', { coalesceKey: 'slot', payload: { limit: 2 } }))
  assert.deepEqual(await first, { kind: 'not-sent', why: 'cancelled' })
  line.answer()
  assert.match(line.written.at(-1) ?? '', /"limit":2/)
  line.answer()
  assert.equal((await second).kind, 'answered')
})

test('the 101st waiting call is refused (F-07)', async () => {
  const line = startLine()
  line.start('Open')
  for (let count = 0; count < 100; count += 1)
    void line.queue.call(call(`Waiting-${count}`, { coalesceKey: `${count}` }))
  assert.deepEqual(await line.queue.call(call('Late')), { kind: 'not-sent', why: 'queue-full' })
  void line.queue.call(call('Replacing', { coalesceKey: '5' }))
  assert.equal(line.queue.waiting, 100)
})

test('a call that waits too long expires, one that was written does not', async () => {
  const line = startLine()
  const open = line.queue.call(call('Open', { expiresInMs: 1000 }))
  const waiting = line.queue.call(call('Waiting', { expiresInMs: 1000 }))
  line.clock.advance(1000)
  assert.deepEqual(await waiting, { kind: 'not-sent', why: 'expired' })
  line.answer()
  assert.equal((await open).kind, 'answered')
})

test('a waiting call can be cancelled, a written one cannot', async () => {
  const line = startLine()
  const stop = new AbortController()
  const open = line.queue.call(call('Open', { signal: stop.signal }))
  const waiting = line.queue.call(call('Waiting', { signal: stop.signal }))
  stop.abort()
  assert.deepEqual(await waiting, { kind: 'not-sent', why: 'cancelled' })
  assert.deepEqual(await line.queue.call(call('After', { signal: stop.signal })), {
    kind: 'not-sent',
    why: 'cancelled',
  })
  line.answer()
  assert.equal((await open).kind, 'answered')
})

test('the time to answer starts when the call is written (F-08)', async () => {
  const line = startLine()
  const first = line.queue.call(call('Reset'))
  const second = line.queue.call(call('UnlockConnector'))
  line.clock.advance(30_000)
  assert.deepEqual(await first, { kind: 'timeout' })
  line.clock.advance(29_999)
  line.answer()
  assert.equal((await second).kind, 'answered')
})

// Action, options of the line, options of the call, its limit in seconds.
const limits: [string, Partial<CallQueueOptions>, Partial<OutboundCall>, number][] = [
  ['Reset', {}, {}, 30],
  ['GetConfiguration', {}, {}, 60],
  ['GetBaseReport', {}, {}, 60],
  ['UpdateFirmware', {}, {}, 60],
  ['Reset', { answerTimeFactor: 2 }, {}, 60],
  ['Reset', {}, { answerWithinMs: 5000 }, 5],
]

for (const [action, lineOptions, callOptions, seconds] of limits) {
  test(`${action} ${JSON.stringify({ ...lineOptions, ...callOptions })} may take ${seconds} s`, async () => {
    const line = startLine(lineOptions)
    const ended = track(line.queue.call(call(action, callOptions)))
    line.clock.advance(seconds * 1000 - 1)
    await Promise.resolve()
    assert.equal(ended.outcome, null)
    line.clock.advance(1)
    await Promise.resolve()
    assert.deepEqual(ended.outcome, { kind: 'timeout' })
  })
}

test('an answer after the time-out still reaches who asked (Q-032), once', () => {
  const late: [string, CallOutcome['kind']][] = []
  const line = startLine({ onLate: (call, outcome) => late.push([call.action, outcome.kind]) })
  line.start('Reset')
  line.clock.advance(30_000)
  line.answer()
  line.answer()
  assert.deepEqual(late, [['Reset', 'answered']])
  assert.equal(line.strays.length, 1)
})

test('an answer to nothing is told and changes nothing (F-04, Q-031)', async () => {
  const line = startLine()
  const ended = line.queue.call(call('Reset'))
  line.receive('[3,"unknown",{}]')
  line.receive('[4,"-1","GenericError","",{}]')
  assert.equal(line.strays.length, 2)
  line.answer()
  assert.equal((await ended).kind, 'answered')
})

test('a CALLERROR is an outcome with the text of the station', async () => {
  const line = startLine()
  const ended = line.queue.call(call('Reset'))
  line.receive(`[4,"${line.openId()}","FormatViolation","why",{"a":1}]`)
  assert.deepEqual(await ended, { kind: 'error', code: 'FormatViolation', description: 'why', details: { a: 1 } })
})

test('an unusable answer ends the call as an error', async () => {
  const line = startLine()
  const ended = line.queue.call(call('Reset'))
  line.receive(`[3,"${line.openId()}",{"a":"\\u0000"}]`)
  assert.equal((await ended).kind, 'error')
})

test('short ids are digits, and a station may answer them as numbers (F-10)', async () => {
  const line = startLine({ nextId: shortIds(1_790_000_000_000) })
  const ended = line.queue.call(call('Reset'))
  assert.match(line.openId(), /^\d{1,20}$/)
  line.receive(`[3,${line.openId()},{}]`)
  assert.equal((await ended).kind, 'answered')
})

test('three time-outs in a row make a line sick, told once until it answers (F-08, Q-224)', () => {
  let sick = 0
  const line = startLine({ onSick: () => (sick += 1) })
  const told: number[] = []
  for (let count = 0; count < 5; count += 1) {
    line.start('Reset')
    line.clock.advance(30_000)
    told.push(sick)
  }
  assert.deepEqual(told, [0, 0, 1, 1, 1])
  line.start('Reset')
  line.answer()
  for (let count = 0; count < 3; count += 1) {
    line.start('Reset')
    line.clock.advance(30_000)
  }
  assert.equal(sick, 2)
})

test('a paused line writes nothing until it is resumed', () => {
  const line = startLine()
  line.queue.pause()
  line.start('Reset')
  assert.equal(line.written.length, 0)
  line.queue.resume()
  assert.equal(line.written.length, 1)
})

test('a closed connection ends the written call as unknown and the others as not sent (F-09)', async () => {
  const line = startLine()
  const ended = [line.queue.call(call('Written')), line.queue.call(call('Waiting', { expiresInMs: 1000 }))]
  line.queue.close()
  ended.push(line.queue.call(call('After')))
  const offline = { kind: 'not-sent', why: 'offline' }
  assert.deepEqual(await Promise.all(ended), [{ kind: 'timeout' }, offline, offline])
  assert.equal(line.clock.pending(), 0)
})

test('a write that fails was not sent', async () => {
  const queue = new CallQueue({
    clock: heldClock(),
    write: () => {
      throw new Error('socket closed')
    },
  })
  assert.deepEqual(await queue.call(call('Reset')), { kind: 'not-sent', why: 'offline' })
})

type Step =
  | { do: 'call'; priority: Priority; key: string | undefined; expiresInMs: number | undefined }
  | { do: 'advance'; ms: number }
  | { do: 'answer' | 'stray' | 'pause' | 'resume' }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('call' as const),
    priority: fc.constantFrom(...priorities),
    key: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
    expiresInMs: fc.option(fc.integer({ min: 1, max: 60_000 }), { nil: undefined }),
  }),
  fc.record({ do: fc.constant('advance' as const), ms: fc.integer({ min: 1, max: 40_000 }) }),
  fc.record({
    do: fc.constantFrom('answer' as const, 'answer' as const, 'stray' as const, 'pause' as const, 'resume' as const),
  }),
)

test('whatever happens, one call is open at most, and every call ends exactly once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 200 }), async (steps) => {
      const line = startLine()
      const calls: { ends: number }[] = []
      for (const next of steps) {
        if (next.do === 'call') calls.push(countEnds(line, next))
        else if (next.do === 'advance') line.clock.advance(next.ms)
        else if (next.do === 'answer') line.answer()
        else if (next.do === 'stray') line.receive('[3,"stray",{}]')
        else line.queue[next.do]()
        assert.ok(line.clock.answerTimers() <= 1)
      }
      line.queue.close()
      await new Promise(setImmediate)
      assert.ok(calls.every((call) => call.ends === 1))
      assert.equal(line.clock.pending(), 0)
    }),
    { numRuns: 300 },
  )
})

test('whatever else is asked, a bulk call is written within three agings plus the queue before it', async () => {
  const traffic = fc.array(fc.constantFrom(...priorities), { minLength: 60, maxLength: 60 })
  await fc.assert(
    fc.property(traffic, (others) => {
      const line = startLine()
      line.start('Open')
      void line.queue.call(call('GetLog', { priority: 'bulk' }))
      for (const priority of others) {
        void line.queue.call(call('Other', { priority }))
        line.clock.advance(10_000)
        line.answer()
      }
      assert.ok(line.actions().includes('GetLog'))
    }),
    { numRuns: 200 },
  )
})

function countEnds(line: Line, { priority, key, expiresInMs }: Step & { do: 'call' }): { ends: number } {
  const count = { ends: 0 }
  const extra = { ...(key ? { coalesceKey: key } : {}), ...(expiresInMs ? { expiresInMs } : {}) }
  void line.queue.call(call('Any', { priority, ...extra })).then(() => {
    count.ends += 1
  })
  return count
}

function call(action: string, extra: Partial<OutboundCall> = {}): OutboundCall {
  return { action, payload: {}, priority: 'control', ...extra }
}

function track(ended: Promise<CallOutcome>): { outcome: CallOutcome | null } {
  const tracked: { outcome: CallOutcome | null } = { outcome: null }
  void ended.then((outcome) => {
    tracked.outcome = outcome
  })
  return tracked
}

type Line = ReturnType<typeof startLine>

/** A connection whose other end and clock are ours. */
function startLine(options: Partial<CallQueueOptions> = {}) {
  const written: string[] = []
  const strays: unknown[] = []
  const clock = heldClock()
  const queue = new CallQueue({
    write: (text) => written.push(text),
    clock,
    onStray: (answer) => strays.push(answer.id),
    ...options,
  })

  const openId = (): string => JSON.parse(written.at(-1) ?? '[2,"none"]')[1]
  const receive = (text: string): void => {
    const frame = readFrame(text, '1.6')
    assert.ok(frame.kind === 'result' || frame.kind === 'error' || frame.kind === 'fault')
    queue.settle(frame)
  }
  const answer = (payload = '{}'): void => receive(`[3,"${openId()}",${payload}]`)
  return {
    queue,
    clock,
    written,
    strays,
    openId,
    receive,
    answer,
    actions: () => written.map((text): string => JSON.parse(text)[2]),
    answerAll: () => {
      for (let before = -1; before !== written.length; ) {
        before = written.length
        answer()
      }
    },
    start: (...actions: string[]) => {
      for (const action of actions) void queue.call(call(action))
    },
  }
}

function heldClock() {
  let now = 0
  const timers = new Map<number, { at: number; run: () => void; afterMs: number }>()
  let last = 0
  return {
    now: () => now,
    setTimeout: (run: () => void, afterMs: number) => {
      last += 1
      timers.set(last, { at: now + afterMs, run, afterMs })
      return last
    },
    clearTimeout: (timer: unknown) => {
      timers.delete(timer as number)
    },
    advance: (ms: number) => {
      const until = now + ms
      for (;;) {
        const [next] = [...timers].filter(([, timer]) => timer.at <= until).sort(([, a], [, b]) => a.at - b.at)
        if (!next) break
        timers.delete(next[0])
        now = next[1].at
        next[1].run()
      }
      now = until
    },
    pending: () => timers.size,
    /** Calls that wait for an answer: only they have timers of this length here. */
    answerTimers: () => [...timers.values()].filter((timer) => timer.afterMs === 30_000).length,
  }
}
