import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import type { LoggedMessage } from '../live/message-log.ts'
import { type Ending, endingOf } from './ending.ts'
import type { ReadingPoint, SessionView } from './session-view.ts'
import { thinReadings } from './thin-readings.ts'
import { type Moment, timelineOf } from './timeline.ts'

/** One session with all that happened to it; a Problem when the tenant has none of this id. */
export async function readSession(
  ctx: Uses<'sessionViews'>,
  id: number,
): Promise<{ session: SessionView; timeline: Moment[]; ending: Ending | null }> {
  const session = await findSession(ctx, id)
  const happenings = await ctx.sessionViews.happenings(session)
  return { session, timeline: timelineOf(session, happenings), ending: endingOf(session) }
}

/** What its meter showed, at most 2 000 points with every extreme of the power. */
export async function readSessionReadings(ctx: Uses<'sessionViews'>, id: number): Promise<readonly ReadingPoint[]> {
  const points = await ctx.sessionViews.points(await findSession(ctx, id))
  return thinReadings(points, 2_000)
}

/**
 * The conversation with the charger about a session, oldest first, at most 1 000 messages. It is complete when none was
 * left out and the message that opened the session is still kept.
 */
export async function readSessionMessages(
  ctx: Uses<'sessionViews'>,
  id: number,
): Promise<{ messages: LoggedMessage[]; complete: boolean }> {
  const session = await findSession(ctx, id)
  const found = await ctx.sessionViews.messages(session, longestConversation)
  const opening = session.openedAt.epochMilliseconds
  return {
    messages: found.slice(0, longestConversation),
    complete: found.length <= longestConversation && found.some(({ at }) => at.epochMilliseconds === opening),
  }
}

const longestConversation = 1_000

async function findSession(ctx: Uses<'sessionViews'>, id: number): Promise<SessionView> {
  const [session] = await ctx.sessionViews.ofIds([id])
  if (!session) throw new Problem('session_not_found', `There is no session ${id}.`, { subject: 'id' })
  return session
}
