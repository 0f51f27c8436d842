import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import { createDatabase } from '#test/support/database.ts'
import { assertError, openDepot } from '#test/support/depot-api.ts'
import { eventually, startSystem } from '#test/support/system.ts'

test('while the database is away calls are told to come back, and afterwards they are served', async (t) => {
  const road = await openRoad(t, await createDatabase(t))
  const system = await startSystem(t, {
    env: { VOLTYARD_DEPOT_RATE_LIMIT: 'off', DATABASE_URL: road.url },
    log: silent,
  })
  const depot = await openDepot(system)

  await road.block()
  for (const path of ['/v2/transactions', '/v2/transactions/1', '/v1/chargerStatus/chargers/CP-1/connectivityStatus']) {
    const answer = await depot.call(path)
    assertError(answer, 503, 'unavailable')
    assert.equal(answer.headers.get('retry-after'), '90')
  }
  assertError(await depot.askToken({ grant_type: 'client_credentials' }), 503, 'unavailable')

  await road.open()
  const served = ({ status }: { status: number }) => status === 200
  await eventually(() => depot.call('/v2/transactions'), served, 20_000)
})

const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** A way to the database that can be cut. */
async function openRoad(t: TestContext, databaseUrl: string) {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(target.port || 5432), target.hostname)
    for (const [socket, other] of [[near, far] as const, [far, near] as const]) {
      sockets.add(socket)
      socket.on('error', () => other.destroy()).on('close', () => other.destroy())
      socket.pipe(other)
    }
  })
  const listen = async (port: number) => {
    await once(server.listen(port, '127.0.0.1'), 'listening')
    return (server.address() as AddressInfo).port
  }
  const port = await listen(0)
  const block = async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    for (const socket of sockets) socket.destroy()
    await closed
  }
  t.after(() => t.after(block))
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String(port)
  return { url: url.href, block, open: () => listen(port) }
}
