import assert from 'node:assert/strict'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { askDatabase } from './ask-database.ts'
import { accessToken, type System } from './system.ts'

export type DepotAnswer = { status: number; headers: Headers; text: string; body: any }

export type DepotRequest = {
  method?: string
  headers?: Record<string, string>
  body?: string
  /** Null sends none. */
  token?: string | null
}

/** The depot API as a program sees it. Every answer is checked against the document that the server publishes. */
export type DepotApi = {
  clientId: string
  secret: string
  token: string
  call(path: string, request?: DepotRequest): Promise<DepotAnswer>
  /** Asks for a token with these form members, and with the client's credentials in the header unless it is told. */
  askToken(form: Record<string, string>, authorization?: string | null): Promise<DepotAnswer>
  document: OpenApiDocument
}

export type OpenApiDocument = {
  openapi: string
  info: { version: string; description: string; license: { name: string } }
  servers: { url: string }[]
  security: object[]
  paths: Record<string, Record<string, OpenApiOperation>>
  components: { schemas: Record<string, object>; securitySchemes: Record<string, object> }
}

export type OpenApiOperation = {
  operationId: string
  summary: string
  tags?: string[]
  deprecated?: boolean
  security?: object[]
  parameters?: { name: string; in: string; required?: boolean; schema: object }[]
  requestBody?: { required?: boolean; content: Record<string, { schema: object; example?: unknown }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: object; example?: unknown }> }>
}

/** Makes an API client and gives the API as it sees it. */
export async function openDepot(
  system: System,
  { name = 'fleet', ...more }: { name?: string; package?: string; tenant?: string } = {},
): Promise<DepotApi> {
  const added = await system.admin('client.add', { name, package: 'premium', ...more })
  const [clientId, secret] = [String(added.clientId), String(added.secret)]
  const token = await accessToken(system.url, clientId, secret)
  const document = (await (await fetch(`${system.url}/docs/depot/openapi.json`)).json()) as OpenApiDocument
  const check = replyChecker(document)

  const call: DepotApi['call'] = async (path, { method = 'GET', headers = {}, body, token: given = token } = {}) => {
    const authorization = given === null ? {} : { authorization: `Bearer ${given}` }
    const response = await fetch(system.url + path, {
      method,
      headers: { ...authorization, ...headers },
      ...(body === undefined ? {} : { body }),
    })
    const text = await response.text()
    const isJson = /^application\/([\w.]+\+)?json/.test(response.headers.get('content-type') ?? '')
    const answer = { ...response, status: response.status, headers: response.headers, text }
    const read = { ...answer, body: isJson && text !== '' ? JSON.parse(text) : null }
    check(method, path, read)
    return read
  }
  return {
    clientId,
    secret,
    token,
    document,
    call,
    askToken: (form, authorization = basic(clientId, secret)) =>
      call('/oauth2/token', {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          ...(authorization === null ? {} : { authorization }),
        },
        body: new URLSearchParams(form).toString(),
        token: null,
      }),
  }
}

export function basic(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
}

export { askDatabase }

/** How many rows each table has. */
export async function countRows(databaseUrl: string): Promise<Record<string, number>> {
  const tables = await askDatabase(databaseUrl, `select tablename from pg_tables where schemaname = 'public'`)
  const counts = tables.map(({ tablename }) => `select '${tablename}' as name, count(*)::int from "${tablename}"`)
  const rows = await askDatabase(databaseUrl, `${counts.join(' union all ')} order by name`)
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]))
}

/** The body of an error: its code is the status, and the list says the same (depot-api 4.2). */
export function assertError(answer: DepotAnswer, status: number, code?: string): void {
  assert.equal(answer.status, status, answer.text)
  assert.equal(answer.body.code, status)
  assert.equal(typeof answer.body.message, 'string')
  assert.equal(answer.body.errors.length, 1)
  const [error] = answer.body.errors
  assert.equal(error.status, String(status))
  assert.equal(error.detail, answer.body.message)
  if (code !== undefined) assert.equal(error.code, code)
}

function replyChecker(document: OpenApiDocument) {
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { 'date-time': isUtcMillis } })
  ajv.addSchema(closed(document), 'depot')
  const compiled = new Map<string, ValidateFunction>()
  const validator = (pointer: string) => {
    const known = compiled.get(pointer) ?? ajv.compile({ $ref: `depot#${pointer}` })
    compiled.set(pointer, known)
    return known
  }
  const templates = Object.keys(document.paths).map((path) => ({ path, form: pathForm(path) }))

  return (method: string, url: string, { status, body, text }: DepotAnswer): void => {
    const path = templates.find(({ form }) => form.test(url.split('?', 1)[0]!))?.path
    const operation = path && document.paths[path]?.[method.toLowerCase()]
    if (!path || !operation) {
      if (status >= 400 && body !== null) assertValid(validator('/components/schemas/ApiError'), body)
      return
    }
    const known = operation.responses[status]
    assert.ok(known, `${method} ${path} answers ${status}, which its document does not know: ${text}`)
    if (!known.content) {
      assert.equal(text, '', `${method} ${path} answers ${status} with a body`)
      return
    }
    const named = body?.errors?.[0]?.source?.parameter
    const parameters = operation.parameters?.map(({ name }) => name) ?? []
    assert.ok(named === undefined || parameters.includes(named), `${method} ${path} has no parameter ${named}`)
    const place = [path, method.toLowerCase(), 'responses', String(status), 'content', 'application/json', 'schema']
    assertValid(validator(`/paths/${place.map(pointerPart).join('/')}`), body)
  }
}

/** The same document, in which no object has members that are not told. */
function closed<T>(part: T): T {
  if (Array.isArray(part)) return part.map(closed) as T
  if (typeof part !== 'object' || part === null) return part
  const whole = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, closed(value)]))
  const isOpen = whole.type !== 'object' || !whole.properties || 'additionalProperties' in whole
  return (isOpen ? whole : { ...whole, unevaluatedProperties: false }) as T
}

function assertValid(validate: ValidateFunction, body: unknown): void {
  assert.ok(validate(body), `${JSON.stringify(validate.errors)} in ${JSON.stringify(body)}`)
}

// depot-api 6: always UTC, always with three decimals.
function isUtcMillis(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text)
}

function pathForm(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}/?$`)
}

function pointerPart(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
}
