import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import Fastify from 'fastify'
import { createDispatcher } from './dispatch.ts'

const server = createServer(
  createDispatcher([
    { prefixes: ['/v1', '/docs'], app: await appNamed('depot') },
    { prefixes: ['/docs/platform'], app: await appNamed('platform') },
  ]),
).listen(0, '127.0.0.1')
await once(server, 'listening')
after(() => server.close())

const cases: [path: string, answeredBy: string][] = [
  ['/v1', 'depot /v1'],
  ['/v1/a?b=/docs/platform', 'depot /v1/a?b=/docs/platform'],
  ['/V1/a', 'depot /V1/a'],
  ['/docs', 'depot /docs'],
  ['/docs/platform/x', 'platform /docs/platform/x'],
  ['/docs/platformer', 'depot /docs/platformer'],
  ['/v12', '{"code":404,"message":"There is nothing at this address."}'],
  ['/', '{"code":404,"message":"There is nothing at this address."}'],
]

for (const [path, answeredBy] of cases) {
  test(`${path} is answered by: ${answeredBy}`, async () => {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)
    assert.equal(await response.text(), answeredBy)
  })
}

async function appNamed(name: string) {
  const app = Fastify()
  app.get('/*', async (request) => `${name} ${request.url}`)
  await app.ready()
  return app
}
