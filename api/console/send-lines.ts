import { pipeline, Readable } from 'node:stream'
import { constants, createGzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { takesGzip } from './compress-large.ts'
import { Refusal } from './errors.ts'
import type { ConsoleWorld } from './world.ts'

type Lines = { name: string; text: AsyncGenerator<string> }

/** Sends JSON lines as a file, no faster than they are taken, compressed for who takes that; a few at a time only. */
export async function sendLines(
  world: ConsoleWorld,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  { name, text }: Lines,
): Promise<FastifyReply> {
  const count = running.get(world) ?? 0
  if (count >= mostAtOnce) {
    const headers = { 'retry-after': '10' }
    throw new Refusal(429, 'rate_limited', 'Other exports are under way: try again in a moment.', { headers })
  }
  running.set(world, count + 1)
  const ended = () => running.set(world, running.get(world)! - 1)
  try {
    // The first part before the head of the answer: what goes wrong at once is told as an error.
    const first = await text.next()
    const lines = Readable.from(inOrder(first, text), { objectMode: false, highWaterMark: 64 * 1024 })
    lines.once('close', ended)
    reply.header('content-disposition', `attachment; filename="voltyard-${name}.jsonl"`)
    reply.header('vary', 'accept-encoding').type('application/x-ndjson; charset=utf-8')
    if (!takesGzip.test(String(request.headers['accept-encoding'] ?? ''))) return reply.send(lines)
    const packed = createGzip({ level: constants.Z_BEST_SPEED })
    pipeline(lines, packed, () => undefined)
    return reply.header('content-encoding', 'gzip').send(packed)
  } catch (error) {
    ended()
    await text.return(undefined)
    throw error
  }
}

async function* inOrder(first: IteratorResult<string>, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  try {
    if (first.done) return
    yield first.value
    yield* rest
  } finally {
    await rest.return(undefined)
  }
}

const mostAtOnce = 2
const running = new WeakMap<ConsoleWorld, number>()
