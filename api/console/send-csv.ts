import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { type CsvColumn, writeCsv } from '#api/http/csv.ts'
import { Refusal } from './errors.ts'
import type { ConsoleWorld } from './world.ts'

type Table<Row> = {
  name: string
  columns: readonly CsvColumn<Row>[]
  parts: AsyncGenerator<readonly Row[]>
  excel: '1' | 'true' | '0' | 'false' | undefined
}

/**
 * Sends a table as a file, no faster than it is taken. Each holds a connection to the database for as long as that
 * lasts, so only a few run at a time.
 */
export async function sendCsv<Row>(world: ConsoleWorld, reply: FastifyReply, table: Table<Row>): Promise<FastifyReply> {
  const count = running.get(world) ?? 0
  if (count >= mostAtOnce) {
    const headers = { 'retry-after': '10' }
    throw new Refusal(429, 'rate_limited', 'Other exports are under way: try again in a moment.', { headers })
  }
  running.set(world, count + 1)
  const day = world.clock().now.slice(0, 10)
  const text = writeCsv(table.columns, table.parts, { excel: table.excel === '1' || table.excel === 'true' })
  try {
    // The first rows before the head of the answer: what goes wrong at once is told as an error.
    const [names, rows] = [await text.next(), await text.next()]
    const beginning = [names, rows].flatMap(({ value }) => (value === undefined ? [] : [value]))
    const stream = Readable.from(inOrder(beginning, text), { objectMode: false, highWaterMark: 64 * 1024 })
    stream.once('close', () => running.set(world, running.get(world)! - 1))
    reply.header('content-disposition', `attachment; filename="voltyard-${table.name}-${day}.csv"`)
    return reply.type('text/csv; charset=utf-8; header=present').send(stream)
  } catch (error) {
    running.set(world, running.get(world)! - 1)
    await text.return()
    throw error
  }
}

async function* inOrder(beginning: readonly string[], rest: AsyncGenerator<string>): AsyncGenerator<string> {
  try {
    yield* beginning
    yield* rest
  } finally {
    await rest.return(undefined)
  }
}

const mostAtOnce = 2
const running = new WeakMap<ConsoleWorld, number>()
