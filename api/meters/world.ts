import type { IncomingMessage } from 'node:http'
import type { RequestWatch } from '#api/http/request.ts'
import type { CircuitSample } from '#core/circuits/meter.ts'
import type { MeterState } from '#core/circuits/meters/judge-sample.ts'

/** What the door for meters needs from outside. */
export type MetersWorld = RequestWatch & {
  /** Whose token this is; null: nobody's. */
  findMeter(token: string): Promise<number | null>
  /** Oldest first. Null when the meter is gone. */
  push(meterId: number, values: readonly PushedValues[]): Promise<MeterState | null>
  addressOf(request: IncomingMessage): string
  nowMs(): number
}

export type PushedValues = Pick<CircuitSample, 'amps' | 'powerW'> & { at: Temporal.Instant | null }

export type MetersSettings = {
  /** Stands before every path; empty or beginning with a slash: `/charging`. */
  basePath: string
}
