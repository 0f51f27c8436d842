import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { TestContext } from 'node:test'

/** A server on which files lie, and to which files are sent. */
export type FileServer = {
  url: string
  files: Map<string, Buffer>
  /** In order, with the status that each was answered. */
  requests: { method: string; path: string; body: string; status: number }[]
  /** Statuses for the next requests, instead of what they would have got. */
  statuses: number[]
  /** Methods that are answered 405. */
  refusedMethods: Set<string>
}

export async function fileServer(t: TestContext): Promise<FileServer> {
  const server: FileServer = { url: '', files: new Map(), requests: [], statuses: [], refusedMethods: new Set() }
  const http = createServer(async (request, response) => {
    const { method = '', url: path = '' } = request
    const body = await buffer(request)
    const file = server.files.get(path)
    const usual = server.refusedMethods.has(method) ? 405 : method !== 'GET' ? 201 : file ? 200 : 404
    const status = server.statuses.shift() ?? usual
    server.requests.push({ method, path, body: body.toString(), status })
    response.writeHead(status).end(status === 200 ? file : undefined)
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    http.closeAllConnections()
    http.close()
  })
  server.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  return server
}
