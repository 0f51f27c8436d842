import { randomBytes } from 'node:crypto'
import type { Uses } from '#core/context.ts'
import { applyUpdate, reread } from '#core/live/apply-update.ts'
import { stateOf } from '#core/live/charger-state.ts'
import { isOpen, type LiveCharger, type LiveSession, powerOf } from '#core/live/live-charger.ts'
import type { ChargerUpdate, LiveListener } from '#core/live/live-feed.ts'
import type { LoadSample } from '#core/live/load.ts'
import { timeText } from '../time-text.ts'
import { viewSessionRow } from '../view-session.ts'
import type { ChargerRow } from '../wire/chargers.ts'
import type { Change } from './change.ts'
import { History } from './history.ts'
import type { Outlet } from './outlet.ts'
import { viewCharger } from './view-charger.ts'
import { viewCommand } from './view-command.ts'
import { viewMessage } from './view-message.ts'
import { viewLiveSession } from './view-session.ts'

type Used = Uses<'overview' | 'commands' | 'sessionViews' | 'now' | 'log'>

/** One charger on the board. What it looks like on the wire is worked out when somebody asks. */
type Place = {
  charger: LiveCharger
  row: ChargerRow | null
  text: string | null
  charging: boolean
  powerW: number
  /** The change that it was touched by last, so that older news from the database are known to be old. */
  touched: number
  toldMs: number
}

/** Somebody who is told of changes, and that it is time to pass on what was gathered. */
export type Subscriber = { outlet: Outlet; flush(): void }

/**
 * All chargers of one tenant as they are now. Read from the database once, changed by what this node commits, and read
 * again bit by bit, so that what other nodes write, and what was missed, appears as well.
 */
export class Board implements LiveListener {
  readonly epoch = randomBytes(6).toString('hex')
  readonly #ctx: Used
  readonly #places = new Map<number, Place>()
  readonly #history = new History()
  readonly #subscribers = new Set<Subscriber>()
  /** Chargers whose messages are passed on, and from which change on they are in the history. */
  readonly #tailed = new Map<number, { streams: number; from: number }>()
  readonly #openCommands = new Set<number>()
  readonly #unknown = new Set<number>()
  readonly #ended = new Set<number>()
  readonly #timers = new Set<NodeJS.Timeout>()
  #newestCommand = 0
  #seq = 0
  #isLoading = true
  #early: (() => void)[] = []
  #flushTimer: NodeJS.Timeout | null = null
  #commandsDue: Promise<void> | null = null
  #commandsAgain = false
  #rereadAfter = 0
  #toldLoad = ''
  #toldLoadMs = 0
  #isLoadDue = false
  #powerW = 0
  #charging = 0
  #connected = 0
  #closed = false

  constructor(ctx: Used) {
    this.#ctx = ctx
  }

