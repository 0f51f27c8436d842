import type { Actor, Context, Log } from '#core/context.ts'
import { Problem } from '#core/errors.ts'
import { beginReport } from '#core/limit-feeds/begin-report.ts'
import type { LimitFeed } from '#core/limit-feeds/limit-feed.ts'
import { measuredMinutes } from '#core/limit-feeds/measured-minutes.ts'
import { takeFailure, takeNews } from '#core/limit-feeds/take-news.ts'
import { type AskOutside, FeedFailed, type FeedWorld, type RunningLimitFeed } from '#feeds/limit-feed.ts'
import { openAdrFeed } from '#feeds/openadr/open-adr-feed.ts'
import { type HeldLimitFeed, holdLimitFeeds, releaseLimitFeeds } from '#storage/limit-feed-store.ts'
import type { Storage } from '#storage/storage.ts'
import type { FetchOutside } from './egress.ts'
import { every } from './every.ts'

export type LimitFeeds = { stop(): Promise<void> }

type World = { log: Log; now: () => Temporal.Instant; fetchOutside: FetchOutside; everySeconds?: number }

/**
 * Runs the feeds of all tenants, each on one node: a feed that was added begins within seconds, one that was removed
 * ends, and those of a node that is gone are taken over.
 */
export function startLimitFeeds(storage: Storage, world: World): LimitFeeds {
  const { log } = world
  const running = new Map<string, RunningLimitFeed>()
  let isStopped = false

  const look = async (): Promise<void> => {
    const held = new Map((await holdLimitFeeds(storage.database.reader, storage.node)).map((one) => [keyOf(one), one]))
    for (const [key, feed] of running) {
      if (held.has(key)) continue
      running.delete(key)
      await feed.stop()
    }
    for (const [key, one] of held) {
      if (running.has(key) || isStopped) continue
      const ctx = storage.contextFor({ tenant: one.tenant, actor: actorOf(one.feed), door: 'job' })
      const started = openAdrFeed(one.feed, ctx.sealing.open(one.secretSealed), worldOf(ctx, one.feed, world))
      running.set(key, started)
      started.start()
    }
  }

  const stopLooking = every(world.everySeconds ?? 5, look, {
    failed: (error) => log.error({ err: error }, 'limit feeds could not be looked after'),
    firstAfterSeconds: 0,
  })
  return {
    async stop() {
      isStopped = true
      await stopLooking()
      await Promise.all([...running.values()].map((feed) => feed.stop()))
      await releaseLimitFeeds(storage.database.reader, storage.node).catch(() => undefined)
    },
  }
}

/** Another content is another feed, which begins anew. */
function keyOf({ tenant, feed, secretSealed }: HeldLimitFeed): string {
  return `${tenant} ${feed.id} ${JSON.stringify(feed.settings)} ${secretSealed.toString('base64')}`
}

function actorOf({ name }: LimitFeed): Actor {
  return { kind: 'system', name: `feed ${name}` }
}

function worldOf(ctx: Context, { id }: LimitFeed, { log, now, fetchOutside }: World): FeedWorld {
  return {
    now,
    ask: askBy(fetchOutside),
    heard: (feed, news) => takeNews(ctx, feed, news).catch(asFailure),
    failed: (feed, error) => {
      log.warn({ feed: id, tenant: ctx.tenant, error }, 'a limit feed fails')
      return takeFailure(ctx, feed, error)
    },
    reports: {
      known: (feed, since) => ctx.limitFeeds.reports(feed.id, since),
      begin: (feed, key, before) => beginReport(ctx, feed, key, before),
      settle: (feed, key, outcome) => {
        if (outcome.error !== null) {
          log.warn({ feed: id, tenant: ctx.tenant, error: outcome.error }, 'a report was not taken')
        }
        return ctx.transaction((tx) => tx.limitFeeds.settleReport(feed.id, key, outcome))
      },
      measured: (feed, span) => measuredMinutes(ctx, feed, span),
      resourceName: async ({ circuitId }) => (await ctx.circuits.circuit(circuitId))?.publicId ?? String(circuitId),
    },
    broken: (error) => log.error({ err: error, feed: id, tenant: ctx.tenant }, 'a limit feed is broken'),
  }
}

/** What the core refuses is the other side's fault, and is shown to people. */
function asFailure(error: unknown): never {
  if (error instanceof Problem && error.code !== 'storage_unavailable')
    throw new FeedFailed(error.message, { cause: error })
  throw error
}

function askBy(fetchOutside: FetchOutside): AskOutside {
  return async (url, request) => {
    const { status, body } = await fetchOutside(url, { ...request, mostBytes: 5_000_000 })
    const pieces: Buffer[] = []
    for await (const piece of body) pieces.push(piece)
    return { status, body: Buffer.concat(pieces).toString('utf8') }
  }
}
