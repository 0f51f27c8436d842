import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import type { FoundMessage, MessagePage, MessageSearch } from './message-log.ts'

/**
 * One page of messages of all chargers, newest first. A search that names no charger goes back 24 hours unless it says
 * how far. It looks at a bounded number of messages: `next` is where to go on, even after an empty page.
 */
export async function searchMessages(
  ctx: Uses<'messageLog' | 'now'>,
  search: MessageSearch,
  { before, limit }: { before: string | null; limit: number },
): Promise<MessagePage> {
  const { from, to } = search
  if (from && to && Temporal.Instant.compare(from, to) >= 0) {
    throw new Problem('invalid_value', 'The span of time ends before it begins.', { subject: 'to' })
  }
  // Another node's clock may be a little ahead.
  const until = ctx.now().add({ minutes: 5 })
  return ctx.messageLog.search(withSpan(search, ctx.now()), { before, limit, until })
}

/** Everything that a search finds, part by part. Ends; what is logged after its beginning is not in it. */
export async function* exportMessages(
  ctx: Uses<'messageLog' | 'now'>,
  search: MessageSearch,
): AsyncGenerator<readonly FoundMessage[], void, undefined> {
  const now = ctx.now()
  const fixed = withSpan({ ...search, to: search.to ?? now.add({ milliseconds: 1 }) }, now)
  for (let before: string | null = null; ; ) {
    const { messages, next }: MessagePage = await searchMessages(ctx, fixed, { before, limit: partSize })
    yield messages
    if (next === null) return
    before = next
  }
}

function withSpan(search: MessageSearch, now: Temporal.Instant): MessageSearch {
  if (search.from !== null || search.chargerId !== null) return search
  return { ...search, from: (search.to ?? now).subtract({ hours: 24 }) }
}

const partSize = 500
