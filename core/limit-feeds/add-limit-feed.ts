import { writeLimitsIn } from '../circuits/write-limits.ts'
import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import type { LimitFeed, LimitFeedSettings, NewLimitFeed } from './limit-feed.ts'
import { limitsOf } from './take-news.ts'

/**
 * Adds a link to somebody who limits a circuit. Its lease begins at once: a link that never comes up leads to the
 * declared fallback as well. The secret is sealed and never shown again.
 */
export async function addLimitFeed(
  ctx: Uses<'circuits' | 'siteLimits' | 'sealing' | 'transaction'>,
  asked: NewLimitFeed,
  secret: string,
): Promise<LimitFeed> {
  refuseFaulty(asked, secret)
  const circuit = await ctx.circuits.circuit(asked.circuitId)
  if (!circuit || circuit.siteId !== asked.siteId) {
    throw new Problem('not_found', 'There is no such circuit.', { subject: 'circuit' })
  }
  const taken = new Problem('conflict', `The circuit has limits called '${asked.name}' already.`, { subject: 'name' })
  if (await ctx.siteLimits.limit(limitsOf(asked))) throw taken
  const sealed = ctx.sealing.seal(secret)
  return ctx.transaction(async (tx) => {
    const feed = await tx.limitFeeds.add(asked, sealed)
    if (!feed) throw taken
    const { url, kind, lease } = asked.settings
    const told = { circuitName: circuit.name, name: asked.name, url, kind, fallback: lease.fallback }
    await tx.audit('limit-feed.added', circuit.publicId, told)
    await writeLimitsIn(tx, { ...limitsOf(asked), unit: 'W', reason: null, intervals: [], lease })
    return feed
  })
}

function refuseFaulty({ name, settings }: NewLimitFeed, secret: string): void {
  const fault = (subject: string, message: string) => new Problem('invalid_value', message, { subject })
  const { url, tokenUrl, clientId, scope, programId, clientName, pollSeconds, lease, levelsW } = settings
  if (!/^[^\p{C}]{1,100}$/u.test(name)) throw fault('name', 'A feed is called by 1 to 100 characters.')
  if (!isAddress(url)) throw fault('url', 'An address begins with https or http and has no password in it.')
  if (tokenUrl !== null && !isAddress(tokenUrl)) throw fault('tokenUrl', 'An address begins with https or http.')
  for (const [subject, text] of Object.entries({ clientId, clientName, secret, scope, programId })) {
    if (text !== null && !/^[^\p{C}]{1,500}$/u.test(text)) throw fault(subject, 'It has 1 to 500 characters.')
  }
  if (!(Number.isInteger(pollSeconds) && pollSeconds >= leastPollSeconds && pollSeconds <= 3600)) {
    throw fault('pollSeconds', `It is asked every ${leastPollSeconds} seconds to every hour.`)
  }
  if (lease.seconds < 2 * pollSeconds) throw fault('lease', 'The lease is twice the time between two polls, or more.')
  if (levelsW && !isFalling(levelsW)) throw fault('levelsW', 'A higher level leaves no more than the one before.')
}

const leastPollSeconds = 5

function isAddress(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
}

function isFalling([first, second, third]: NonNullable<LimitFeedSettings['levelsW']>): boolean {
  return (
    [first, second, third].every((value) => Number.isFinite(value)) && first >= second && second >= third && third >= 0
  )
}
