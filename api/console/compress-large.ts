import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

const worthwhileBytes = 64 * 1024
const compressed = promisify(gzip)
export const takesGzip = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i

/** Makes large answers small for browsers that are far away: ten thousand chargers are megabytes of much the same. */
export async function compressLarge(request: FastifyRequest, reply: FastifyReply, body: unknown): Promise<unknown> {
  if (typeof body !== 'string' || body.length < worthwhileBytes) return body
  reply.header('vary', 'accept-encoding')
  if (!takesGzip.test(String(request.headers['accept-encoding'] ?? ''))) return body
  reply.header('content-encoding', 'gzip').removeHeader('content-length')
  return compressed(body, { level: constants.Z_BEST_SPEED })
}
