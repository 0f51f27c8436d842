import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'

export type Mount = { prefixes: readonly string[]; app: FastifyInstance }

/**
 * Lets several APIs, each with its own rules for paths, queries and errors, share one HTTP server.
 *
 * The longest prefix wins. Case is left to the API: it gets `/V2/...` and answers in its own way. Every app must be ready.
 */
export function createDispatcher(
  mounts: readonly Mount[],
): (request: IncomingMessage, response: ServerResponse) => void {
  const table = mounts
    .flatMap(({ prefixes, app }) => prefixes.map((prefix) => ({ prefix: prefix.toLowerCase(), app })))
    .sort((a, b) => b.prefix.length - a.prefix.length)

  return (request, response) => {
    const path = pathOf(request.url ?? '/')
    const found = table.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`))
    if (found) found.app.routing(request, response)
    else answerNotFound(response)
  }
}

/** Without query, and without the origin that a proxy's absolute form carries. */
function pathOf(url: string): string {
  const path = url.startsWith('/') ? url : url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '')
  return path.split(/[?#]/, 1)[0]!.toLowerCase()
}

function answerNotFound(response: ServerResponse): void {
  const body = JSON.stringify({ code: 404, message: 'There is nothing at this address.' })
  response.writeHead(404, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
}
