import type { TSchema } from 'typebox'
import { Check } from 'typebox/value'
import type { LimitFeedSettings } from '#core/limit-feeds/limit-feed.ts'
import { type AskOutside, FeedFailed } from '../limit-feed.ts'
import { Events, type OpenAdrEvent, Token } from './event.ts'

/** Asks a virtual top node of OpenADR 3 as one of its clients. */
export type OpenAdrClient = { events(): Promise<OpenAdrEvent[]> }

type Access = Pick<LimitFeedSettings, 'url' | 'tokenUrl' | 'clientId' | 'scope' | 'programId'> & { secret: string }

/** A token is kept until shortly before its end, or until it is refused. */
export function openAdrClient(access: Access, ask: AskOutside, nowMs: () => number): OpenAdrClient {
  const base = access.url.replace(/\/+$/, '')
  let token: { text: string; untilMs: number } | null = null

  const fetchToken = async (): Promise<string> => {
    if (token && token.untilMs > nowMs()) return token.text
    const answer = await asked(ask, access.tokenUrl ?? `${base}/auth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: access.clientId,
        client_secret: access.secret,
        ...(access.scope === null ? {} : { scope: access.scope }),
      }).toString(),
    })
    if (answer.status !== 200) throw new FeedFailed(`the login was answered with ${answer.status}`)
    const got = readAs<{ access_token: string; expires_in?: number | null }>(Token, answer.body, 'login')
    const seconds = Math.max(0, (got.expires_in ?? 300) - 30)
    token = { text: got.access_token, untilMs: nowMs() + seconds * 1000 }
    return token.text
  }

  const page = async (skip: number, mayRetry = true): Promise<OpenAdrEvent[]> => {
    const query = new URLSearchParams({ skip: String(skip), limit: String(pageSize) })
    if (access.programId !== null) query.set('programID', access.programId)
    const headers = { authorization: `Bearer ${await fetchToken()}`, accept: 'application/json' }
    const answer = await asked(ask, `${base}/events?${query}`, { method: 'GET', headers })
    if (answer.status === 401 && mayRetry) {
      token = null
      return page(skip, false)
    }
    if (answer.status !== 200) throw new FeedFailed(`the events were answered with ${answer.status}`)
    return readAs<OpenAdrEvent[]>(Events, answer.body, 'events')
  }

  return {
    async events() {
      const all = new Map<string, OpenAdrEvent>()
      for (let skip = 0; skip < mostEvents; skip += pageSize) {
        const events = await page(skip)
        const before = all.size
        for (const event of events) all.set(event.id, event)
        // Some top nodes know no pages and always answer with everything.
        if (events.length !== pageSize || all.size === before) return [...all.values()]
      }
      throw new FeedFailed(`there are more than ${mostEvents} events`)
    },
  }
}

const pageSize = 50
const mostEvents = 1_000

async function asked(ask: AskOutside, url: string, request: Parameters<AskOutside>[1]) {
  try {
    return await ask(url, request)
  } catch (cause) {
    throw new FeedFailed((cause as Error).message, { cause })
  }
}

function readAs<T>(schema: TSchema, body: string, what: string): T {
  let read: unknown
  try {
    read = JSON.parse(body)
  } catch (cause) {
    throw new FeedFailed(`the ${what} are not JSON`, { cause })
  }
  if (!Check(schema, read)) throw new FeedFailed(`the ${what} are not as OpenADR 3 says`)
  return read as T
}
