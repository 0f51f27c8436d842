import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { type OpenApiDocument, type OpenApiOperation, openDepot } from '#test/support/depot-api.ts'
import { startSystem } from '#test/support/system.ts'

test('what is not switched on is not in the document', async (t) => {
  const { document } = await openDepot(await startSystem(t))
  assert.deepEqual(unusedSchemas(document), [])
  assert.equal(document.paths['/v2/rfid']?.get, undefined)
})

test('the document of the depot API', async (t) => {
  const system = await startSystem(t, { env: { VOLTYARD_DEPOT_RATE_LIMIT: 'off', VOLTYARD_DEPOT_RFID_LIST: 'on' } })
  const { document, call } = await openDepot(system)
  const operations = operationsOf(document)

  await t.test('is OpenAPI 3.1', () => assert.match(document.openapi, /^3\.1\.\d+$/))

  await t.test('describes every route of the server, and nothing else', () => {
    const routes = system.server.routes.depot.filter(({ method }) => method !== 'HEAD')
    assert.ok(routes.length >= 9)
    assert.deepEqual(
      operations.map(({ method, path }) => `${method} ${path}`).toSorted(),
      routes.map(({ method, url }) => `${method} ${url.replaceAll(/:(\w+)/g, '{$1}')}`).toSorted(),
    )
  })

  await t.test('names each operation once', () => {
    const names = operations.map(({ operation }) => operation.operationId)
    assert.deepEqual(names, [...new Set(names)])
    for (const { operation } of operations) assert.ok(operation.summary)
  })

  await t.test('declares the parameters of each path as required', () => {
    for (const { path, operation } of operations) {
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path')
      assert.deepEqual(
        declared.map(({ name }) => name),
        [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]),
      )
      assert.ok(declared.every(({ required }) => required))
    }
  })

  await t.test('holds valid schemas whose references lead somewhere', () => {
    const ajv = new Ajv2020({ strict: false })
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      assert.ok(ajv.validateSchema(schema), name)
    }
    for (const { operation } of operations) {
      for (const { schema } of operation.parameters ?? []) assert.ok(ajv.validateSchema(schema))
    }
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)]
    assert.ok(references.length > 0)
    for (const [, name] of references) assert.ok(document.components.schemas[name!], String(name))
    assert.deepEqual(unusedSchemas(document), [])
    assert.equal([...JSON.stringify(document).matchAll(/"\$ref"/g)].length, references.length)
  })

  await t.test('shows an example of every request and every answer, which its schema takes', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false })
    ajv.addSchema(document, 'depot')
    const isTaken = (pointer: string, { example }: Media) => {
      const check = ajv.compile({ $ref: `depot#${pointer}/schema` })
      assert.ok(check(example), `${pointer}: ${JSON.stringify(example)} ${JSON.stringify(check.errors)}`)
      assert.ok(!JSON.stringify(example).includes('{}'), `${pointer} shows nothing`)
    }
    for (const { path, method, operation } of operations) {
      const at = `/paths/${part(path)}/${method.toLowerCase()}`
      for (const [type, media] of Object.entries(operation.requestBody?.content ?? {})) {
        isTaken(`${at}/requestBody/content/${part(type)}`, media)
      }
      for (const [status, { content }] of Object.entries(operation.responses)) {
        assert.equal(content === undefined, status === '204')
        if (content) isTaken(`${at}/responses/${status}/content/application~1json`, content['application/json']!)
      }
    }
  })

  await t.test('holds no schema that nothing refers to, and no two paths that are one', () => {
    const text = JSON.stringify(document)
    for (const name of Object.keys(document.components.schemas)) {
      assert.ok(text.includes(`"#/components/schemas/${name}"`), name)
    }
    const forms = Object.keys(document.paths).map((path) => path.replaceAll(/\{\w+\}/g, '{}'))
    assert.equal(new Set(forms).size, forms.length)
    for (const path of Object.keys(document.paths)) assert.doesNotMatch(path, /\/$|\?|\/\//)
  })

  await t.test('says who may call, on what terms, and where', () => {
    const { info, servers, security, components } = document
    assert.ok(info.license.name && info.description && info.version)
    assert.ok(servers.length > 0)
    const schemes = Object.keys(components.securitySchemes)
    for (const { path, operation } of operations) {
      assert.ok(operation.tags?.length === 1, path)
      const asked = (operation.security ?? security).flatMap((one) => Object.keys(one))
      for (const name of asked) assert.ok(schemes.includes(name), `${name} of ${path}`)
    }
  })

  await t.test('knows the errors of every call that needs a token', () => {
    for (const { path, operation } of operations) {
      const isOpen = operation.security !== undefined
      const expected = isOpen ? ['400', '406', '429', '500', '503'] : ['400', '401', '403', '406', '429', '500', '503']
      for (const status of expected) assert.ok(operation.responses[status], `${status} of ${path}`)
      assert.ok(
        Object.keys(operation.responses).some((status) => status.startsWith('2')),
        path,
      )
    }
  })

  await t.test('marks v1 of the transactions as deprecated', () => {
    for (const { path, operation } of operations) {
      assert.equal(operation.deprecated ?? false, path.startsWith('/v1/transactions'), path)
    }
  })

  await t.test('asks for no token, nor do the pages that show it, and they load nothing from elsewhere', async () => {
    const page = await call('/docs/depot', { token: null })
    assert.equal(page.status, 200)
    assert.match(page.headers.get('content-type')!, /^text\/html/)
    assert.match(page.headers.get('content-security-policy')!, /default-src 'none'/)
    const addresses = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address!)
    assert.ok(addresses.length > 0)
    for (const address of addresses) {
      const { origin, href } = new URL(address, `${system.url}/docs/depot/`)
      assert.equal(origin, system.url)
      const loaded = await fetch(href)
      await loaded.arrayBuffer()
      assert.equal(loaded.status, 200, href)
    }
    assert.equal((await call('/docs/depot/json', { token: null })).status, 200)
  })
})

type Media = { schema: object; example?: unknown }

/** As a JSON pointer within an address names it. */
function part(text: string): string {
  return encodeURIComponent(text.replaceAll('~', '~0').replaceAll('/', '~1'))
}

function operationsOf(document: OpenApiDocument): { method: string; path: string; operation: OpenApiOperation }[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
}

function unusedSchemas(document: OpenApiDocument): string[] {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)]
  const named = new Set(references.map(([, name]) => name))
  return Object.keys(document.components.schemas).filter((name) => !named.has(name))
}
