import type { TSchema } from 'typebox'
import { Check } from 'typebox/value'
import type { LimitFeedSettings } from '#core/limit-feeds/limit-feed.ts'
import { type AskOutside, FeedFailed } from '../limit-feed.ts'
import { Events, type OpenAdrEvent, Reports, Token } from './event.ts'
import type { OpenAdrReport } from './fill-report.ts'

/** Asks a virtual top node of OpenADR 3 as one of its clients. */
export type OpenAdrClient = {
  events(): Promise<OpenAdrEvent[]>
  /** Fails when nobody knows whether it has arrived. */
  sendReport(report: OpenAdrReport, programId: string | null): Promise<'taken' | NotTaken>
  hasReport(asked: { eventId: string; programId: string | null; name: string }): Promise<boolean>
}

export type NotTaken = {
  why: string
  /** Sent again as it is, it would not be taken either. */
  isFinal: boolean
  /** It may have been taken all the same. */
  isUncertain: boolean
}

type Access = Pick<LimitFeedSettings, 'url' | 'tokenUrl' | 'clientId' | 'clientName' | 'scope' | 'programId'> & {
  secret: string
}

/** A token is kept until shortly before its end, or until it is refused. */
export function openAdrClient(access: Access, ask: AskOutside, nowMs: () => number): OpenAdrClient {
  const base = access.url.replace(/\/+$/, '')
  let token: { text: string; untilMs: number } | null = null
  let namesProgram = true

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

  /** With a new token when the one that we have is refused. */
  const call = async (
    method: 'GET' | 'POST',
    path: string,
    body?: object,
  ): Promise<{ status: number; body: string }> => {
    for (let isRetry = false; ; isRetry = true) {
      const headers = { authorization: `Bearer ${await fetchToken()}`, accept: 'application/json' }
      const sent = body
        ? { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
        : { headers }
      const answer = await asked(ask, base + path, { method, ...sent })
      if (answer.status !== 401 || isRetry) return answer
      token = null
    }
  }

  const page = async (skip: number): Promise<OpenAdrEvent[]> => {
    const query = new URLSearchParams({ skip: String(skip), limit: String(pageSize) })
    if (access.programId !== null) query.set('programID', access.programId)
    const answer = await call('GET', `/events?${query}`)
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

    async sendReport(report, programId) {
      // 3.0 wants the program of a report, 3.1 does not know it: what one refuses the other takes.
      const withProgram = () => (namesProgram && programId !== null ? { programID: programId, ...report } : report)
      let { status } = await call('POST', '/reports', withProgram())
      if (status === 400 && programId !== null) {
        namesProgram = !namesProgram
        status = (await call('POST', '/reports', withProgram())).status
      }
      // 409: a report of this name is there already.
      if (status === 200 || status === 201 || status === 409) return 'taken'
      const isFinal = status >= 400 && status < 500 && !passing.has(status)
      return { why: `the report was answered with ${status}`, isFinal, isUncertain: status >= 500 }
    },

    async hasReport({ eventId, programId, name }) {
      for (let skip = 0; skip < mostEvents; skip += pageSize) {
        const query = new URLSearchParams({ eventID: eventId, clientName: access.clientName })
        if (programId !== null) query.set('programID', programId)
        query.set('skip', String(skip))
        query.set('limit', String(pageSize))
        const answer = await call('GET', `/reports?${query}`)
        if (answer.status !== 200) throw new FeedFailed(`the reports were answered with ${answer.status}`)
        const found = readAs<{ eventID?: string | null; reportName?: string | null }[]>(Reports, answer.body, 'reports')
        if (found.some((one) => one.eventID === eventId && one.reportName === name)) return true
        if (found.length !== pageSize) return false
      }
      return false
    },
  }
}

const pageSize = 50
const mostEvents = 1_000
/** No fault of the report: rights that are still to be given, and too many requests. */
const passing = new Set([401, 403, 408, 425, 429])

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
