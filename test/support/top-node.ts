import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'

/** An OpenADR 3 top node of somebody else: what it says is what the test puts into it. */
export type TopNode = {
  url: string
  secret: string
  events: object[]
  /** Answers given to the next requests for events instead of the right ones. */
  wrong: { status: number; body: string }[]
  /** Those that it has taken, and how often it was asked for them. */
  reports: TakenReport[]
  reportsAsked: number
  /** What becomes of the next reports: a status, taken without an answer, or neither taken nor answered. */
  toReports: (number | 'lost' | 'silent')[]
  /** 3.1 knows no program of a report. */
  takesPrograms: boolean
  /** While true, connections are cut. */
  isDown: boolean
  /** How often somebody logged in, and how often events were asked for. */
  logins: number
  asked: number
  /** Ends the tokens that were given out. */
  forgetTokens(): void
}

export type TakenReport = {
  programID?: string
  eventID: string
  clientName: string
  reportName: string
  resources: { resourceName: string; intervals: { id: number; payloads: { type: string; values: unknown[] }[] }[] }[]
}

export async function startTopNode(t: TestContext): Promise<TopNode> {
  let tokens = new Set<string>()
  const node: TopNode = {
    ...{ url: '', secret: 's3cret', events: [], wrong: [], isDown: false, logins: 0, asked: 0 },
    ...{ reports: [], reportsAsked: 0, toReports: [], takesPrograms: true },
    forgetTokens: () => {
      tokens = new Set()
    },
  }
  const http = createServer(async (request, response) => {
    if (node.isDown) return void request.socket.destroy()
    const url = new URL(request.url ?? '', node.url)
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (url.pathname === '/openadr3/auth/token') {
      const form = new URLSearchParams(await text(request))
      const isRight = form.get('client_secret') === node.secret && form.get('grant_type') === 'client_credentials'
      if (request.method !== 'POST' || !isRight || form.get('client_id') !== 'depot') return void answer(401, {})
      node.logins += 1
      const token = `token-${node.logins}`
      tokens.add(`Bearer ${token}`)
      return void answer(200, { access_token: token, token_type: 'bearer', expires_in: 3600 })
    }
    const isReports = url.pathname === '/openadr3/reports'
    if (url.pathname !== '/openadr3/events' && !isReports) return void answer(404, {})
    if (!tokens.has(request.headers.authorization ?? '')) return void answer(401, {})
    if (isReports && request.method === 'GET') {
      node.reportsAsked += 1
      return void answer(200, node.reports.slice(Number(url.searchParams.get('skip'))))
    }
    if (isReports) {
      const report = JSON.parse(await text(request)) as TakenReport
      if (!node.takesPrograms && report.programID !== undefined) return void answer(400, {})
      const fate = node.toReports.shift() ?? 201
      if (fate === 'silent') return
      if (fate === 201 || fate === 'lost') node.reports.push(report)
      return fate === 'lost' ? void request.socket.destroy() : void answer(fate, {})
    }
    const skip = Number(url.searchParams.get('skip'))
    if (skip === 0) node.asked += 1
    const wrong = node.wrong.shift()
    if (wrong) return void response.writeHead(wrong.status).end(wrong.body)
    answer(200, node.events.slice(skip, skip + Number(url.searchParams.get('limit'))))
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    http.closeAllConnections()
    http.close()
  })
  node.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/openadr3`
  return node
}
