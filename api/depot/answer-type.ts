import type { FastifyRequest } from 'fastify'
import { negotiate } from '#api/http/negotiate.ts'

/** The media type to answer with (depot-api 4.3); null when the caller takes none that we have. */
export function answerType(request: FastifyRequest) {
  return negotiate(request.headers.accept, ['application/json', 'application/vnd.api+json'])
}
