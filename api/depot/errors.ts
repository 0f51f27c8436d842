import { STATUS_CODES } from 'node:http'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Log } from '#core/context.ts'
import { Problem, type ProblemCode } from '#core/errors.ts'
import { answerType } from './answer-type.ts'

// depot-api 4.2: the two members of the original's messages, and the error list of JSON:API.
export const ApiError = Type.Object(
  {
    code: Type.Integer({ description: 'The HTTP status code', examples: [404] }),
    message: Type.String({ description: 'What is wrong, for people', examples: ["Charger 'BAY-07' was not found."] }),
    errors: Type.Array(
      Type.Object({
        status: Type.String({ description: 'The HTTP status code as text', examples: ['404'] }),
        code: Type.String({ description: 'What is wrong, for programs; stable', examples: ['charger_not_found'] }),
        title: Type.String({ examples: ['Not Found'] }),
        detail: Type.Optional(Type.String({ examples: ["Charger 'BAY-07' was not found."] })),
        source: Type.Optional(
          Type.Object({
            parameter: Type.Optional(Type.String({ description: 'The parameter at fault', examples: ['chargerId'] })),
            pointer: Type.Optional(Type.String({ description: 'The body member at fault, as JSON pointer' })),
          }),
        ),
      }),
    ),
  },
  { $id: 'ApiError', title: 'ApiError' },
)

export type ErrorCode =
  | 'invalid_parameter'
  | 'invalid_body'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'charger_not_found'
  | 'connector_not_found'
  | 'transaction_not_found'
  | 'rfid_not_found'
  | 'reservation_not_found'
  | 'charger_group_not_found'
  | 'site_not_found'
  | 'vehicle_not_found'
  | 'method_not_allowed'
  | 'not_acceptable'
  | 'charger_offline'
  | 'charger_timeout'
  | 'conflict'
  | 'rate_limited'
  | 'internal'
  | 'unavailable'

/** An answer other than success that this API gives by itself. */
export class Refusal extends Error {
  readonly status: number
  readonly code: ErrorCode
  readonly parameter: string | undefined
  /** JSON pointer to a member of the body. */
  readonly pointer: string | undefined
  readonly headers: Record<string, string>

  constructor(
    status: number,
    code: ErrorCode,
    message: string,
    more: { parameter?: string; pointer?: string; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause })
    this.name = 'Refusal'
    this.status = status
    this.code = code
    this.parameter = more.parameter
    this.pointer = more.pointer
    this.headers = more.headers ?? {}
  }
}

/** The one place where whatever went wrong becomes an answer. What is not a refusal is a bug, and logged. */
export function answerError(log: Log) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const refusal = asRefusal(error, request)
    if (refusal.status >= 500) logFailure(log, error, request, refusal)
    const type = `${answerType(request) ?? 'application/json'}; charset=utf-8`
    return reply.code(refusal.status).headers(refusal.headers).type(type).send(viewRefusal(refusal))
  }
}

/** What is told of whatever went wrong. */
export function asRefusal(error: unknown, request: Asked): Refusal {
  if (error instanceof Refusal) return error
  if (error instanceof Problem) return refusalOfProblem(error, request)
  if (isFastifyError(error)) return refusalOfFastify(error)
  return new Refusal(500, 'internal', 'Something went wrong on our side.')
}

function viewRefusal({ status, code, message, parameter, pointer }: Refusal): Static<typeof ApiError> {
  const title = STATUS_CODES[status] ?? 'Error'
  const at = pointer !== undefined ? { pointer } : parameter !== undefined ? { parameter } : null
  const source = at ? { source: at } : {}
  return { code: status, message, errors: [{ status: String(status), code, title, detail: message, ...source }] }
}

type Asked = Pick<FastifyRequest, 'body' | 'params' | 'query'>

function refusalOfProblem(problem: Problem, { body, params, query }: Asked): Refusal {
  const [status, code, parameter] = answers[problem.code]
  if (status === 503) return unavailable()
  // Parameters have been read by then: what does not fit is in the body.
  if (status === 400 && body != null) return new Refusal(status, 'invalid_body', problem.message)
  // The core has words of its own for what is at fault; not all of them are parameters here.
  const { subject } = problem
  const isOurs = subject !== undefined && subject in { ...(params as object), ...(query as object) }
  const named = parameter ?? (isOurs ? subject : undefined)
  return new Refusal(status, code, problem.message, named === undefined ? {} : { parameter: named })
}

const answers: Record<ProblemCode, [status: number, code: ErrorCode, parameter?: string]> = {
  account_exists: [409, 'conflict'],
  account_not_found: [404, 'not_found'],
  last_administrator: [409, 'conflict'],
  not_found: [404, 'not_found'],
  conflict: [409, 'conflict'],
  fallbacks_exceed: [409, 'conflict'],
  charger_not_found: [404, 'charger_not_found', 'chargerId'],
  connector_not_found: [404, 'connector_not_found', 'connectorId'],
  session_not_found: [404, 'transaction_not_found', 'TransactionID'],
  tenant_not_found: [404, 'not_found'],
  token_not_found: [404, 'rfid_not_found', 'tag'],
  client_not_found: [404, 'not_found'],
  charger_offline: [409, 'charger_offline'],
  charger_exists: [409, 'conflict'],
  token_exists: [409, 'conflict'],
  client_exists: [409, 'conflict'],
  tenant_exists: [409, 'conflict'],
  setting_fixed: [409, 'conflict'],
  fence_lost: [503, 'unavailable'],
  invalid_value: [400, 'invalid_parameter'],
  overloaded: [503, 'unavailable'],
  storage_unavailable: [503, 'unavailable'],
}

// The original says of its 503 that it lasts for about 90 seconds (depot-api 4.1).
function unavailable(): Refusal {
  return new Refusal(503, 'unavailable', 'The service is unavailable for a moment. Please try again.', {
    headers: { 'retry-after': '90' },
  })
}

// depot-api 4.3: 413 and 415 are not among the documented answers.
function refusalOfFastify(error: FastifyError): Refusal {
  const message = fastifyMessages[error.code] ?? (error.statusCode! < 500 ? 'The request could not be read.' : null)
  if (error.code === 'FST_ERR_BAD_URL') return new Refusal(400, 'invalid_parameter', message!)
  if (message !== null) return new Refusal(400, 'invalid_body', message, { headers: { connection: 'close' } })
  return new Refusal(500, 'internal', 'Something went wrong on our side.')
}

const fastifyMessages: Record<string, string> = {
  FST_ERR_BAD_URL: 'The path is not valid percent-encoded UTF-8.',
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is too large.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'The media type of the body is not one that this address takes.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not valid JSON.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body is not as long as its Content-Length says.',
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && typeof (error as Partial<FastifyError>).statusCode === 'number'
}

function logFailure(log: Log, error: unknown, request: FastifyRequest, refusal: Refusal): void {
  const event = { err: error, method: request.method, route: request.routeOptions.url ?? null }
  if (refusal.status === 503) log.warn(event, 'request refused: unavailable')
  else log.error(event, 'request failed')
}
