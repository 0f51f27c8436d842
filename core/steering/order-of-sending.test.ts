import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Account } from './account.ts'
import {
  grantConfirmed,
  grantRefused,
  grantSent,
  grantUnanswered,
  linkBack,
  linkLost,
  reconciled,
} from './account-steps.ts'
import type { CalmState } from './calm-state.ts'
import { calmAtFirst } from './calm-state.ts'
import { capOf } from './cap.ts'
import { decideRound } from './decide-round.ts'
import { exampleAccount, exampleDemand, examplePlace, exampleRound, exampleRow } from './example-round.ts'
import type { RoundOutcome } from './round.ts'

test('no interleaving of answers, silences and lost links raises anybody before others have made room', () => {
  const seen = new Set<string>()
  let frontier: World[] = [warm(20), warm(30)]
  for (let depth = 0; depth < 6; depth++) {
    const next: World[] = []
    for (const world of frontier) {
      for (const step of stepsOf(world)) {
        const after = settle(step(structuredClone(world)))
        const key = keyOf(after)
        if (seen.has(key) || seen.size >= 1_000) continue
        seen.add(key)
        checkStops(after)
        next.push(after)
      }
    }
    frontier = next
  }
  assert.equal(seen.size, 1_000)
})

test('a long life of mishaps on three chargers never breaks a row, also not when the engine dies in it', () => {
  const chance = chanceOf(7)
  const kinds = new Map<string, number>()
  for (let life = 0; life < 200; life++) {
    let world = settle(beginning(life % 2 === 0 ? 20 : 30))
    for (let age = 0; age < 60; age++) {
      const steps = stepsOf(world)
      // Time passes as often as anything else happens.
      const step = chance() < 0.4 ? tick : steps[Math.floor(chance() * steps.length)]!
      world = settle(step(structuredClone(world)), (kind) => kinds.set(kind, (kinds.get(kind) ?? 0) + 1))
      if (age % 4 === 0) checkStops(world)
    }
  }
  for (const kind of ['lower', 'raise', 'renew', 'held'])
    assert.ok((kinds.get(kind) ?? 0) > 50, `${kind} hardly happened`)
})

/** All goes well for a while, and then the middle one is to make room, or to get it. */
function warm(limit: World['limit']): World {
  let world = settle(beginning(limit))
  for (let age = 0; age < 5; age++) {
    for (let i = 0; i < 3; i++) if (world.truth[i]!.calls.length > 0) world = settle(answer(i, 'yes')(world))
    world = settle(tick(world))
  }
  return world
}

function chanceOf(seed: number): () => number {
  let x = seed
  return () => {
    x = (1_103_515_245 * x + 12_345) % 2 ** 31
    return x / 2 ** 31
  }
}

// Three chargers on two rows: the middle one on both. What they ask for changes with every tick, so that room moves
// from one to the others all the time.
const rowsOf = [['left'], ['left', 'right'], ['right']]
const tickMs = 20_000
const leaseMs = 160_000

type Call = { grantId: number; value: number; untilMs: number }
type Truth = {
  online: boolean
  /** What it has taken, and what it still follows until it has changed over. */
  grant: Call | null
  lag: { value: number; untilMs: number } | null
  calls: Call[]
}
type World = {
  /** Of both rows: one leaves something for everybody, the other makes one wait. */
  limit: 20 | 30
  nowMs: number
  nextGrant: number
  accounts: Account[]
  calm: CalmState[]
  truth: Truth[]
  /** By the test's own book: what each may have taken, since it last said yes. */
  possible: Possible[][]
}
type Possible = Call | { value: number; untilMs: null; grantId: 0 }

const fallback: Possible = { grantId: 0, value: 6, untilMs: null }

function beginning(limit: World['limit']): World {
  return {
    limit,
    nowMs: 0,
    nextGrant: 1,
    accounts: [1, 2, 3].map((number) => exampleAccount(number)),
    calm: [calmAtFirst, calmAtFirst, calmAtFirst],
    truth: [1, 2, 3].map(() => ({ online: true, grant: null, lag: null, calls: [] })),
    possible: [[fallback], [fallback], [fallback]],
  }
}

type Step = (world: World) => World

function stepsOf(world: World): Step[] {
  return [
    tick,
    ...world.truth.flatMap((truth, i) => {
      if (!truth.online) return [back(i)]
      const taken =
        truth.calls.length > 0 ? [answer(i, 'yes'), answer(i, 'no'), silence(i, true), silence(i, false)] : []
      const lost = truth.calls.length > 0 ? [lose(i, true), lose(i, false)] : [lose(i, false)]
      return [...taken, ...lost]
    }),
  ]
}

const tick: Step = (world) => ({ ...world, nowMs: world.nowMs + tickMs })

const answer =
  (i: number, word: 'yes' | 'no'): Step =>
  (world) => {
    const call = world.truth[i]!.calls.shift()!
    if (word === 'yes') {
      take(world, i, call)
      world.accounts[i] = grantConfirmed(world.accounts[i]!, call.grantId, world.nowMs)
      world.possible[i] = [call, ...world.truth[i]!.calls]
    } else {
      world.accounts[i] = grantRefused(world.accounts[i]!, call.grantId, world.nowMs)
      world.possible[i] = world.possible[i]!.filter((one) => one.grantId !== call.grantId)
    }
    return world
  }

const silence =
  (i: number, taken: boolean): Step =>
  (world) => {
    const call = world.truth[i]!.calls.shift()!
    if (taken) take(world, i, call)
    world.accounts[i] = grantUnanswered(world.accounts[i]!, call.grantId, world.nowMs)
    return world
  }

