import { randomUUID } from 'node:crypto'
import { Check } from 'typebox/value'
import type { Context } from '#core/context.ts'
import type { ChargerUpdate, LiveFeed } from '#core/live/live-feed.ts'
import { chargingInformation } from '#core/vdv463/charging-information.ts'
import type { VdvEnvelope } from '#core/vdv463/message.ts'
import { readDepot } from '#core/vdv463/read-depot.ts'
import { ProvideChargingInformation } from './charging-information-schema.ts'
import { linkStatus } from './link-status.ts'

export type Telling = {
  /** A message of theirs was handled: from the first one on we know whom we tell. */
  heard(presystemId: string): void
  /** A confirmation or an error of theirs. */
  answered(message: VdvEnvelope): void
  /** Resolves when it is on record that the connection is over. */
  stop(): Promise<void>
}

export type TellingWorld = {
  live: LiveFeed
  pace: TellingPace
  send(text: string): void
  /** It is not to be told any more, and nothing else is to be said on this connection. */
  end(why: string): void
}

export type TellingPace = {
  /** A whole picture is told this often, whatever has changed. */
  everyMs: number
  /** What happens within this time is told together. */
  gatherMs: number
  /** How long a confirmation may take. */
  answerMs: number
  /** The longest pause after failures in a row; it doubles from `everyMs`. */
  longestMs: number
}

export const usualPace: TellingPace = { everyMs: 15_000, gatherMs: 1_000, answerMs: 30_000, longestMs: 300_000 }

/**
 * Tells a planning system of its site by ProvideChargingInformation, every 15 seconds and when something has happened
 * (smart-charging 9.1), over the connection that it holds.
 *
 * One message at a time waits for its confirmation, and always says how the site is when it leaves: what was not taken is
 * not sent again but told anew, later and later. A slow reader is never sent more than that one message.
 */
export function tellPresystem(ctx: Context, siteId: number, world: TellingWorld): Telling {
  const { pace } = world
  const status = linkStatus(ctx, siteId)
  let presystem: string | null = null
  let asked: { messageId: string; payload: string } | null = null
  let taken: string | null = null
  let failures = 0
  let isStopped = false
  let isPreparing = false
  let hasNews = false
  let chargers: ReadonlySet<string> | null = null
  let cycle: NodeJS.Timeout | undefined
  let gathering: NodeJS.Timeout | undefined
  let patience: NodeJS.Timeout | undefined

  const leave = world.live.subscribe(ctx.tenant, {
    chargerChanged: (update) => isNews(update) && changed(),
    chargerConfigured: () => changed(),
    commandsChanged() {},
  })

  const tell = async (isCycle: boolean): Promise<void> => {
    if (isStopped || presystem === null || asked || isPreparing) return
    isPreparing = true
    try {
      const payload = await prepare(presystem)
      if (payload === null || isStopped || (!isCycle && payload === taken)) return
      const messageId = randomUUID()
      asked = { messageId, payload }
      patience = setTimeout(() => failed('it has confirmed nothing in time'), pace.answerMs)
      const head = [1, 'CMS', presystem, ctx.now().toString({ fractionalSecondDigits: 3 }), messageId]
      world.send(JSON.stringify([...head, 'ProvideChargingInformation', JSON.parse(payload)]))
      status.sent()
    } catch (error) {
      ctx.log.error({ err: error, siteId }, 'a planning system could not be told of its site')
      failed('a fault of ours; the log says more')
    } finally {
      isPreparing = false
      if (!asked && cycle === undefined) plan()
    }
  }

  /** Null: it is not told any more. */
  const prepare = async (to: string): Promise<string | null> => {
    const client = await ctx.apiClients.find(ctx.actor.name)
    const mayHear = client?.enabled === true && client.grants.includes('chargerControl')
    const depot = mayHear ? await readDepot(ctx, siteId) : null
    if (!depot) {
      world.end(mayHear ? 'there is no such site' : 'these credentials are not valid any more')
      return null
    }
    chargers = new Set(depot.chargers.map(({ identity }) => identity))
    const payload = chargingInformation(to, [depot])
    if (!Check(ProvideChargingInformation, payload)) throw new Error('what would be told is not as VDV 463 says')
    return JSON.stringify(payload)
  }

  /** When the next whole picture is due. */
  const plan = () => {
    clearTimeout(cycle)
    if (isStopped) return
    const pause = Math.min(pace.longestMs, pace.everyMs * 2 ** Math.max(0, failures - 1))
    cycle = setTimeout(() => {
      cycle = undefined
      void tell(true)
    }, pause)
    if (hasNews && failures === 0) changed()
  }

  /** While something is under way, or they do not take what they are told, news wait for the next message. */
  const changed = () => {
    hasNews = true
    if (isStopped || presystem === null || asked || failures > 0 || gathering) return
    gathering = setTimeout(() => {
      gathering = undefined
      hasNews = false
      void tell(false)
    }, pace.gatherMs)
  }

  const failed = (why: string) => {
    clearTimeout(patience)
    asked = null
    failures += 1
    status.failed(why)
    plan()
  }

  return {
    heard(presystemId) {
      const isFirst = presystem === null
      presystem = presystemId
      status.called(presystemId)
      if (isFirst) void tell(true)
      else changed()
    },
    answered([type, , , , messageId, , payload]) {
      if (messageId !== asked?.messageId) return
      if (type === 3) return failed(`it has refused: ${wordsOf(payload)}`)
      clearTimeout(patience)
      taken = asked.payload
      asked = null
      failures = 0
      status.confirmed()
      plan()
    },
    stop() {
      if (isStopped) return status.kept()
      isStopped = true
      leave()
      for (const timer of [cycle, gathering, patience]) clearTimeout(timer)
      status.disconnected()
      return status.kept()
    },
  }

  /** Readings alone can wait for the next whole picture. */
  function isNews({ link, states, sessions }: ChargerUpdate): boolean {
    return chargers !== null && (link !== null || states.length > 0 || sessions.length > 0)
  }
}

/** There is no agreement on what an error of theirs looks like. */
function wordsOf(payload: unknown): string {
  const { errorMessage, message } = (payload ?? {}) as { errorMessage?: unknown; message?: unknown }
  const said = [errorMessage, message, payload].find((one) => typeof one === 'string')
  return typeof said === 'string' ? said.replaceAll(/\p{C}+/gu, ' ').slice(0, 200) : 'it did not say why'
}
