import type { LimitFeed } from '#core/limit-feeds/limit-feed.ts'
import { FeedFailed, type FeedStatus, type FeedWorld, type RunningLimitFeed } from '../limit-feed.ts'
import { openAdrClient } from './client.ts'
import { newsOfEvents } from './news-of-events.ts'
import { sendReports } from './send-reports.ts'

/**
 * Asks an OpenADR 3 top node for its events again and again, and reports to it what they ask for. All events together are the whole of what it says, so one
 * that is gone is cancelled. What cannot be understood is not taken in part: the lease runs out instead.
 */
export function openAdrFeed(feed: LimitFeed, secret: string, world: FeedWorld): RunningLimitFeed {
  const client = openAdrClient({ ...feed.settings, secret }, world.ask, () => performance.now())
  let status: FeedStatus = { state: 'connecting', lastHeard: feed.heardAt, error: null }
  let timer: NodeJS.Timeout | undefined
  let polling: Promise<void> = Promise.resolve()
  let reporting: Promise<void> | null = null
  let isStopped = false

  const poll = async (): Promise<void> => {
    try {
      const events = await client.events()
      const now = world.now()
      if (isStopped) return
      await world.heard(feed, newsOfEvents(events, feed.settings, now))
      status = { state: 'heard', lastHeard: now, error: null }
      // Limits never wait for reports.
      reporting ??= sendReports(events, { feed, client, world, isStopped: () => isStopped })
        .catch(world.broken)
        .finally(() => {
          reporting = null
        })
    } catch (error) {
      const message = error instanceof FeedFailed ? error.message : 'a fault of ours; the log says more'
      status = { ...status, state: 'failing', error: message }
      if (!isStopped) await world.failed(feed, message)
      if (!(error instanceof FeedFailed)) throw error
    }
  }

  const run = () => {
    polling = poll()
      .catch(world.broken)
      .finally(() => {
        if (!isStopped) timer = setTimeout(run, feed.settings.pollSeconds * 1000)
      })
  }

  return {
    start: run,
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await polling
      await reporting
      status = { ...status, state: 'stopped' }
    },
    status: () => status,
  }
}