const lose =
  (i: number, taken: boolean): Step =>
  (world) => {
    const truth = world.truth[i]!
    if (taken) for (const call of truth.calls) take(world, i, call)
    Object.assign(truth, { online: false, calls: [] })
    world.accounts[i] = linkLost(world.accounts[i]!, world.nowMs)
    world.possible[i]!.push(fallback)
    return world
  }

const back =
  (i: number): Step =>
  (world) => {
    const truth = world.truth[i]!
    truth.online = true
    const { nowMs } = world
    const follows = truth.grant && nowMs < truth.grant.untilMs ? truth.grant : null
    const said = { askedAtMs: nowMs, place: 'charging', sessionId: `s${i + 1}`, follows } as const
    world.accounts[i] = reconciled(linkBack(world.accounts[i]!, nowMs), said, nowMs)
    world.possible[i] = [follows ?? fallback]
    return world
  }

/** It changes over within 20 seconds. */
function take({ truth, nowMs }: World, i: number, call: Call): void {
  const former = rateOf(truth[i]!, nowMs)
  Object.assign(truth[i]!, { grant: call, lag: { value: former, untilMs: nowMs + tickMs } })
}

function rateOf({ grant, lag }: Truth, nowMs: number): number {
  const rate = grant && nowMs < grant.untilMs ? grant.value : 6
  return lag && nowMs < lag.untilMs ? Math.max(rate, lag.value) : rate
}

/** After every step the engine decides anew, and sends. */
function settle(world: World, saw: (kind: string) => void = () => {}): World {
  const outcome = decideRound(inputOf(world))
  for (const [i, { account }] of inputOf(world).places.entries()) {
    world.calm[i] = outcome.calm.find(({ key }) => key === account.key)!.state
  }
  for (const { key, value, untilMs, kind } of outcome.sends) {
    const i = world.accounts.findIndex((one) => one.key === key)
    saw(kind)
    if (kind === 'raise') checkRaise(world, i, value)
    const grant = { grantId: world.nextGrant++, value, untilMs }
    world.accounts[i] = grantSent(world.accounts[i]!, grant, world.nowMs)
    world.truth[i]!.calls.push(grant)
    world.possible[i]!.push(grant)
  }
  for (const _ of outcome.held) saw('held')
  checkNow(world, outcome)
  return world
}

function inputOf({ limit, nowMs, accounts, calm }: World) {
  const middleFirst = (nowMs / tickMs) % 2 === 1
  return exampleRound({
    ...{ atMs: nowMs, leaseMs },
    rows: [exampleRow('left', limit), exampleRow('right', limit)],
    places: accounts.map((account, i) => {
      const isFirst = (i === 1) === middleFirst
      const demand = exampleDemand(i + 1, { klass: isFirst ? 1 : 0, hi: 20, full: 20, min: 10, step: 10 })
      return { ...examplePlace(account, rowsOf[i]!, demand), calm: calm[i]! }
    }),
  })
}

function checkRaise({ limit, possible, accounts, nowMs }: World, i: number, value: number): void {
  assert.ok(accounts[i]!.link.reconciled, 'nobody is raised before it has said what it goes by')
  for (const row of rowsOf[i]!) {
    const others = possible.filter((_, other) => other !== i && rowsOf[other]!.includes(row))
    const most = others.reduce((sum, grants) => sum + mostOf(grants, nowMs), 0)
    assert.ok(most + value <= limit, `a raise to ${value} left while others on ${row} may follow ${most}`)
  }
}

/** After its lease each leaves the fallback. */
function mostOf(grants: readonly Possible[], nowMs: number): number {
  return Math.max(...grants.map(({ value, untilMs }) => (untilMs === null || nowMs < untilMs ? value : 6)))
}

function checkNow({ limit, truth, accounts, nowMs }: World, outcome: RoundOutcome | null): void {
  for (const [i, account] of accounts.entries()) {
    const cap = capOf(account, nowMs)
    const rate = rateOf(truth[i]!, nowMs)
    assert.ok(cap >= rate, `charger ${i + 1} follows ${rate} while ${cap} is reserved for it`)
  }
  for (const row of ['left', 'right']) {
    const load = truth.reduce((sum, one, i) => sum + (rowsOf[i]!.includes(row) ? rateOf(one, nowMs) : 0), 0)
    assert.ok(load <= limit, `${load} A on ${row}, sends ${JSON.stringify(outcome?.sends)}`)
  }
}

/** The engine dies here, or the whole site loses its link: the chargers go on alone until all leases are over. */
function checkStops(world: World): void {
  for (const taken of [false, true]) {
    const alone = structuredClone(world)
    for (const [i, { calls }] of alone.truth.entries()) if (taken) for (const call of calls) take(alone, i, call)
    const ends = alone.truth.flatMap(({ grant }) => (grant ? [grant.untilMs] : []))
    for (let nowMs = world.nowMs; nowMs <= Math.max(...ends, 0) + tickMs; nowMs += tickMs) {
      for (const row of ['left', 'right']) {
        const load = alone.truth.reduce((sum, one, i) => sum + (rowsOf[i]!.includes(row) ? rateOf(one, nowMs) : 0), 0)
        assert.ok(load <= world.limit, `${load} A on ${row} after the engine has gone`)
      }
    }
  }
}

/** The same but for the moment and the numbers of the grants. */
function keyOf({ limit, nowMs, accounts, truth, calm }: World): string {
  return JSON.stringify([limit, (nowMs / tickMs) % 2, accounts, truth, calm], (name, value) => {
    if (name === 'grantId' || name === 'sinceMs' || name === 'obeysSinceMs') return undefined
    return name.endsWith('Ms') && typeof value === 'number' ? value - nowMs : value
  })
}
