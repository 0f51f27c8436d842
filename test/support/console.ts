import assert from 'node:assert/strict'
import { type System, testAdministrator } from './system.ts'

export type ConsoleAnswer = { status: number; headers: Headers; text: string; body: any }

export type ConsoleRequest = { method?: string; headers?: Record<string, string>; body?: unknown }

/** A person at the console. */
export type ConsoleUser = {
  login: string
  password: string
  /** Name and value, as a browser sends it; changes when the server changes the token. */
  cookie: string
  csrfToken: string
  /** What the server said of the person at the login. */
  me: any
  get(path: string): Promise<ConsoleAnswer>
  /** A string is sent as `text/csv`, anything else as JSON. */
  post(path: string, body?: unknown): Promise<ConsoleAnswer>
  patch(path: string, body?: unknown): Promise<ConsoleAnswer>
  del(path: string): Promise<ConsoleAnswer>
  /** With headers that a test wants otherwise. */
  call(path: string, request?: ConsoleRequest): Promise<ConsoleAnswer>
}

/**
 * Logs a person in: the administrator of the test, or the login that is named. With a role (or tenant) and a login
 * that is not known yet, the account is made first.
 */
export async function logIn(
  system: System,
  options: { login?: string; password?: string; role?: string; tenant?: string; code?: string } = {},
): Promise<ConsoleUser> {
  const { login, password } = await account(system, options)
  const answer = await callConsole(system.url, 'login', {
    method: 'POST',
    body: { login, password, ...(options.code === undefined ? {} : { code: options.code }) },
  })
  assert.equal(answer.status, 200, answer.text)
  return userOf(system.url, { login, password }, answer)
}

/** One request to the console's API without any login. */
export async function callConsole(
  url: string,
  path: string,
  { method = 'GET', headers = {}, body }: ConsoleRequest = {},
): Promise<ConsoleAnswer> {
  const isText = typeof body === 'string'
  const type = body === undefined ? {} : { 'content-type': isText ? 'text/csv' : 'application/json' }
  const response = await fetch(`${url}/console-api/${path}`, {
    method,
    headers: { ...type, ...headers },
    redirect: 'manual',
    ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = (response.headers.get('content-type') ?? '').startsWith('application/json')
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text !== '' ? JSON.parse(text) : null,
  }
}

export function cookieOf({ headers }: Pick<ConsoleAnswer, 'headers'>): string | undefined {
  return headers.getSetCookie()[0]?.split(';')[0]
}

async function account(system: System, options: Parameters<typeof logIn>[1] = {}) {
  const { role, tenant } = options
  if (role === undefined) {
    return { login: options.login ?? testAdministrator.login, password: options.password ?? testAdministrator.password }
  }
  const login = options.login ?? `${role}${tenant === undefined ? '' : `-of-${tenant}`}`
  const password = options.password ?? `the ${login} of a bus depot`
  await system
    .admin('account.add', { login, role, password, ...(tenant === undefined ? {} : { tenant }) })
    .catch((error: Error) => {
      if (!/is taken/.test(error.message)) throw error
    })
  return { login, password }
}

function userOf(url: string, who: { login: string; password: string }, answer: ConsoleAnswer): ConsoleUser {
  const user: ConsoleUser = {
    ...who,
    cookie: cookieOf(answer)!,
    csrfToken: answer.body.csrfToken,
    me: answer.body,
    async call(path, { headers = {}, ...request } = {}) {
      const own = { cookie: user.cookie, 'x-csrf-token': user.csrfToken }
      const got = await callConsole(url, path, { ...request, headers: { ...own, ...headers } })
      const renewed = cookieOf(got)
      if (renewed && !renewed.endsWith('=')) user.cookie = renewed
      return got
    },
    get: (path) => user.call(path),
    post: (path, body) => user.call(path, { method: 'POST', body }),
    patch: (path, body) => user.call(path, { method: 'PATCH', body }),
    del: (path) => user.call(path, { method: 'DELETE' }),
  }
  return user
}
