import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import type { FoundMessage, LoggedMessage, MessagePlace } from '../live/message-log.ts'
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
 * A page of the conversation with the charger about a session, oldest first. It is complete when the message that
 * opened the session is still kept; `next` is given back as `after` for the page that follows.
 */
export async function readSessionMessages(
  ctx: Uses<'sessionViews'>,
  id: number,
  { after, limit }: { after: string | null; limit: number },
): Promise<{ messages: LoggedMessage[]; next: string | null; complete: boolean }> {
  const session = await findSession(ctx, id)
  const { messages, hasOpening } = await ctx.sessionViews.messages(session, { after: placeFrom(after), limit })
  const page = messages.slice(0, limit)
  return { messages: page, next: messages.length > limit ? placeText(page.at(-1)!) : null, complete: hasOpening }
}

/** The whole of it, part by part. */
export async function* exportConversation(
  ctx: Uses<'sessionViews'>,
  id: number,
): AsyncGenerator<readonly FoundMessage[], void, undefined> {
  const { charger } = await findSession(ctx, id)
  for (let after: string | null = null; ; ) {
    const page = await readSessionMessages(ctx, id, { after, limit: partSize })
    yield page.messages.map((message) => ({ ...message, charger }))
    if (page.next === null) return
    after = page.next
  }
}

const partSize = 500

const placeText = ({ at, key }: LoggedMessage) => `${at.epochNanoseconds / 1_000n}-${key.split('-')[1]}`

function placeFrom(text: string | null): MessagePlace | null {
  if (text === null) return null
  const [, micros, tie] = /^(\d{1,16})-([0-9a-f]{12})$/.exec(text) ?? []
  if (micros === undefined) {
    throw new Problem('invalid_value', 'This is no place in a conversation.', { subject: 'after' })
  }
  return { at: Temporal.Instant.fromEpochMilliseconds(0).add({ microseconds: Number(micros) }), tie: tie! }
}

async function findSession(ctx: Uses<'sessionViews'>, id: number): Promise<SessionView> {
  const [session] = await ctx.sessionViews.ofIds([id])
  if (!session) throw new Problem('session_not_found', `There is no session ${id}.`, { subject: 'id' })
  return session
}
