import assert from 'node:assert/strict'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { OpenApiDocument } from './depot-api.ts'
import type { System } from './system.ts'

export type PlatformAnswer = { status: number; headers: Headers; text: string; body: any }

export type PlatformRequest = {
  method?: string
  headers?: Record<string, string>
  /** Sent as JSON; a text is sent as it is. */
  body?: unknown
  /** Null shows none. */
  token?: string | null
}

/** The platform API as a back office sees it. Every answer is checked against the document that the server publishes. */
export type PlatformApi = {
  token: string
  document: OpenApiDocument
  call(path: string, request?: PlatformRequest): Promise<PlatformAnswer>
  get(path: string): Promise<PlatformAnswer>
  post(path: string, body?: unknown): Promise<PlatformAnswer>
  patch(path: string, body?: unknown): Promise<PlatformAnswer>
  del(path: string): Promise<PlatformAnswer>
  /** Creates a charge point and gives its view. */
  addChargePoint(identity: string, more?: object): Promise<any>
}

export const chargePoints = '/public-api/resources/charge-points/v2.0'
export const evses = '/public-api/resources/evses/v2.1'
export const idTags = '/public-api/resources/id-tags/v2.0'
export const actions = '/public-api/actions/charge-point/v1.0'

/** Makes a token and gives the API as its holder sees it. */
export async function openPlatform(
  system: System,
  { name = 'back office', ...more }: { name?: string; tenant?: string } = {},
): Promise<PlatformApi> {
  const token = String((await system.admin('api-token.add', { name, ...more })).token)
  const document = (await (await fetch(`${system.url}/docs/platform/openapi.json`)).json()) as OpenApiDocument
  const check = replyChecker(document)

  const call: PlatformApi['call'] = async (path, { method = 'GET', headers = {}, body, token: given = token } = {}) => {
    const response = await fetch(system.url + path, {
      method,
      headers: {
        ...(given === null ? {} : { authorization: `Bearer ${given}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = /^application\/json/.test(response.headers.get('content-type') ?? '')
    const answer = {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson && text ? JSON.parse(text) : null,
    }
    check(method, path, answer)
    return answer
  }
  return {
    token,
    document,
    call,
    get: (path) => call(path),
    post: (path, body) => call(path, { method: 'POST', body: body ?? {} }),
    patch: (path, body) => call(path, { method: 'PATCH', body: body ?? {} }),
    del: (path) => call(path, { method: 'DELETE' }),
    async addChargePoint(identity, extra = {}) {
      const body = { name: identity, type: 'private', status: 'enabled', network: { id: identity }, ...extra }
      const added = await call(chargePoints, { method: 'POST', body })
      assert.equal(added.status, 201, added.text)
      return added.body.data
    },
  }
}

/** The body of a refusal, and the fields that it names. */
export function assertRefused(answer: PlatformAnswer, status: number, ...fields: string[]): void {
  assert.equal(answer.status, status, answer.text)
  assert.equal(typeof answer.body.message, 'string')
  if (status === 422) assert.deepEqual(Object.keys(answer.body.errors).toSorted(), fields.toSorted(), answer.text)
}

function replyChecker(document: OpenApiDocument) {
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { 'date-time': isUtc } })
  ajv.addSchema(document, 'platform')
  const compiled = new Map<string, ValidateFunction>()
  const validator = (pointer: string) => {
    const known = compiled.get(pointer) ?? ajv.compile({ $ref: `platform#${pointer}` })
    compiled.set(pointer, known)
    return known
  }
  const templates = Object.keys(document.paths).map((path) => ({ path, form: pathForm(path) }))

  return (method: string, url: string, { status, body, text, headers }: PlatformAnswer): void => {
    assert.ok(headers.get('x-app-version'), url)
    assert.match(headers.get('x-req-trace-id') ?? '', /^[0-9a-f-]{36}$/)
    const path = templates.find(({ form }) => form.test(url.split('?', 1)[0]!))?.path
    const operation = path && document.paths[path]?.[method.toLowerCase()]
    if (!path || !operation) {
      if (status >= 400 && body !== null) assertValid(validator('/components/schemas/PlatformError'), body)
      return
    }
    if (status === 204) {
      assert.equal(text, '')
      return
    }
    const content = operation.responses[status]?.content?.['application/json']
    assert.ok(content, `${method} ${path} answers ${status}, which its document does not know: ${text}`)
    const place = [path, method.toLowerCase(), 'responses', String(status), 'content', 'application/json', 'schema']
    assertValid(validator(`/paths/${place.map(pointerPart).join('/')}`), body)
  }
}

function assertValid(validate: ValidateFunction, body: unknown): void {
  assert.ok(validate(body), `${JSON.stringify(validate.errors)} in ${JSON.stringify(body)}`)
}

function isUtc(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text)
}

function pathForm(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}/?$`)
}

function pointerPart(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
}
