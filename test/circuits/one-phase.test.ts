import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Rotation } from '#core/circuits/circuit.ts'
import { linesOf } from '#core/circuits/line-currents.ts'
import { coefficientsOf, rowsOf } from '#core/circuits/rows-of.ts'
import type { Phase } from '#core/dispatch/row.ts'
import type { Account } from '#core/steering/account.ts'
import {
  grantConfirmed,
  grantSent,
  linkBack,
  linkLost,
  reconciled,
  sessionBegan,
  sessionEnded,
} from '#core/steering/account-steps.ts'
import { calmAtFirst } from '#core/steering/calm-state.ts'
import { carriedBy, carry, nothingCarried } from '#core/steering/carried.ts'
import { decideRound } from '#core/steering/decide-round.ts'
import { exampleAccount, exampleDemand, exampleRound, exampleRow } from '#core/steering/example-round.ts'
import { loadsOf } from '#core/steering/loads-of.ts'
import { drawMeasured } from '#core/steering/measured-draw.ts'
import type { RoundPlace } from '#core/steering/round.ts'
import { phasesKnown, phasesSeen } from '#core/steering/seen-phases.ts'
import { charger, circuit, site } from './site-model.ts'

const lines = ['L1', 'L2', 'L3'] as const
const limit = 40
const one: readonly Phase[] = ['L1']
const three: readonly Phase[] = lines

/** Chargers of three phases on one fuse, each turned in its own way, and vehicles that use some of their phases. */
class Hall {
  atMs = 0
  readonly #rotations: readonly (Rotation | null)[]
  readonly #wired: readonly Rotation[]
  readonly #rows
  places: { account: Account; calm: RoundPlace['calm']; uses: readonly Phase[] }[]

