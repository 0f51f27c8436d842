import { Type } from 'typebox'
import type { Span } from '#core/chargers/charger.ts'
import { checkInterval, moment } from './read-input.ts'

/** Parameters that several routes share. */

export const chargerId = Type.String({ description: 'The identity of the charger', examples: ['BAY-07'] })

const connectorNumber =
  'The number of the connector within its charger, from 1. With OCPP 2.x it is the number of the EVSE, and a further connector of an EVSE has the next free one'

export const connectorId = Type.Integer({ description: `${connectorNumber}; 0 is the charger itself`, examples: [2] })

/** Where the charger as a whole will not do. */
export const connectorIdFromOne = Type.Integer({ description: connectorNumber, examples: [2] })

export const from = moment({
  description: 'Start of the interval, inclusive. ISO 8601, URL-encoded; a date alone is its midnight in UTC',
  examples: ['2025-02-10T00:00:00Z'],
})

export const to = moment({
  description: 'End of the interval, inclusive. ISO 8601, URL-encoded; a date alone is its midnight in UTC',
  examples: ['2025-02-11T00:00:00Z'],
})

export const limit = Type.Integer({
  minimum: 1,
  maximum: 10_000,
  default: 100,
  description: 'The most elements to answer with',
  examples: [100],
})

export const page = Type.Integer({
  minimum: 1,
  default: 1,
  description: 'The page; the first is 1. One beyond the end is empty',
  examples: [1],
})

/** No installation has so many rows; a page out there is empty like any other beyond the end. */
export function isReachable({ page, limit }: { page: number; limit: number }): boolean {
  return page * limit <= Number.MAX_SAFE_INTEGER
}

/** The current state is asked for unless a bound is given; then it is the history, newest first. */
export const historyQuery = { from: Type.Optional(from), to: Type.Optional(to), limit }

export function historySpan(query: { from?: Temporal.Instant; to?: Temporal.Instant; limit: number }): Span | null {
  checkInterval(query)
  if (!query.from && !query.to) return null
  return { from: query.from ?? null, to: query.to ?? null, limit: query.limit }
}
