import { chmod, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { json } from 'node:stream/consumers'
import type { Log } from '#core/context.ts'
import { type Operations, type Outcome, type Refusal, runOperation } from './operation.ts'

type AdminOptions = { path: string; operations: Operations; log: Log }

/**
 * Takes operations over HTTP on a unix socket that only the server's own user can open.
 *
 * A socket whose path would be too long for the system stands in a private folder of the system's temporary one, and
 * `<path>.path` tells where. What a killed server left behind is replaced; a server that is alive is not.
 */
export async function listenAdmin({ path, operations, log }: AdminOptions) {
  const former = await placeOf(path)
  if (former !== null && (await isAnswered(former))) throw new Error(`Another server listens on ${path}.`)
  await removeLeftovers(path)

  const place = isShort(path) ? path : await placeElsewhere(path)
  const stopping = new AbortController()
  const server = createServer((incoming, reply) => {
    answer(incoming, reply, { operations, log, stopping: stopping.signal }).catch((error: unknown) => {
      log.error({ err: error }, 'admin request failed')
      reply.destroy()
    })
  })
  await listenPrivately(server, place)

  return {
    path: place,
    async close(): Promise<void> {
      stopping.abort()
      const closed = new Promise((done) => server.close(done))
      server.closeAllConnections()
      await closed
      await removeLeftovers(path)
    },
  }
}

/** The client's side: runs an operation in the server of this data folder, or throws `NoServer` or `OperationFailed`. */
export async function callAdmin(call: {
  data: string
  operation: string
  args: object
  signal?: AbortSignal
}): Promise<object> {
  const place = await placeOf(join(resolve(call.data), 'admin.sock'))
  if (place === null) throw new NoServer(call.data)
  const outcome = await post(place, `/operations/${encodeURIComponent(call.operation)}`, call).catch((error) => {
    throw noServerCodes.has(error.code) ? new NoServer(call.data, { cause: error }) : (failureToAsk(error) ?? error)
  })
  if ('error' in outcome) throw new OperationFailed(outcome.error)
  return outcome.result
}

/** Whether a server runs on this data folder. */
export async function serverRuns(data: string): Promise<boolean> {
  const place = await placeOf(join(resolve(data), 'admin.sock'))
  return place !== null && (await isAnswered(place))
}

export class NoServer extends Error {
  override name = 'NoServer'

  constructor(data: string, options?: ErrorOptions) {
    super(`No server runs on the data folder ${data}.`, options)
  }
}

/** The server heard the request and did not do it. */
export class OperationFailed extends Error {
  override name = 'OperationFailed'
  readonly refusal: Refusal

  constructor(refusal: Refusal, options?: ErrorOptions) {
    super(refusal.message, options)
    this.refusal = refusal
  }
}

const noServerCodes = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTDIR'])

function failureToAsk(error: NodeJS.ErrnoException): OperationFailed | undefined {
  if (error.code === 'EACCES') {
    const message = 'The server belongs to another user: run this command as that user.'
    return new OperationFailed({ kind: 'refused', code: 'not_allowed', message }, { cause: error })
  }
  if (error.code === 'ECONNRESET') {
    const message = 'The server stopped before it answered: whether it did what was asked is not known.'
    return new OperationFailed({ kind: 'refused', code: 'server_stopped', message }, { cause: error })
  }
  return undefined
}

type Answering = { operations: Operations; log: Log; stopping: AbortSignal }

async function answer(incoming: IncomingMessage, reply: ServerResponse, { operations, log, stopping }: Answering) {
  const name = /^\/operations\/([^/?]+)$/.exec(incoming.url ?? '')?.[1]
  if (incoming.method !== 'POST' || name === undefined) return void reply.writeHead(404).end()

  const left = new AbortController()
  reply.on('close', () => left.abort())
  const outcome = await outcomeOf(incoming, (args) =>
    runOperation(operations, {
      name: safelyDecoded(name),
      args,
      signal: AbortSignal.any([left.signal, stopping]),
      log,
    }),
  )
  reply.writeHead(statusOf(outcome), { 'content-type': 'application/json' }).end(JSON.stringify(outcome))
}

async function outcomeOf(incoming: IncomingMessage, run: (args: unknown) => Promise<Outcome>): Promise<Outcome> {
  const args = await json(incoming).catch(() => undefined)
  if (args !== undefined) return run(args)
  return { error: { kind: 'usage', code: 'invalid_arguments', message: 'The arguments are not JSON.' } }
}

function statusOf(outcome: Outcome): number {
  if ('result' in outcome) return 200
  return { usage: 400, refused: 409, internal: 500 }[outcome.error.kind]
}

function safelyDecoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

function post(place: string, path: string, { args, signal }: { args: object; signal?: AbortSignal }): Promise<Outcome> {
  return new Promise((done, fail) => {
    const options = { socketPath: place, path, method: 'POST', ...(signal && { signal }) }
    const outgoing = request(options, (reply) => json(reply).then((outcome) => done(outcome as Outcome), fail))
    outgoing.on('error', fail)
    outgoing.setHeader('content-type', 'application/json')
    outgoing.end(JSON.stringify(args))
  })
}

// Linux allows 107 bytes, macOS 103.
function isShort(path: string): boolean {
  return Buffer.byteLength(path) <= 100
}

/** Null when a long path has no socket elsewhere. */
async function placeOf(path: string): Promise<string | null> {
  if (isShort(path)) return path
  try {
    return (await readFile(`${path}.path`, 'utf8')).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

async function placeElsewhere(path: string): Promise<string> {
  const temporary = isShort(join(tmpdir(), 'voltyard-XXXXXX', 'admin.sock')) ? tmpdir() : '/tmp'
  const place = join(await mkdtemp(join(temporary, 'voltyard-')), 'admin.sock')
  await writeFile(`${path}.path.new`, `${place}\n`, { mode: 0o600 })
  await rename(`${path}.path.new`, `${path}.path`)
  return place
}

async function removeLeftovers(path: string): Promise<void> {
  const place = await placeOf(path)
  if (place === null) return
  await rm(place, { force: true })
  if (place === path) return
  // Only a folder of our making, whatever the file says.
  if (/^voltyard-[A-Za-z0-9]{6}$/.test(basename(dirname(place)))) {
    await rm(dirname(place), { recursive: true, force: true })
  }
  await rm(`${path}.path`, { force: true })
}

function isAnswered(place: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(place)
    socket.on('error', () => done(false))
    socket.on('connect', () => {
      socket.destroy()
      done(true)
    })
  })
}

// The socket is made while `listen` runs, so nobody else can open it even for a moment.
async function listenPrivately(server: Server, place: string): Promise<void> {
  const umask = process.umask(0o177)
  try {
    await new Promise<void>((done, fail) => {
      server.once('error', fail)
      server.listen(place, done)
      process.umask(umask)
    })
  } finally {
    process.umask(umask)
  }
  await chmod(place, 0o600)
}
