import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { isOpen, type SessionFilter, type SessionPlace, type SessionView } from './session-view.ts'

/**
 * One page of sessions: the open ones first, then the finished ones, newest record first; with nothing but a span of
 * time, in order of their start. `next` is given back as `after` for the page that follows.
 *
 * Sessions that finish while somebody pages may appear twice or not at all; an export sees all of one moment.
 */
export async function listSessions(
  ctx: Uses<'sessionViews'>,
  filter: SessionFilter,
  { after, limit }: { after: string | null; limit: number },
): Promise<{ sessions: SessionView[]; next: string | null }> {
  checkSpan(filter)
  const place = after === null ? null : placeFrom(after)
  const found = await ctx.sessionViews.list(filter, { after: place, limit })
  const sessions = found.slice(0, limit)
  return { sessions, next: found.length > limit ? placeText(sessions.at(-1)!) : null }
}

/** A span that ends before it begins is a mistake, not an empty answer. */
export function checkSpan({ from, to }: Pick<SessionFilter, 'from' | 'to'>): void {
  if (from && to && Temporal.Instant.compare(from, to) >= 0) {
    throw new Problem('invalid_value', 'The span of time ends before it begins.', { subject: 'to' })
  }
}

/** As text that may travel in an address. */
export function placeText(session: Pick<SessionView, 'id' | 'recordNo' | 'state' | 'startedAt'>): string {
  if (isOpen(session)) return `o${session.id}`
  if (session.recordNo === null) return `x${session.id}`
  return `f${session.recordNo}.${session.startedAt?.epochMilliseconds ?? ''}`
}

export function placeFrom(text: string): SessionPlace {
  const [, kind, number, started] = /^([oxf])(\d{1,15})(?:\.(-?\d{0,15}))?$/.exec(text) ?? []
  if (kind === undefined || (started !== undefined && Math.abs(Number(started)) > 8.64e15)) {
    throw new Problem('invalid_value', 'This is not the end of a page of sessions.', { subject: 'after' })
  }
  if (kind === 'o') return { after: 'open', id: Number(number) }
  if (kind === 'x') return { after: 'failed', id: Number(number) }
  const startedAt = started ? Temporal.Instant.fromEpochMilliseconds(Number(started)) : null
  return { after: 'finished', recordNo: Number(number), startedAt }
}