  constructor(wired: readonly Rotation[], isTold: readonly boolean[], uses: readonly (readonly Phase[])[]) {
    this.#wired = wired
    this.#rotations = wired.map((rotation, i) => (isTold[i] ? rotation : null))
    const chargers = wired.map((_, i) => charger(i + 1, 1, { rotation: this.#rotations[i]! }))
    this.#rows = rowsOf(site([circuit(1)], chargers))
    this.places = wired.map((_, i) => ({ account: exampleAccount(i + 1), calm: calmAtFirst, uses: uses[i]! }))
  }

  /** What vehicles draw by what their chargers follow. */
  flows(): Record<Phase, number> {
    return this.flowsBeside(null)
  }

  flowsBeside(at: number | null): Record<Phase, number> {
    const sum = { L1: 0, L2: 0, L3: 0 }
    for (const [i, { account, uses }] of this.places.entries()) {
      if (account.place !== 'charging' || i === at) continue
      for (const line of this.#linesAt(i, uses)) sum[line] += rateOf(account)
    }
    return sum
  }

  committed(): number[] {
    const rows = lines.map((line) => exampleRow(`c1/${line}`, limit))
    const carried = nothingCarried(rows)
    for (const place of this.places) carry(carried, loadsOf(this.#placeOf(place), this.atMs), 1)
    return rows.map(({ id }) => carriedBy(carried, id))
  }

  measure(): void {
    this.places = this.places.map((place) => {
      const { account, uses } = place
      if (account.place !== 'charging' || !account.link.online) return place
      const rate = rateOf(account)
      const amps = lines.map((phase) => (uses.includes(phase) ? rate : 0))
      const reading = { amps, powerW: uses.length * rate * 230, voltageV: 230, atMs: this.atMs }
      const seen = { ...account, phases: phasesSeen(account.phases, reading) }
      return { ...place, account: drawMeasured(seen, { value: rate, atMs: this.atMs }) }
    })
  }

  /** One round whose grants are all taken at once, in the order in which they are sent. */
  round(): void {
    const rows = lines.map((line) => exampleRow(`c1/${line}`, limit))
    const places = this.places.map((place) => this.#placeOf(place))
    const outcome = decideRound(exampleRound({ rows, places, atMs: this.atMs, newcomers: 1 }))
    for (const { key, value, untilMs } of outcome.sends) {
      this.#change(key, (account) => {
        const sent = grantSent(account, { grantId: this.atMs, value, untilMs }, this.atMs)
        return grantConfirmed(sent, this.atMs, this.atMs)
      })
      this.assertWithin()
    }
    for (const { key, state } of outcome.calm) {
      const place = this.places.find(({ account }) => account.key === key)!
      place.calm = state
    }
  }

  /** Long enough for every grant to settle. */
  settle(): void {
    for (let i = 0; i < 4; i++) {
      this.atMs += 310_000
      this.measure()
      this.round()
      this.assertWithin()
    }
  }

  assertWithin(): void {
    const flows = this.flows()
    for (const line of lines) assert.ok(flows[line] <= limit + 1e-6, `${line} ${flows[line]} A`)
  }

  change(at: number, to: (account: Account) => Account): void {
    this.#change(this.places[at % this.places.length]!.account.key, to)
  }

  #change(key: string, to: (account: Account) => Account): void {
    const place = this.places.find(({ account }) => account.key === key)!
    place.account = to(place.account)
  }

  #linesAt(i: number, uses: readonly Phase[]): readonly Phase[] {
    const supply = charger(1, 1, { rotation: this.#wired[i]! }).evses[0]!
    return linesOf(supply, uses)!
  }

  #placeOf({ account, calm }: { account: Account; calm: RoundPlace['calm'] }): RoundPlace {
    const on = (phases: readonly Phase[] | null) =>
      coefficientsOf(this.#rows, account.key, phases).filter(({ row }) => row !== 'c1/W')
    const sessionId = account.sessionId
    return {
      ...{ account, calm, wattsPerUnit: 230, idle: null, worstCoeff: on(null) },
      coeff: on(account.place === 'charging' ? phasesKnown(account.phases) : null),
      demand: sessionId === null ? null : exampleDemand(account.chargerId, { sessionId }),
    }
  }
}

/** A vehicle takes all that its charger goes by: a grant, and the fallback before it has one. */
function rateOf({ confirmed, fallback }: Account): number {
  return confirmed ? confirmed.value : fallback
}

const rotations = ['RST', 'STR', 'TRS', 'RTS', 'SRT', 'TSR'] as const
const halls = fc.record({
  wired: fc.array(fc.constantFrom<Rotation>(...rotations), { minLength: 4, maxLength: 4 }),
  isTold: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  uses: fc.array(fc.constantFrom(one, one, three, ['L1', 'L2'] as const), { minLength: 4, maxLength: 4 }),
  at: fc.nat(3),
})

test('vehicles of one phase on different lines of a fuse get more than if each were on all of them', () => {
  const hall = new Hall(['RST', 'STR', 'TRS'], [true, true, true], [one, one, one])
  hall.settle()
  assert.deepEqual(
    hall.places.map(({ account }) => rateOf(account)),
    // 32 A, where the next vehicle at one of the others finds its fallback on this line.
    [32, 32, 32],
  )
  const unknown = new Hall(['RST', 'STR', 'TRS'], [false, false, false], [one, one, one])
  unknown.settle()
  assert.ok(unknown.places.reduce((sum, { account }) => sum + rateOf(account), 0) <= limit)
})

test('no line carries more than its fuse, also when another vehicle comes that uses all phases', () => {
  fc.assert(
    fc.property(halls, ({ wired, isTold, uses, at }) => {
      const hall = new Hall(wired, isTold, uses)
      hall.settle()
      hall.change(at, (account) => sessionBegan(sessionEnded(account), 'next'))
      hall.places[at]!.uses = three
      hall.assertWithin()
      for (const load of hall.committed()) assert.ok(load <= limit + 1e-6, `${load} A may flow`)
      hall.settle()
    }),
    { numRuns: 40 },
  )
})

test('a link that is lost takes no more of any line than its session has, and the fallback on the others', () => {
  fc.assert(
    fc.property(halls, ({ wired, isTold, uses, at }) => {
      const hall = new Hall(wired, isTold, uses)
      hall.settle()
      const others = hall.flowsBeside(at)
      hall.change(at, (account) => linkLost(account, hall.atMs))
      for (const [i, load] of hall.committed().entries()) {
        assert.ok(load <= limit + 1e-6, `${load} A may flow`)
        assert.ok(load + 1e-6 >= others[lines[i]!] + 6, 'another vehicle may have come in the meantime')
      }
      hall.round()
      const { sessionId } = hall.places[at]!.account
      hall.change(at, (account) => {
        const { confirmed } = account
        const said = { askedAtMs: hall.atMs, place: 'charging', sessionId, follows: confirmed } as const
        return reconciled(linkBack(account, hall.atMs), said, hall.atMs)
      })
      hall.settle()
    }),
    { numRuns: 40 },
  )
})

test('a vehicle that begins to use other phases is counted on them from its first reading on, and others make room', () => {
  fc.assert(
    fc.property(halls, ({ wired, isTold, at }) => {
      const hall = new Hall(wired, isTold, [one, one, one, one])
      hall.settle()
      const before = hall.flows()
      hall.places[at]!.uses = three
      const own = rateOf(hall.places[at]!.account)
      const jumped = hall.flows()
      for (const line of lines) assert.ok(jumped[line] <= before[line] + own, 'by what it draws, and no more')
      hall.atMs += 5_000
      hall.measure()
      const may = hall.committed()
      for (const [i, line] of lines.entries()) assert.ok(may[i]! + 1e-6 >= jumped[line], 'it may flow')
      roundWithout(hall)
      hall.assertWithin()
      hall.settle()
    }),
    { numRuns: 40 },
  )
})

/** While chargers take their grants one by one a line may still be above its fuse. */
function roundWithout(hall: Hall): void {
  const { assertWithin } = hall
  hall.assertWithin = () => {}
  hall.round()
  hall.assertWithin = assertWithin
}
