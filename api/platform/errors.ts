import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Log } from '#core/context.ts'
import { Problem, type ProblemCode } from '#core/errors.ts'

// platform-api 1.6
export const PlatformError = Type.Object(
  {
    message: Type.String({ description: 'What is wrong, for people', examples: ['Unauthenticated.'] }),
    errors: Type.Optional(
      Type.Record(Type.String(), Type.Array(Type.String()), {
        description: 'With 422: what is wrong with each field, by its path',
        examples: [{ 'network.id': ['The network.id field is required.'] }],
      }),
    ),
    success: Type.Optional(Type.Boolean({ description: 'With actions: false' })),
  },
  { $id: 'PlatformError', title: 'PlatformError' },
)

type Body = Static<typeof PlatformError>

/** An answer other than success that this API gives by itself. */
export class Refusal extends Error {
  readonly status: number
  readonly body: Body
  readonly headers: Record<string, string>

  constructor(
    status: number,
    message: string,
    more: { errors?: Record<string, string[]>; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause })
    this.name = 'Refusal'
    this.status = status
    this.body = { message, ...(more.errors ? { errors: more.errors } : {}) }
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
    const body = request.routeOptions.url?.includes('/actions/') ? { ...refusal.body, success: false } : refusal.body
    return reply.code(refusal.status).headers(refusal.headers).type('application/json; charset=utf-8').send(body)
  }
}

/** One field that is wrong. */
export function faulty(field: string, message: string, cause?: unknown): Refusal {
  return new Refusal(422, 'The given data was invalid.', { errors: { [field]: [message] }, cause })
}

export function notFound(model: string, id: unknown): Refusal {
  return new Refusal(404, `No query results for model [${model}] ${String(id).slice(0, 40)}`)
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (error instanceof Problem) return refusalOfProblem(error)
  if (isFastifyError(error) && error.statusCode! < 500) return refusalOfFastify(error)
  return new Refusal(500, 'Server Error')
}

function refusalOfProblem(problem: Problem): Refusal {
  const status = statuses[problem.code] ?? 422
  if (status === 503) return new Refusal(503, 'Service Unavailable', { headers: { 'retry-after': '5' } })
  if (status === 422) return faulty(fieldNames[problem.subject ?? ''] ?? problem.subject ?? 'body', problem.message)
  return new Refusal(status, problem.message)
}

/** Everything else is something wrong with what was sent. */
const statuses: Partial<Record<ProblemCode, number>> = {
  charger_not_found: 404,
  connector_not_found: 404,
  session_not_found: 404,
  token_not_found: 404,
  charger_offline: 424,
  overloaded: 503,
  storage_unavailable: 503,
}

/** What the core's arguments are called here. */
const fieldNames: Record<string, string> = {
  identity: 'network.id',
  password: 'voltyard.password',
  number: 'networkId',
  uid: 'idTagUid',
  visualNumber: 'idLabel',
  group: 'voltyard.groupId',
}

function refusalOfFastify({ code, statusCode }: FastifyError): Refusal {
  if (code === 'FST_ERR_BAD_URL') return new Refusal(404, 'The route could not be found.')
  const headers = { connection: 'close' }
  if (statusCode === 413) return new Refusal(413, 'The body is larger than 1 MiB.', { headers })
  const message = statusCode === 415 ? 'The body must be JSON.' : 'The body is not valid JSON.'
  return new Refusal(422, 'The given data was invalid.', { errors: { body: [message] }, headers })
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && typeof (error as Partial<FastifyError>).statusCode === 'number'
}
