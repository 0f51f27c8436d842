import assert from 'node:assert/strict'
import { test } from 'node:test'
import { liveStream, type Source } from './live-stream.ts'

interface Opened extends Source {
  topics: string
  since: string | null
  closed: boolean
  say: (name: string, id: string, value?: unknown) => void
}

/** A browser that we hold: its clock, its chance, its connections. */
function browser() {
  let now = 0
  let timers: { at: number; run: () => void }[] = []
  const opened: Opened[] = []
  let probes = 0
  const stream = liveStream(
    {
      open({ topics, since }) {
        const listeners = new Map<string, (event: { data: string; lastEventId: string }) => void>()
        const source: Opened = {
          topics,
          since,
          closed: false,
          onerror: null,
          addEventListener: (name, listener) => void listeners.set(name, listener),
          close: () => {
            source.closed = true
          },
          say: (name, id, value = {}) => listeners.get(name)?.({ data: JSON.stringify(value), lastEventId: id }),
        }
        opened.push(source)
        return source
      },
      now: () => now,
      after(milliseconds, run) {
        const timer = { at: now + milliseconds, run }
        timers.push(timer)
        return () => {
          timers = timers.filter((each) => each !== timer)
        }
      },
      random: () => 1,
      probe: () => {
        probes += 1
      },
    },
    ['tick', 'reset', 'board'],
  )
  return {
    stream,
    opened,
    probes: () => probes,
    pass(milliseconds: number) {
      const until = now + milliseconds
      for (;;) {
        const next = timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        timers = timers.filter((each) => each !== next)
        now = next.at
        next.run()
      }
      now = until
    },
    last: () => opened.at(-1)!,
    open: () => opened.filter((source) => !source.closed),
  }
}

test('all topics that are wanted share one connection, which goes on from the snapshot', () => {
  const { stream, opened, pass, last } = browser()
  stream.want(['board'], 'a-7')
  stream.want(['charger:12', 'board'], 'a-9')
  pass(100)

  assert.equal(opened.length, 1)
  assert.equal(last().topics, 'board,charger:12')
  assert.equal(last().since, 'a-7')
})

test('a topic that is added later goes on from its snapshot or from what was last heard, whichever is earlier', () => {
  const { stream, pass, last, open } = browser()
  stream.want(['board'], 'a-7')
  pass(100)
  last().say('tick', 'a-20')
  stream.want(['log:3'], 'a-25')
  pass(100)
  assert.equal(last().since, 'a-20')
  last().say('tick', 'a-30')
  stream.want(['session:4'], 'a-9')
  pass(100)

  assert.equal(last().since, 'a-9')
  assert.equal(open().length, 1)
})

test('a connection that breaks is opened again from the last event, with growing pauses', () => {
  const { stream, opened, pass, last, probes } = browser()
  stream.want(['board'], 'a-7')
  pass(100)
  last().say('board', 'a-8')
  last().onerror?.({} as never)
  assert.equal(stream.state(), 'offline')

  pass(500)
  assert.equal(opened.length, 2)
  assert.equal(last().since, 'a-8')
  last().onerror?.({} as never)
  pass(999)
  assert.equal(opened.length, 2)
  pass(1)
  assert.equal(opened.length, 3)
  assert.equal(last().since, 'a-8')
  assert.equal(probes(), 1)

  last().say('tick', 'a-8')
  assert.equal(stream.state(), 'live')
})

test('a connection that fails before it said anything goes on from the same snapshot', () => {
  const { stream, pass, last } = browser()
  stream.want(['board'], 'a-7')
  pass(100)
  last().onerror?.({} as never)
  pass(500)

  assert.equal(last().since, 'a-7')
})

test('a connection without a sign of life is taken for dead', () => {
  const { stream, opened, pass, last } = browser()
  stream.want(['board'], 'a-7')
  pass(100)
  last().say('tick', 'a-7')
  pass(24_000)
  last().say('tick', 'a-7')
  pass(24_999)
  assert.equal(stream.state(), 'live')
  pass(1)
  assert.equal(stream.state(), 'offline')
  pass(500)

  assert.equal(opened.length, 2)
  assert.equal(opened[0]!.closed, true)
})

test('after a restart of the server, reset is told once and the new run is followed', () => {
  const { stream, pass, last } = browser()
  let resets = 0
  stream.on('reset', () => {
    resets += 1
    stream.want(['board'], 'b-3')
  })
  stream.want(['board'], 'a-70')
  pass(100)
  last().say('tick', 'a-70')
  last().onerror?.({} as never)
  pass(500)
  assert.equal(last().since, 'a-70')
  last().say('reset', 'b-2')
  last().say('tick', 'b-2')
  pass(100)
  last().say('board', 'b-4')
  pass(100)

  assert.equal(resets, 1)
  last().onerror?.({} as never)
  pass(500)
  assert.equal(last().since, 'b-4')
})

test('a snapshot of another run of the server has everything read anew', () => {
  const { stream, pass, last } = browser()
  let resets = 0
  stream.on('reset', () => {
    resets += 1
  })
  stream.want(['board'], 'a-70')
  pass(100)
  last().say('tick', 'a-71')
  stream.want(['charger:1'], 'b-5')
  pass(100)
  last().say('tick', 'a-72')

  assert.equal(resets, 1)
})

test('a tab that was hidden for a minute closes its connection, and goes on where it was when it is shown', () => {
  const { stream, pass, last, open } = browser()
  stream.want(['board'], 'a-7')
  pass(100)
  last().say('tick', 'a-9')
  stream.setHidden(true)
  for (let second = 0; second < 59; second += 1) {
    pass(1_000)
    last().say('tick', 'a-9')
  }
  assert.equal(open().length, 1)
  pass(1_000)
  assert.equal(open().length, 0)
  pass(600_000)
  assert.equal(open().length, 0)
  stream.setHidden(false)

  assert.equal(open().length, 1)
  assert.equal(last().since, 'a-9')
})

test('a tab that is hidden for a moment keeps its connection', () => {
  const { stream, opened, pass, last } = browser()
  stream.want(['board'], 'a-7')
  pass(100)
  stream.setHidden(true)
  pass(5_000)
  last().say('tick', 'a-8')
  stream.setHidden(false)
  pass(20_000)
  last().say('tick', 'a-8')

  assert.equal(opened.length, 1)
})

test('nothing is open when no topic is wanted', () => {
  const { stream, pass, open } = browser()
  const end = stream.want(['board'], 'a-7')
  pass(100)
  end()
  pass(100)

  assert.equal(open().length, 0)
  assert.equal(stream.state(), 'idle')
})

test('going from one page to another with the same topics keeps the connection', () => {
  const { stream, opened, pass } = browser()
  const end = stream.want(['board'], 'a-7')
  pass(100)
  end()
  stream.want(['board'], 'a-8')
  pass(100)

  assert.equal(opened.length, 1)
})
