import type { MeterState } from '#core/circuits/meters/judge-sample.ts'
import { proved, reconciled } from '#core/steering/account-steps.ts'
import { startsLater } from '#core/steering/calm-step.ts'
import { capOf } from '#core/steering/cap.ts'
import { decideRound } from '#core/steering/decide-round.ts'
import type { RecentRaise, RoundInput, RoundOutcome, Send } from '#core/steering/round.ts'
import { type Gathered, gatherRound } from '#server/steering/gather-round.ts'
import { phaseCount } from '#server/steering/profiles-for.ts'
import { type GrantEnd, SiteAccounts } from '#server/steering/site-accounts.ts'
import type { SiteInputs } from '#server/steering/site-inputs.ts'
import type { SimulatedClock } from '#simulator/clock.ts'
import type { Random } from '#simulator/random.ts'
import type { SteeringSight } from '../steering-sight.ts'
import type { ChargerInMemory } from './charger-in-memory.ts'
import { fallbackAsInstalled, grantAsInstalled } from './installed-profiles.ts'

export type EngineInMemoryOptions = {
  inputs: SiteInputs
  chargers: ReadonlyMap<number, ChargerInMemory>
  clock: SimulatedClock
  random: Random
  meters: { state(meterId: number): MeterState | null }
  /** A set-point that leaves for a charger. */
  onSend?(send: Send): void
  onRound?(input: RoundInput, outcome: RoundOutcome): void
}

type Command = { send: Send; grantId: number; deadlineMs: number }

/**
 * The engine's decisions around the clock of a simulation: what `startSiteEngine` does with sockets and records, done
 * with calls. Rounds, order, answers, patience and questions are the same; nothing is stored, and no plan is made.
 */
export class EngineInMemory {
  readonly accounts = new SiteAccounts()
  readonly #given: EngineInMemoryOptions
  readonly #waiting = new Map<number, Command[]>()
  readonly #busy = new Set<number>()
  readonly #asking = new Map<number, object>()
  #last: { gathered: Gathered; outcome: RoundOutcome } | null = null
  #recentRaises: readonly RecentRaise[] = []
  #lastRoundMs = 0
  #lastGuardMs = 0
  #due: { cause: RoundInput['cause']; fromMs: number } | null = null
  #hasSample = false
  #grants = 0

  constructor(given: EngineInMemoryOptions) {
    this.#given = given
    this.accounts.takeTopology(given.inputs, this.#picture, [], given.clock.nowMs())
    for (const [id, charger] of given.chargers) {
      charger.install(fallbackAsInstalled(given.inputs.rows.evses.get(`${id}/1`)!, given.clock.nowMs()))
    }
  }

  readonly #picture = {
    charger: (id: number) => this.#given.chargers.get(id)?.live,
    drawn: (id: number) => this.#given.chargers.get(id)?.drawn[0] ?? null,
    drawnLately: (id: number) => this.#given.chargers.get(id)?.drawn ?? [],
  }

