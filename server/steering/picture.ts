import type { PlacedReading, Uses } from '#core/context.ts'
import { applyUpdate, reread } from '#core/live/apply-update.ts'
import type { LiveCharger, LiveSession } from '#core/live/live-charger.ts'
import type { ChargerUpdate } from '#core/live/live-feed.ts'
import type { PerPhase, Reading } from '#core/metering/reading.ts'

/** What an EVSE was measured to draw, and when; per phase where its meter tells it. */
export type Drawn = { powerW: number | null; amps: PerPhase; atMs: number }

/** What may be asked of it. */
export type Pictured = Pick<SitePicture, 'charger' | 'drawn' | 'drawnLately'>

/** What a message of a charger means for whoever steers it. */
export type Noticed = { link: boolean; booted: boolean; place: boolean; drawn: boolean }

/**
 * The chargers of one site as they are now: read once, kept by what is stored of their messages, and read again from
 * time to time, so that what another node has stored appears as well.
 */
export class SitePicture {
  readonly #ctx: Uses<'overview' | 'now'>
  readonly #chargers = new Map<number, LiveCharger>()
  /** The last few of each EVSE, newest first. */
  readonly #drawn = new Map<string, Drawn[]>()
  #wanted: ReadonlySet<number> = new Set()

  constructor(ctx: Uses<'overview' | 'now'>) {
    this.#ctx = ctx
  }

  charger(id: number): LiveCharger | undefined {
    return this.#chargers.get(id)
  }

  drawn(chargerId: number, evse: number): Drawn | null {
    return this.drawnLately(chargerId, evse)[0] ?? null
  }

  /** Newest first. */
  drawnLately(chargerId: number, evse: number): readonly Drawn[] {
    return this.#drawn.get(`${chargerId}/${evse}`) ?? none
  }

  /** The session that runs on an EVSE; the newest where there are more. */
  sessionOn(chargerId: number, evse: number): LiveSession | null {
    return this.#chargers.get(chargerId)?.sessions.findLast((one) => one.evse === evse) ?? null
  }

  /** Reads these chargers anew, and forgets all others. */
  async read(ids: readonly number[]): Promise<void> {
    this.#wanted = new Set(ids)
    for (const id of this.#chargers.keys()) if (!this.#wanted.has(id)) this.#chargers.delete(id)
    for (let after = 0; this.#wanted.size > 0; ) {
      const page = await this.#ctx.overview.page(after, pageSize)
      for (const stored of page) if (this.#wanted.has(stored.id)) this.#put(stored)
      if (page.length < pageSize) return
      after = page.at(-1)!.id
    }
  }

  /** Reads one of them anew, as another node has stored it. Null: it is none of ours, or there is none any more. */
  async readOne(id: number): Promise<LiveCharger | null> {
    const stored = this.#wanted.has(id) ? await this.#ctx.overview.one(id) : null
    if (stored) this.#put(stored)
    return stored
  }

  /** Null: it is none of ours. */
  apply(update: ChargerUpdate): Noticed | null {
    const before = this.#chargers.get(update.chargerId)
    if (!before) return null
    const { charger } = applyUpdate(before, update, this.#ctx.now())
    this.#chargers.set(charger.id, charger)
    for (const reading of update.readings) {
      if (isOfNow(reading, charger)) this.#note(charger.id, reading, reading.at.epochMilliseconds)
    }
    this.#noteEnds(before, charger)
    return {
      link: update.link !== null,
      booted: update.boot !== null,
      place: update.states.length > 0 || update.sessions.length > 0,
      drawn: update.readings.length > 0,
    }
  }

  #put(stored: LiveCharger): void {
    const known = this.#chargers.get(stored.id)
    const charger = known ? reread(known, stored) : stored
    this.#chargers.set(stored.id, charger)
    if (known) this.#noteEnds(known, charger)
  }

  /** Nothing is drawn any more where a session has ended, whatever its last reading was. */
  #noteEnds({ sessions }: LiveCharger, after: LiveCharger): void {
    for (const { evse } of sessions) {
      const last = evse === null ? undefined : this.drawn(after.id, evse)
      if (!last || after.sessions.some((one) => one.evse === evse)) continue
      // By the charger's clock, as what is measured next.
      this.#keep(`${after.id}/${evse}`, nothingDrawn(last.atMs + 1))
    }
  }

  #note(chargerId: number, reading: Reading, atMs: number): void {
    const key = `${chargerId}/${reading.evse}`
    const before = this.#drawn.get(key) ?? []
    const hasCurrent = reading.currentA.some((value) => value !== null)
    if ((reading.powerW === null && !hasCurrent) || (before[0] && before[0].atMs >= atMs)) return
    this.#keep(key, { powerW: reading.powerW, amps: reading.currentA, atMs })
  }

  #keep(key: string, drawn: Drawn): void {
    this.#drawn.set(key, [drawn, ...(this.#drawn.get(key) ?? []).slice(0, 3)])
  }
}

/** What an EVSE draws after its session. */
export function nothingDrawn(atMs: number): Drawn {
  return { powerW: 0, amps: [0, 0, 0], atMs }
}

/** The last word of a session that is over says what was drawn then. */
function isOfNow({ sessionId }: PlacedReading, { sessions }: LiveCharger): boolean {
  return sessionId === null || sessions.some(({ id }) => id === sessionId)
}

const pageSize = 500
const none: readonly Drawn[] = []
