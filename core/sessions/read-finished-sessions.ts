import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import type { FinishedSession } from './session.ts'

export type FinishedSessionsQuery = {
  charger: string | null
  connector: number | null
  vehicleId: string | null
  /** Both bounds are inclusive; either may be absent. */
  from: Temporal.Instant | null
  to: Temporal.Instant | null
  filterBy: 'startedAt' | 'endedAt' | 'insertedAt' | 'overlapping'
  orderBy: 'recordNo' | 'startedAt' | 'endedAt'
  order: 'asc' | 'desc'
  /** The first page is 1. */
  page: number
  limit: number
}

export type FinishedSessions = {
  list(query: FinishedSessionsQuery): Promise<{ sessions: FinishedSession[]; more: boolean }>
  find(recordNo: number): Promise<FinishedSession | null>
}

/**
 * One page of finished sessions, in a total order.
 *
 * A window on `insertedAt` whose end has passed is complete: no record appears in it later (depot-api 9.4).
 */
export async function readFinishedSessions(
  ctx: Uses<'finishedSessions'>,
  query: FinishedSessionsQuery,
): Promise<{ sessions: FinishedSession[]; more: boolean }> {
  return ctx.finishedSessions.list(query)
}

/** One finished session by its record number; a Problem when the tenant has none. */
export async function readFinishedSession(ctx: Uses<'finishedSessions'>, recordNo: number): Promise<FinishedSession> {
  const session = await ctx.finishedSessions.find(recordNo)
  if (!session)
    throw new Problem('session_not_found', `Transaction ${recordNo} was not found.`, { subject: 'TransactionID' })
  return session
}
