import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Storage } from '#storage/storage.ts'
import type { Config } from './config.ts'
import type { Metrics } from './metrics.ts'

export type Health = {
  /** False when the request is for somebody else. */
  answer(request: IncomingMessage, response: ServerResponse): boolean
  /** From now on the server says that it is not ready. */
  drain(): void
}

/**
 * `/health/live`: the process answers. `/health/ready`: it takes work, that is, the database answers within two
 * seconds and the server is not stopping. `/metrics`: Prometheus text, with a bearer token when one is set.
 */
export function createHealth(storage: Storage, metrics: Metrics, settings: Config['http']): Health {
  let draining = false
  const paths: Record<string, (request: IncomingMessage, response: ServerResponse) => Promise<void>> = {
    '/health/live': async (_, response) => send(response, 200, { status: 'live' }),
    '/health/ready': async (_, response) => {
      const reason = draining ? 'stopping' : await databaseFault(storage)
      send(
        response,
        reason === null ? 200 : 503,
        reason === null ? { status: 'ready' } : { status: 'not ready', reason },
      )
    },
    '/metrics': async (request, response) => {
      if (!mayRead(request, settings.metricsToken)) return send(response, 401, { status: 'unauthorized' })
      response.writeHead(200, { 'content-type': metrics.contentType }).end(await metrics.render())
    },
  }

  return {
    answer(request, response) {
      const path = (request.url ?? '').split('?', 1)[0]!
      const answer = path.startsWith(settings.basePath) ? paths[path.slice(settings.basePath.length)] : undefined
      if (!answer) return false
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        response.setHeader('allow', 'GET, HEAD')
        send(response, 405, { status: 'method not allowed' })
      } else answer(request, response).catch(() => send(response, 503, { status: 'not ready', reason: 'failed' }))
      return true
    },
    drain() {
      draining = true
    },
  }
}

async function databaseFault(storage: Storage): Promise<string | null> {
  const asked = storage.database.committer.connected
    ? storage.database.doorPool.query('select 1').then(
        () => null,
        () => 'the database does not answer',
      )
    : 'the database does not answer'
  const late = new Promise<string>((resolve) => setTimeout(() => resolve('the database is slow'), 2_000).unref())
  return Promise.race([asked, late])
}

function mayRead(request: IncomingMessage, token: string | null): boolean {
  if (token === null) return true
  const given = Buffer.from(request.headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

function send(response: ServerResponse, status: number, body: object): void {
  if (status === 401) response.setHeader('www-authenticate', 'Bearer')
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}
