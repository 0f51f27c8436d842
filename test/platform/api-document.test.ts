import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { openPlatform } from '#test/support/platform-api.ts'
import { startSystem } from '#test/support/system.ts'

test('the document of the platform API', async (t) => {
  const system = await startSystem(t)
  const { document, call } = await openPlatform(system)
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )

  await t.test('is OpenAPI 3.1', () => assert.match(document.openapi, /^3\.1\.\d+$/))

  await t.test('describes every route of the server, and nothing else', () => {
    const routes = system.server.routes.platform.filter(({ method }) => method !== 'HEAD')
    assert.ok(routes.length >= 30)
    assert.deepEqual(
      operations.map(({ method, path }) => `${method} ${path}`).toSorted(),
      routes.map(({ method, url }) => `${method} ${url.replaceAll(/:(\w+)/g, '{$1}')}`).toSorted(),
    )
  })

  await t.test('names each operation once, with the errors that any call may get', () => {
    const names = operations.map(({ operation }) => operation.operationId)
    assert.deepEqual(names, [...new Set(names)])
    for (const { path, operation } of operations) {
      assert.ok(operation.summary)
      const statuses = ['401', '422', '429', '500', '503', ...(path.includes('{') ? ['404'] : [])]
      for (const status of statuses) assert.ok(operation.responses[status], `${status} of ${path}`)
    }
  })

  await t.test('holds valid schemas', () => {
    const ajv = new Ajv2020({ strict: false })
    for (const [name, schema] of Object.entries(document.components.schemas))
      assert.ok(ajv.validateSchema(schema), name)
  })

  await t.test('shows no member that is only written', () => {
    const written = JSON.stringify((document.components.schemas as any).ChargePoint)
    assert.doesNotMatch(written, /password/i)
  })

  await t.test('asks for no token, nor do its pages', async () => {
    assert.equal((await call('/docs/platform', { token: null })).status, 200)
    assert.equal((await call('/docs/platform/json', { token: null })).status, 200)
  })
})
