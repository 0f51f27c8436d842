import type { Context } from '#core/context.ts'
import { readSiteInputs, type SiteInputs } from './site-inputs.ts'

type World = {
  ctx: Context
  siteId: number
  nowMs: () => number
  /** They have been read anew. */
  taken: (before: SiteInputs) => Promise<void>
  failed: (message: string) => (error: unknown) => void
}

/** What is told of a site as it is stored, read anew whenever it may have changed and never twice at a time. */
export class FollowedInputs {
  readonly #world: World
  #now: SiteInputs
  #isStale = false
  #isStopped = false
  #reading: Promise<void> | null = null
  #requestsMs: number

  constructor(world: World, first: SiteInputs) {
    this.#world = world
    this.#now = first
    this.#requestsMs = world.nowMs()
  }

  get now(): SiteInputs {
    return this.#now
  }

  changed(): void {
    this.#isStale = true
    if (this.#isStopped) return
    const { failed } = this.#world
    this.#reading ??= this.#read()
      .catch((error) => {
        this.#isStale = true
        failed('what is told of a site could not be read')(error)
      })
      .finally(() => {
        this.#reading = null
      })
  }

  /** Tries again what could not be read, and looks after what nobody is told of. */
  look(): void {
    if (this.#isStale) this.changed()
    if (this.#world.nowMs() - this.#requestsMs >= requestsMs) this.#readRequests()
  }

  /** Resolves when nothing is being read any more. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#reading
  }

  async #read(): Promise<void> {
    const { ctx, siteId, taken } = this.#world
    while (this.#isStale && !this.#isStopped) {
      this.#isStale = false
      const before = this.#now
      const read = await readSiteInputs(ctx, siteId, ctx.now(), before)
      if (!read) return
      this.#now = read
      await taken(before)
    }
  }

  /** Of what is said again and again we are only told when it is much else: its age is read by the minute. */
  #readRequests(): void {
    const { ctx, siteId, nowMs, failed } = this.#world
    this.#requestsMs = nowMs()
    if (this.#reading) return
    const before = this.#now
    Promise.all([ctx.siteLimits.requests(siteId, ctx.now()), ctx.siteLimits.heard(siteId)])
      .then(([requests, heard]) => {
        if (this.#now === before) this.#now = { ...before, requests, heard }
      })
      .catch(failed('what vehicles need could not be read'))
  }
}

const requestsMs = 60_000