  /** Reads everything. Changes that are told meanwhile are applied afterwards. */
  async load(): Promise<void> {
    this.#newestCommand = await this.#ctx.commands.newest()
    for (let after = 0; ; ) {
      const page = await this.#ctx.overview.page(after, pageSize)
      for (const charger of page) {
        this.#put(charger, 0)
        // Now, page by page: all of them at once would hold everybody up.
        this.rowText(charger.id)
      }
      if (page.length < pageSize) break
      after = page.at(-1)!.id
    }
    this.#isLoading = false
    for (const apply of this.#early) apply()
    this.#early = []
    this.#rereadSoon()
  }

  close(): void {
    this.#closed = true
    for (const timer of this.#timers) clearTimeout(timer)
    if (this.#flushTimer) clearTimeout(this.#flushTimer)
    this.#subscribers.clear()
  }

  get cursor(): string {
    return `${this.epoch}-${this.#seq}`
  }

  get watchers(): number {
    return this.#subscribers.size
  }

  /** All rows as one JSON array. */
  rowsText(): string {
    const texts: string[] = []
    for (const id of this.#places.keys()) texts.push(this.rowText(id)!)
    return `[${texts.join(',')}]`
  }

  row(chargerId: number): ChargerRow | null {
    const place = this.#places.get(chargerId)
    if (!place) return null
    place.row ??= viewCharger(place.charger)
    return place.row
  }

  rowText(chargerId: number): string | null {
    const place = this.#places.get(chargerId)
    if (!place) return null
    place.text ??= JSON.stringify(this.row(chargerId))
    return place.text
  }

  totals(): LoadSample {
    return {
      at: this.#ctx.now(),
      // Sums that are changed again and again gather the errors of rounding.
      powerW: Math.max(0, Math.round(this.#powerW * 1000) / 1000),
      charging: this.#charging,
      connected: this.#connected,
      chargers: this.#places.size,
    }
  }

  /** Fills the outlet with what came after the cursor, and goes on with what comes. */
  subscribe(subscriber: Subscriber, since: string | null, isResumed: boolean): void {
    const { outlet } = subscriber
    for (const id of tailsOf(outlet)) this.#tail(id)
    if (since !== null) {
      const missed = this.#after(since, outlet, isResumed)
      if (missed) for (const change of missed) outlet.note(change)
      else outlet.reset()
    }
    this.#subscribers.add(subscriber)
  }

  unsubscribe(subscriber: Subscriber): void {
    if (!this.#subscribers.delete(subscriber)) return
    for (const id of tailsOf(subscriber.outlet)) this.#untail(id)
  }

  chargerChanged(update: ChargerUpdate): void {
    if (this.#isLoading) {
      this.#early.push(() => this.chargerChanged(update))
      return
    }
    const place = this.#places.get(update.chargerId)
    if (!place) {
      this.chargerConfigured(update.chargerId)
      return
    }
    const { charger, sessions } = applyUpdate(place.charger, update, this.#ctx.now())
    if (update.states.some(({ evse, connector }) => evse > 0 && !hasConnector(charger, evse, connector))) {
      this.chargerConfigured(charger.id)
    }
    this.#replace(place, charger)
    for (const session of sessions) this.#sessionChanged(charger, session)
    for (const { evse, sessionId, at, powerW, energyWh, socPercent } of update.readings) {
      const values = { powerW, energyWh: energyWh?.toNumber() ?? null, socPercent }
      const reading = { evse, sessionId, at: timeText(at), ...values }
      this.#tell({ kind: 'reading', chargerId: charger.id, reading })
    }
    if (!this.#tailed.has(charger.id) && !this.#tailed.has(everyCharger)) return
    const { id, identity, name } = charger
    for (const message of update.messages) {
      const logged = { ...message, charger: { id, identity, name } }
      this.#tell({ kind: 'message', chargerId: id, logged, message: viewMessage(message) })
    }
  }

  chargerConfigured(chargerId: number): void {
    if (this.#unknown.size === 0) this.#later(20, () => this.#readUnknown())
    this.#unknown.add(chargerId)
  }

  commandsChanged(): void {
    if (this.#commandsDue) {
      this.#commandsAgain = true
      return
    }
    this.#commandsDue = this.#readCommands()
      .catch((error) => this.#ctx.log.warn({ err: error }, 'commands could not be shown live'))
      .finally(() => {
        this.#commandsDue = null
        if (!this.#commandsAgain || this.#closed) return
        this.#commandsAgain = false
        this.commandsChanged()
      })
  }

  /** Reads one charger from the database at once: whoever has changed it wants to see it. */
  async refresh(chargerId: number): Promise<void> {
    this.#unknown.delete(chargerId)
    for (let tries = 0; tries < mostTries; tries++) {
      const before = this.#seq
      const stored = await this.#ctx.overview.one(chargerId)
      if (!stored) return this.#remove(chargerId)
      // The charger may have spoken meanwhile: then what was read is older than what is shown.
      if (this.#put(stored, before)) return
    }
  }

  /** A log is passed on only while somebody looks at it; whoever begins to look has read it otherwise. */
  #after(cursor: string, outlet: Outlet, isResumed: boolean): Change[] | null {
    const [epoch, digits] = cursor.split('-')
    const seq = Number(digits)
    if (epoch !== this.epoch || !Number.isSafeInteger(seq) || seq > this.#seq) return null
    const isTailed = (id: number) => seq >= (this.#tailed.get(id)?.from ?? Number.POSITIVE_INFINITY)
    if (isResumed && !tailsOf(outlet).every(isTailed)) return null
    return this.#history.after(seq)
  }

  #tell(change: Change): void {
    this.#seq += 1
    this.#history.add(this.#seq, change, performance.now())
    let isWanted = false
    for (const { outlet } of this.#subscribers) isWanted = outlet.note(change) || isWanted
    if (isWanted) this.#flushSoon()
  }

  #flushSoon(): void {
    this.#flushTimer ??= setTimeout(() => {
      this.#tellLoad()
      this.#flushTimer = null
      for (const subscriber of [...this.#subscribers]) subscriber.flush()
    }, coalescedMs)
  }

  /** At most once a second: it changes with every reading. */
  #tellLoad(): void {
    const { at, ...totals } = this.totals()
    const text = JSON.stringify(totals)
    if (text === this.#toldLoad) return
    const waitMs = this.#toldLoadMs + loadEveryMs - performance.now()
    if (waitMs > 0) {
      if (!this.#isLoadDue) this.#later(waitMs, async () => this.#tellLateLoad())
      this.#isLoadDue = true
      return
    }
    this.#toldLoad = text
    this.#toldLoadMs = performance.now()
    this.#tell({ kind: 'load', point: { at: timeText(at), ...totals } })
  }

  #tellLateLoad(): void {
    this.#isLoadDue = false
    this.#tellLoad()
  }

  #replace(place: Place, charger: LiveCharger): void {
    const before = place.charger
    this.#count(place, -1)
    place.charger = charger
    place.row = null
    place.text = null
    place.powerW = powerOf(charger)
    place.charging = stateOf(charger).state === 'charging'
    this.#count(place, 1)
    const nowMs = performance.now()
    // That it was heard is told with something else, or twice a minute: it would be most of what is sent.
    if (isSameButHeard(before, charger) && nowMs - place.toldMs < heardEveryMs) {
      place.touched = this.#seq
      return
    }
    place.toldMs = nowMs
    this.#tell({ kind: 'charger', chargerId: charger.id })
    place.touched = this.#seq
  }

  /**
   * A charger as it is stored. `asOf` is the last change before it was read: what was touched since is newer here,
   * and false says so.
   */
  #put(stored: LiveCharger, asOf: number): boolean {
    const place = this.#places.get(stored.id)
    if (place) {
      if (place.touched > asOf) return false
      const charger = reread(place.charger, stored)
      if (isSame(place.charger, charger)) return true
      const before = place.charger.sessions
      this.#replace(place, charger)
      for (const session of charger.sessions) this.#sessionChanged(charger, session)
      for (const { id } of before) if (!charger.sessions.some((one) => one.id === id)) this.#sessionEnded(id)
      return true
    }
    const added: Place = {
      charger: stored,
      row: null,
      text: null,
      charging: stateOf(stored).state === 'charging',
      powerW: powerOf(stored),
      touched: this.#seq,
      toldMs: performance.now(),
    }
    this.#places.set(stored.id, added)
    this.#count(added, 1)
    if (!this.#isLoading) this.#tell({ kind: 'charger', chargerId: stored.id })
    return true
  }

  #remove(chargerId: number): void {
    const place = this.#places.get(chargerId)
    if (!place) return
    this.#count(place, -1)
    this.#places.delete(chargerId)
    this.#tell({ kind: 'charger', chargerId })
  }

  #count({ charger, powerW, charging }: Place, sign: 1 | -1): void {
    this.#powerW += sign * powerW
    if (charging) this.#charging += sign
    if (charger.connected) this.#connected += sign
  }

  #sessionChanged(charger: LiveCharger, session: LiveSession): void {
    if (isOpen(session)) this.#tell({ kind: 'session', row: viewLiveSession(charger, session) })
    else this.#sessionEnded(session.id)
  }

  /** It is told with its record, whose number only the database knows. */
  #sessionEnded(sessionId: number): void {
    if (this.#ended.size === 0) this.#later(20, () => this.#tellEnded())
    this.#ended.add(sessionId)
  }

  async #tellEnded(): Promise<void> {
    const ended = [...this.#ended]
    this.#ended.clear()
    for (const session of await this.#ctx.sessionViews.ofIds(ended)) {
      this.#tell({ kind: 'session', row: viewSessionRow(session) })
    }
  }

  async #readUnknown(): Promise<void> {
    if (this.#isLoading) return this.#later(100, () => this.#readUnknown())
    for (const id of [...this.#unknown]) await this.refresh(id)
  }

  async #readCommands(): Promise<void> {
    const commands = await this.#ctx.commands.changed(this.#newestCommand, [...this.#openCommands])
    for (const command of commands) {
      this.#newestCommand = Math.max(this.#newestCommand, command.id)
      const isUnderWay = command.state === 'queued' || command.state === 'sent'
      if (isUnderWay) this.#openCommands.add(command.id)
      else this.#openCommands.delete(command.id)
      this.#tell({ kind: 'command', view: viewCommand(command) })
    }
  }

  /** Some of the chargers at a time, so that all of them take about fifteen seconds and nobody has to wait for it. */
  async #rereadSome(): Promise<void> {
    this.commandsChanged()
    const before = this.#seq
    const after = this.#rereadAfter
    const page = await this.#ctx.overview.page(after, rereadSize)
    for (const charger of page) this.#put(charger, before)
    const isLast = page.length < rereadSize
    const end = isLast ? Number.POSITIVE_INFINITY : page.at(-1)!.id
    const stored = new Set(page.map((charger) => charger.id))
    for (const [id, { touched }] of this.#places) {
      if (id > after && id <= end && !stored.has(id) && touched <= before) this.#remove(id)
    }
    this.#rereadAfter = isLast ? 0 : end
  }

  #rereadSoon(): void {
    const parts = Math.max(1, Math.ceil(this.#places.size / rereadSize))
    this.#later(rereadMs / parts, () => this.#rereadSome().finally(() => this.#rereadSoon()))
  }

  #later(ms: number, work: () => Promise<void>): void {
    if (this.#closed) return
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      work().catch((error) => this.#ctx.log.warn({ err: error }, 'the board could not be read again'))
    }, ms)
    this.#timers.add(timer.unref())
  }

  #tail(chargerId: number): void {
    const tail = this.#tailed.get(chargerId) ?? { streams: 0, from: this.#seq }
    tail.streams += 1
    this.#tailed.set(chargerId, tail)
  }

  /** The browser may be back in a moment and ask for what it missed. */
  #untail(chargerId: number): void {
    const tail = this.#tailed.get(chargerId)
    if (!tail) return
    tail.streams -= 1
    this.#later(60_000, async () => {
      if (tail.streams === 0 && this.#tailed.get(chargerId) === tail) this.#tailed.delete(chargerId)
    })
  }
}

/** Stands for all chargers among those that are tailed. */
const everyCharger = 0

function tailsOf({ topics }: Outlet): number[] {
  return topics.allLogs.size > 0 ? [...topics.logs, everyCharger] : [...topics.logs]
}

function hasConnector({ connectors }: LiveCharger, evse: number, connector: number): boolean {
  return connectors.some((one) => one.evse === evse && one.connector === connector)
}

function isSameButHeard(a: LiveCharger, b: LiveCharger): boolean {
  return keysOfCharger.every((key) => key === 'heardAt' || a[key] === b[key])
}

const keysOfCharger = [
  'identity',
  'name',
  'blocked',
  'connected',
  'linkChangedAt',
  'version',
  'vendor',
  'model',
  'firmware',
  'heardAt',
  'whole',
  'connectors',
  'meters',
  'sessions',
] as const satisfies (keyof LiveCharger)[]

/** By what they say, since one of them was read anew. */
function isSame(a: LiveCharger, b: LiveCharger): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

const pageSize = 1_000
const rereadSize = 500
const rereadMs = 15_000
const coalescedMs = 250
const loadEveryMs = 1_000
const heardEveryMs = 30_000
/** A charger that speaks without a pause is read by the next round. */
const mostTries = 5
