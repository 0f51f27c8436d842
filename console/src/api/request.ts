import type { ErrorReply } from '../../../api/console/wire/parts.ts'

/**
 * A request that did not succeed. `code` is the server's, or one of ours: `offline` (no answer came), `cancelled` (the
 * person did not confirm), `bad_answer` (not the server's words, as from a proxy). `status` is 0 when no answer came.
 */
export class RequestFailed extends Error {
  readonly status: number
  readonly code: string
  /** The member of the request that was wrong. */
  readonly field: string | null

  constructor(status: number, code: string, message: string, field: string | null = null) {
    super(message)
    this.name = 'RequestFailed'
    this.status = status
    this.code = code
    this.field = field
  }
}

/** What the requests need from the page around them; `app.tsx` sets it. */
export interface Surroundings {
  /** Asks for the password and posts it to `confirm`. False when the person gave up. */
  confirm: () => Promise<boolean>
  notLoggedIn: () => void
  passwordChangeRequired: () => void
  reachable: (answered: boolean) => void
}

let surroundings: Surroundings = {
  confirm: async () => false,
  notLoggedIn() {},
  passwordChangeRequired() {},
  reachable() {},
}
let csrfToken = ''

export function setSurroundings(value: Surroundings): void {
  surroundings = value
}

/** Called with the token of each `Me` that was read. */
export function setCsrfToken(token: string): void {
  csrfToken = token
}

export type Query = Record<string, string | number | boolean | null | undefined>

/** Reads `console-api/{path}`. Members of `query` that are null, undefined or '' are left out. */
export function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  return request<T>('GET', path, { query, signal })
}

/** A string body is sent as `text/csv`, a file as it is, anything else as JSON. */
export function post<T>(path: string, body?: unknown, query?: Query): Promise<T> {
  return request<T>('POST', path, { body, query })
}

export function patch<T>(path: string, body: unknown): Promise<T> {
  return request<T>('PATCH', path, { body })
}

export function put<T>(path: string, body: unknown): Promise<T> {
  return request<T>('PUT', path, { body })
}

export function del<T = void>(path: string): Promise<T> {
  return request<T>('DELETE', path, {})
}

/** The address of something under `console-api/`, as for a download link. */
export function apiUrl(path: string, query: Query = {}): string {
  const url = new URL(`console-api/${path}`, document.baseURI)
  for (const [name, value] of Object.entries(query))
    if (value !== null && value !== undefined && value !== '') url.searchParams.set(name, String(value))
  return url.href
}

interface Parts {
  query?: Query | undefined
  body?: unknown
  signal?: AbortSignal | undefined
}

async function request<T>(method: string, path: string, parts: Parts): Promise<T> {
  const send = () => sendOnce<T>(method, path, parts)
  try {
    return await send()
  } catch (error) {
    if (!(error instanceof RequestFailed)) throw error
    switch (error.code) {
      case 'confirm_required':
        if (await surroundings.confirm()) return await send()
        throw new RequestFailed(error.status, 'cancelled', error.message)
      case 'bad_token':
        await renewCsrfToken()
        return await send()
      case 'not_logged_in':
        surroundings.notLoggedIn()
        throw error
      case 'password_change_required':
        surroundings.passwordChangeRequired()
        throw error
      default:
        throw error
    }
  }
}

async function sendOnce<T>(method: string, path: string, { query, body, signal }: Parts): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (method !== 'GET') headers['x-csrf-token'] = csrfToken
  if (body !== undefined) headers['content-type'] = contentTypeOf(body)

  let answer: Response
  let text: string
  try {
    answer = await fetch(apiUrl(path, query), {
      method,
      headers,
      body: body === undefined ? null : typeof body === 'string' || body instanceof Blob ? body : JSON.stringify(body),
      signal: signal ?? null,
      credentials: 'same-origin',
      cache: 'no-store',
    })
    text = await answer.text()
  } catch (error) {
    if (signal?.aborted) throw error
    surroundings.reachable(false)
    throw new RequestFailed(0, 'offline', 'The server did not answer')
  }
  surroundings.reachable(true)
  if (answer.ok) return (text === '' ? undefined : parse(text, answer.status)) as T
  throw failureOf(answer.status, text)
}

function contentTypeOf(body: unknown): string {
  if (typeof body === 'string') return 'text/csv'
  return body instanceof Blob ? 'application/octet-stream' : 'application/json'
}

function parse(text: string, status: number): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new RequestFailed(status, 'bad_answer', 'The answer was not understood')
  }
}

function failureOf(status: number, text: string): RequestFailed {
  const reply = parse(text, status) as Partial<ErrorReply> | null
  if (typeof reply?.error?.code !== 'string')
    return new RequestFailed(status, 'bad_answer', 'The answer was not understood')
  return new RequestFailed(status, reply.error.code, reply.error.message, reply.error.field ?? null)
}

async function renewCsrfToken(): Promise<void> {
  const me = await sendOnce<{ csrfToken: string }>('GET', 'me', {})
  setCsrfToken(me.csrfToken)
}
