import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { Log } from '#core/context.ts'
import { Problem, type ProblemCode } from '#core/errors.ts'
import type { ErrorReply } from './wire/parts.ts'

export type ErrorCode =
  | 'not_logged_in'
  | 'invalid_credentials'
  | 'code_required'
  | 'confirm_required'
  | 'password_change_required'
  | 'forbidden'
  | 'bad_token'
  | 'not_found'
  | 'invalid_value'
  | 'conflict'
  | 'rate_limited'
  | 'unavailable'
  | 'internal'

/** An answer other than success that this API gives by itself. */
export class Refusal extends Error {
  readonly status: number
  readonly code: ErrorCode
  readonly field: string | undefined
  readonly headers: Record<string, string>

  constructor(
    status: number,
    code: ErrorCode,
    message: string,
    more: { field?: string | undefined; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause })
    this.name = 'Refusal'
    this.status = status
    this.code = code
    this.field = more.field
    this.headers = more.headers ?? {}
  }
}

/** The one place where whatever went wrong becomes an answer. What is not a refusal is a bug, and logged. */
export function answerError(log: Log) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const refusal = asRefusal(error)
    const event = { err: error, method: request.method, route: request.routeOptions.url ?? null }
    if (refusal.status === 503) log.warn(event, 'request refused: unavailable')
    else if (refusal.status >= 500) log.error(event, 'request failed')
    return reply.code(refusal.status).headers(refusal.headers).type('application/json').send(viewOf(refusal))
  }
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (error instanceof Problem) return refusalOfProblem(error)
  if (error instanceof Error && typeof (error as Partial<FastifyError>).statusCode === 'number') {
    return refusalOfFastify(error as FastifyError)
  }
  return new Refusal(500, 'internal', 'Something went wrong on our side.')
}

function viewOf({ code, message, field }: Refusal): ErrorReply {
  return { error: { code, message, ...(field === undefined ? {} : { field }) } }
}

function refusalOfProblem(problem: Problem): Refusal {
  const [status, code] = answers[problem.code]
  if (status === 503) {
    const headers = { 'retry-after': '5' }
    const isAway = problem.code === 'storage_unavailable'
    return new Refusal(503, code, isAway ? 'The database does not answer at the moment.' : problem.message, { headers })
  }
  return new Refusal(status, code, problem.message, { field: problem.subject })
}

const answers: Record<ProblemCode, [status: number, code: ErrorCode]> = {
  account_exists: [409, 'conflict'],
  account_not_found: [404, 'not_found'],
  last_administrator: [409, 'conflict'],
  not_found: [404, 'not_found'],
  conflict: [409, 'conflict'],
  fallbacks_exceed: [409, 'conflict'],
  charger_not_found: [404, 'not_found'],
  connector_not_found: [404, 'not_found'],
  session_not_found: [404, 'not_found'],
  tenant_not_found: [404, 'not_found'],
  token_not_found: [404, 'not_found'],
  client_not_found: [404, 'not_found'],
  charger_offline: [409, 'conflict'],
  charger_exists: [409, 'conflict'],
  token_exists: [409, 'conflict'],
  client_exists: [409, 'conflict'],
  tenant_exists: [409, 'conflict'],
  setting_fixed: [409, 'conflict'],
  fence_lost: [409, 'conflict'],
  invalid_value: [400, 'invalid_value'],
  overloaded: [503, 'unavailable'],
  storage_unavailable: [503, 'unavailable'],
}

function refusalOfFastify(error: FastifyError): Refusal {
  if (error.validation) return refusalOfInput(error)
  if (error.statusCode! >= 500) return new Refusal(500, 'internal', 'Something went wrong on our side.')
  if (error.statusCode === 404) return new Refusal(404, 'not_found', 'There is nothing at this address.')
  return new Refusal(error.statusCode!, 'invalid_value', error.message, { headers: { connection: 'close' } })
}

const parts = { body: 'body', params: 'address', querystring: 'query', headers: 'header' }

function refusalOfInput({ validation, validationContext = 'body' }: FastifyError): Refusal {
  const [first] = validation ?? []
  const { additionalProperty, missingProperty } = (first?.params ?? {}) as Record<string, string | undefined>
  const path = first?.instancePath.slice(1).replaceAll('/', '.')
  const field = path || missingProperty || additionalProperty
  const fault =
    additionalProperty === undefined ? (first?.message ?? 'is wrong') : `has no member '${additionalProperty}'`
  const subject = path ? `'${path}'` : 'it'
  const message = `The ${parts[validationContext]} is not as it should be: ${subject} ${fault}.`
  return new Refusal(400, 'invalid_value', message, { field })
}