  /** What a message of a charger has changed. */
  heard({ id, live }: ChargerInMemory): void {
    const wasOnline = this.accounts.get(`${id}/1`)?.link.online ?? false
    if (this.accounts.follow(live, this.#picture, this.#given.clock.nowMs()).length > 0) this.#request('event')
    if (live.connected === wasOnline) return
    this.#request('event')
    if (live.connected) this.#askWhatItGoesBy(id)
  }

  meterHeard(): void {
    this.#hasSample = true
  }

  drawnBelow(circuitId: number, at: Temporal.Instant) {
    return this.#last?.gathered.drawnBelow(circuitId, at) ?? null
  }

  /** True when a round was decided. */
  tick(): boolean {
    const nowMs = this.#given.clock.nowMs()
    if (this.#hasSample || nowMs - this.#lastGuardMs >= guardMs) this.#guard(nowMs)
    if (nowMs - this.#lastRoundMs >= periodMs) this.#request('period')
    if (!this.#due || nowMs < this.#due.fromMs) return false
    const { cause } = this.#due
    this.#due = null
    this.#round(cause)
    return true
  }

  sight(): SteeringSight | null {
    if (!this.#last) return null
    const { gathered, outcome } = this.#last
    const { inputs, clock } = this.#given
    const names = new Map(inputs.topology.circuits.map(({ id, name }) => [`c${id}`, name]))
    const identities = new Map(inputs.topology.chargers.map(({ chargerId, identity }) => [chargerId, identity]))
    return {
      rows: gathered.input.rows.map(({ id, circuitId, kind, limit, base }, at) => ({
        ...{ id, circuit: names.get(circuitId)!, kind, limit, base, committed: outcome.loads[at]!.after },
      })),
      places: [...this.accounts.all.values()].map((account) => ({
        identity: identities.get(account.chargerId)!,
        cap: capOf(account, clock.nowMs()),
        granted: highest([account.confirmed?.value ?? null, ...account.pending.map(({ value }) => value)]),
        isSteered: account.link.online && account.conduct.kind === 'steerable',
      })),
    }
  }

  #request(cause: RoundInput['cause']): void {
    const fromMs = cause === 'event' || cause === 'period' ? this.#lastRoundMs + debounceMs : 0
    if (!this.#due || fromMs < this.#due.fromMs) this.#due = { cause, fromMs }
  }

  #gather(cause: RoundInput['cause']): Gathered {
    const { inputs, clock, meters } = this.#given
    return gatherRound({
      ...{ cause, inputs, accounts: this.accounts, plan: null, recentRaises: this.#recentRaises, meters },
      ...{ picture: this.#picture, contractW: new Map(), nowMs: clock.nowMs(), now: clock.now() },
    })
  }

  #guard(nowMs: number): void {
    this.#hasSample = false
    this.#lastGuardMs = nowMs
    if (this.#last && this.#gather('guard').exceeded.length > 0) this.#request('guard')
    // Who is not answering is asked again, as are those of whom nobody knows what they go by.
    for (const { chargerId, link, conduct } of this.accounts.all.values()) {
      if (!link.online || this.#asking.has(chargerId)) continue
      if (!link.reconciled || conduct.kind === 'uncooperative') this.#askWhatItGoesBy(chargerId)
    }
  }

  #round(cause: RoundInput['cause']): void {
    const gathered = this.#gather(cause)
    const { input } = gathered
    this.#lastRoundMs = input.atMs
    const outcome = decideRound(input)
    for (const { key, state } of outcome.calm) this.accounts.calm.set(key, state)
    this.#recentRaises = outcome.recentRaises
    this.#last = { gathered, outcome }
    this.#given.onRound?.(input, outcome)
    for (const send of outcome.sends) this.#send(send, input.atMs)
  }

  #send(send: Send, nowMs: number): void {
    this.#grants += 1
    const command = { send, grantId: this.#grants, deadlineMs: nowMs + answerMs }
    this.accounts.sent(send.key, { id: command.grantId, value: send.value, untilMs: send.untilMs }, nowMs)
    const id = Number(send.key.split('/')[0])
    this.#waiting.set(id, [...(this.#waiting.get(id) ?? []), command])
    this.#given.clock.setTimeout(() => this.#end(command, 'unanswered'), answerMs)
    this.#deliver(id)
  }

  /** One call after the other. */
  #deliver(id: number): void {
    const { clock, chargers, onSend } = this.#given
    const charger = chargers.get(id)!
    const waiting = this.#waiting.get(id) ?? []
    const [command] = waiting
    if (!command || this.#busy.has(id) || !charger.isOnline) return
    this.#waiting.set(id, waiting.slice(1))
    if (clock.nowMs() >= command.deadlineMs) {
      this.#deliver(id)
      return
    }
    this.#busy.add(id)
    onSend?.(command.send)
    clock.setTimeout(() => {
      this.#busy.delete(id)
      // What was on its way when the link broke never arrived.
      if (charger.isOnline) {
        const isTaken = this.#install(id, command)
        this.#end(command, isTaken ? 'confirmed' : 'refused')
      }
      this.#deliver(id)
    }, charger.answersAfterMs())
  }

  #end({ send, grantId }: Command, how: GrantEnd): void {
    const before = this.accounts.get(send.key)
    this.accounts.ended(send.key, grantId, how, this.#given.clock.nowMs())
    if (this.accounts.get(send.key) !== before) this.#request('event')
  }

  /** False: its session is over. */
  #install(id: number, { send, grantId }: Command): boolean {
    const { inputs, chargers, clock } = this.#given
    const charger = chargers.get(id)!
    const session = charger.sessionOf(Number(send.sessionId))
    if (!session) return false
    const phases = phaseCount(this.accounts.get(send.key))
    const evse = inputs.rows.evses.get(send.key)!
    charger.install(grantAsInstalled({ evse, send, grantId, session, phases, nowMs: clock.nowMs() }))
    return true
  }

  #askWhatItGoesBy(id: number): void {
    const { clock, chargers, random, inputs } = this.#given
    const charger = chargers.get(id)!
    const mark = {}
    this.#asking.set(id, mark)
    const settlesMs = 1_000 + random() * Math.min(60_000, chargers.size * 50)
    const end = () => this.#asking.get(id) === mark && this.#asking.delete(id)
    clock.setTimeout(() => {
      const askedAtMs = clock.nowMs()
      clock.setTimeout(() => {
        const key = `${id}/1`
        const account = this.accounts.get(key)!
        if (this.#asking.get(id) !== mark) return
        if (!charger.isOnline || !account.link.online) return void end()
        const { place, sessionId } = account
        const follows = charger.goesBy((3 * inputs.site.settings.leaseSeconds) as number)
        const next = reconciled(account, { askedAtMs, place, sessionId, follows }, clock.nowMs())
        this.accounts.all.set(key, proved(next, {}))
        this.accounts.calm.set(key, startsLater(this.accounts.calmOf(key), clock.nowMs(), random() * spreadMs))
        end()
        this.#request('event')
      }, charger.answersAfterMs())
    }, settlesMs)
  }
}

function highest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : Math.max(...known)
}

const periodMs = 30_000
const debounceMs = 2_000
const guardMs = 5_000
const answerMs = 30_000
const spreadMs = 60_000
