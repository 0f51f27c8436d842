import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { Log } from '#core/context.ts'
import { Problem } from '#core/errors.ts'

/** A refusal with its status: what is wrong, and in no case what was sent. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.name = 'Refusal'
    this.status = status
    this.code = code
  }
}

/** The one place where errors become answers. */
export function answerError(log: Log) {
  return (error: FastifyError | Refusal | Problem, _: FastifyRequest, reply: FastifyReply) => {
    const { status, code, message } = answerOf(error)
    if (status >= 500) log.error({ err: error }, 'a meter could not be answered')
    return reply.code(status).send({ code, message })
  }
}

function answerOf(error: FastifyError | Refusal | Problem): { status: number; code: string; message: string } {
  if (error instanceof Refusal) return error
  if (error instanceof Problem) {
    if (error.code === 'storage_unavailable')
      return { status: 503, code: error.code, message: 'Try again in a moment.' }
    return { status: 400, code: error.code, message: error.message }
  }
  if (error.validation)
    return { status: 400, code: 'invalid_value', message: `The body is not right: ${faultOf(error)}.` }
  switch (error.statusCode) {
    case 413:
      return { status: 413, code: 'too_large', message: 'The body is longer than 64 KiB.' }
    case 415:
      return { status: 415, code: 'invalid_type', message: 'The body must be JSON, with the type application/json.' }
    default:
      if (error.statusCode && error.statusCode < 500) {
        return { status: error.statusCode, code: 'invalid_request', message: 'The request cannot be read.' }
      }
      return { status: 500, code: 'internal', message: 'The server has failed.' }
  }
}

/** Where it is wrong, and what is expected there. */
function faultOf({ validation }: FastifyError): string {
  const [first] = validation ?? []
  if (!first) return 'it cannot be read'
  return `${first.instancePath === '' ? 'it' : first.instancePath.slice(1).replaceAll('/', '.')} ${first.message}`
}
