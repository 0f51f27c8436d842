import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { test } from 'node:test'
import { openDepot } from '#test/support/depot-api.ts'
import { startSystem } from '#test/support/system.ts'

// Java's HttpClient makes this offer with every first call over plain HTTP.
test('a client that offers HTTP/2 is answered in HTTP/1.1', async (t) => {
  const system = await startSystem(t)
  const depot = await openDepot(system)
  const headers = {
    authorization: `Bearer ${depot.token}`,
    connection: 'Upgrade, HTTP2-Settings',
    upgrade: 'h2c',
    'http2-settings': 'AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
  }
  const [answer] = (await once(request(`${system.url}/v2/transactions`, { headers }).end(), 'response')) as [
    IncomingMessage,
  ]
  assert.equal(answer.statusCode, 200)
  assert.equal(Buffer.concat(await answer.toArray()).toString(), '[]')
})
