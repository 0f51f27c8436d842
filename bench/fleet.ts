import { setImmediate as breathe } from 'node:timers/promises'
import { endpointOf } from '#simulator/endpoint.ts'
import type { Version } from '#simulator/socket/connection.ts'
import { Histogram } from './histogram.ts'
import { type Credentials, ready, Station, type Talk } from './station.ts'

export type FleetOptions = {
  url: string
  version: Version
  credentials: readonly Credentials[]
  talk: (seat: number) => Talk
}

export type DriveOptions = {
  warmUpSeconds: number
  seconds: number
  /** Without it every charger calls again as soon as it has its answer. With it, so many calls are due per second. */
  perSecond?: number
  onWindow?: (edge: 'opens' | 'closes') => void
}

export type Driven = { messagesPerSecond: number; offeredPerSecond: number; latencies: Histogram }

/** Chargers that are connected to one server and have said what comes before the measurement. */
export class Fleet {
  /** Replies of the whole life of the fleet. */
  replies = 0

  readonly #stations: Station[] = []
  #hasFailed = false
  readonly #latencies = new Histogram()
  #onReply: (station: Station) => void = () => {}
  #fail: (error: Error) => void = () => {}

  /** Resolves when every charger is ready. */
  static async connect(options: FleetOptions): Promise<Fleet> {
    const fleet = new Fleet()
    await fleet.#untilDone(async () => {
      await fleet.#connect(options)
    })
    return fleet
  }

  /** Lets the chargers talk, and resolves when all that was sent is answered. */
  async drive({ warmUpSeconds, seconds, perSecond, onWindow }: DriveOptions): Promise<Driven> {
    const pace = perSecond === undefined ? this.#closedLoop() : this.#openLoop(perSecond)
    let driven: Driven | undefined
    await this.#untilDone(async () => {
      for (const station of this.#stations) station.advance()
      this.#onReply = pace.onReply
      pace.start()
      await after(warmUpSeconds)

      this.#latencies.clear()
      onWindow?.('opens')
      const openedAt = performance.now()
      await after(seconds)
      onWindow?.('closes')
      const messagesPerSecond = (this.#latencies.count / (performance.now() - openedAt)) * 1_000
      pace.stop()
      driven = { messagesPerSecond, offeredPerSecond: perSecond ?? messagesPerSecond, latencies: this.#latencies }
      await pace.idle
    })
    return driven!
  }

  async close(): Promise<void> {
    this.#fail = () => {}
    await Promise.all(this.#stations.map((station) => station.close()))
  }

  #closedLoop(): Pace {
    const { promise: idle, resolve } = Promise.withResolvers<void>()
    let isRunning = true
    let waiting = 0
    const send = (station: Station) => {
      station.countsFromMs = performance.now()
      station.send()
    }
    return {
      idle,
      start: () => {
        waiting = this.#stations.length
        for (const station of this.#stations) send(station)
      },
      stop: () => {
        isRunning = false
      },
      onReply: (station) => {
        if (isRunning) {
          this.#latencies.addMs(performance.now() - station.countsFromMs)
          send(station)
        } else if (--waiting === 0) resolve()
      },
    }
  }

  /**
   * Calls are due at fixed times, whatever became of those before. A charger that still waits sends late, and its
   * latency counts from when the call was due.
   */
  #openLoop(perSecond: number): Pace {
    const { promise: idle, resolve } = Promise.withResolvers<void>()
    const stations = this.#stations
    const intervalMs = (stations.length * 1_000) / perSecond
    let timer: NodeJS.Timeout
    let isRunning = true
    const sendDue = (station: Station, nowMs: number) => {
      if (station.countsFromMs <= nowMs) station.send()
    }
    const endWhenIdle = () => {
      if (stations.every((station) => !station.isWaiting)) resolve()
    }
    return {
      idle,
      start: () => {
        const startMs = performance.now()
        stations.forEach((station, seat) => {
          station.countsFromMs = startMs + (seat * intervalMs) / stations.length
        })
        timer = setInterval(() => {
          const nowMs = performance.now()
          for (const station of stations) if (!station.isWaiting) sendDue(station, nowMs)
        }, 1)
      },
      stop: () => {
        isRunning = false
        clearInterval(timer)
        const nowMs = performance.now()
        // What was due and is not answered has waited this long already.
        for (const station of stations) {
          for (let dueMs = station.countsFromMs; dueMs < nowMs; dueMs += intervalMs)
            this.#latencies.addMs(nowMs - dueMs)
        }
        endWhenIdle()
      },
      onReply: (station) => {
        if (!isRunning) return endWhenIdle()
        const nowMs = performance.now()
        this.#latencies.addMs(nowMs - station.countsFromMs)
        station.countsFromMs += intervalMs
        sendDue(station, nowMs)
      },
    }
  }

  async #connect({ url, version, credentials, talk }: FleetOptions): Promise<void> {
    const { promise: allReady, resolve } = Promise.withResolvers<void>()
    const endpoint = endpointOf(url)
    let missing = credentials.length
    this.#onReply = (station) => {
      if (station.next !== ready) station.send()
      else if (--missing === 0) resolve()
    }
    const events = {
      onReply: (station: Station) => {
        this.replies++
        this.#onReply(station)
      },
      onFault: (error: Error) => this.#fail(error),
    }
    for (const [seat, one] of credentials.entries()) {
      this.#stations.push(new Station({ endpoint, version, credentials: one, talk: talk(seat) }, events))
      // The first ones go on while the others are made.
      if (seat % 50 === 49) await breathe()
      if (this.#hasFailed) return
    }
    await allReady
    // Opening is announced like a reply.
    this.replies -= credentials.length
  }

  /** Rejects as soon as any charger meets what must not be. */
  async #untilDone(work: () => Promise<void>): Promise<void> {
    const { promise: failed, reject } = Promise.withResolvers<never>()
    this.#fail = reject
    try {
      await Promise.race([work(), failed])
    } catch (error) {
      this.#hasFailed = true
      this.#onReply = () => {}
      void this.close()
      throw error
    }
  }
}

type Pace = { idle: Promise<void>; start(): void; stop(): void; onReply(station: Station): void }

function after(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1_000))
}
