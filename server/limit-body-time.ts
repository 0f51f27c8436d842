import type { IncomingMessage, ServerResponse } from 'node:http'
import { handshakeTimeouts } from '#ocpp/settings.ts'

/**
 * The HTTP server's own limit has to be long enough for a log from a charger on a slow line. Everything else has to
 * come in seconds: a request whose body does not is ended.
 */
export const filesTimeouts = { ...handshakeTimeouts, requestTimeout: 15 * 60_000 } as const

/** Logs that chargers send, and firmware that people do. */
export function isFileTransfer(url: string | undefined, basePath: string): boolean {
  const path = url?.startsWith(basePath) ? url.slice(basePath.length) : ''
  return path.startsWith('/files/') || path.startsWith('/console-api/firmware-files')
}

export function limitBodyTime(request: IncomingMessage, response: ServerResponse): void {
  const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length']) > 0
  if (!hasBody) return
  const timer = setTimeout(() => {
    if (request.complete) return
    if (!response.headersSent) response.writeHead(408, { connection: 'close' }).end()
    request.socket.destroySoon()
  }, handshakeTimeouts.requestTimeout)
  request.once('close', () => clearTimeout(timer))
}
