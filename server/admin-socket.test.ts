import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import { Problem } from '#core/errors.ts'
import { callAdmin, listenAdmin } from './admin-socket.ts'
import { operation } from './operation.ts'

test('an operation runs in the server, on a socket that only its user can open', async (t) => {
  const { data, path } = await listening(t)
  assert.equal(path, join(data, 'admin.sock'))
  assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.deepEqual(await callAdmin({ data, operation: 'greet', args: { name: 'Ada' } }), { text: 'Hello Ada' })
})

test('without a server the caller hears so', async (t) => {
  const data = folder(t)
  const call = { data, operation: 'greet', args: {} }
  await assert.rejects(callAdmin(call), { name: 'NoServer' })
  await assert.rejects(callAdmin({ ...call, data: join(data, 'missing') }), { name: 'NoServer' })
  await assert.rejects(callAdmin({ ...call, data: join(data, 'x'.repeat(120)) }), { name: 'NoServer' })
})

test('a data folder with a long path has its socket in a short private folder', async (t) => {
  const data = join(folder(t), 'x'.repeat(120))
  mkdirSync(data)
  const { path, server } = await listening(t, data)
  assert.ok(Buffer.byteLength(path) <= 100, path)
  assert.equal(statSync(dirname(path)).mode & 0o777, 0o700)
  assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.equal(readFileSync(join(data, 'admin.sock.path'), 'utf8'), `${path}\n`)
  assert.deepEqual(await callAdmin({ data, operation: 'greet', args: { name: 'Bo' } }), { text: 'Hello Bo' })

  await server.close()
  assert.ok(!existsSync(dirname(path)))
  assert.deepEqual(readdirSync(data), [])
})

test('what a killed server left behind is replaced', async (t) => {
  const data = folder(t)
  const dead = createServer().listen(join(data, 'dead.sock'))
  await once(dead, 'listening')
  writeFileSync(join(data, 'admin.sock'), '')
  const { server } = await listening(t, data)
  assert.deepEqual(await callAdmin({ data, operation: 'greet', args: { name: 'Cy' } }), { text: 'Hello Cy' })
  dead.close()
  await server.close()
  await assert.rejects(callAdmin({ data, operation: 'greet', args: {} }), { name: 'NoServer' })

  const long = join(data, 'y'.repeat(120))
  mkdirSync(long)
  writeFileSync(join(long, 'admin.sock.path'), join(data, 'gone', 'admin.sock'))
  await listening(t, long)
  assert.deepEqual(await callAdmin({ data: long, operation: 'greet', args: { name: 'Di' } }), { text: 'Hello Di' })
})

test('a server that is alive keeps its socket', async (t) => {
  const { data } = await listening(t)
  await assert.rejects(listening(t, data), /Another server listens/)
  assert.deepEqual(await callAdmin({ data, operation: 'greet', args: { name: 'Ed' } }), { text: 'Hello Ed' })
})

const mistakes: [string, object, object][] = [
  ['greeet', {}, { kind: 'usage', code: 'unknown_operation', message: "There is no operation 'greeet'." }],
  ['toString', {}, { kind: 'usage', code: 'unknown_operation', message: "There is no operation 'toString'." }],
  ['a/b%', {}, { kind: 'usage', code: 'unknown_operation', message: "There is no operation 'a/b%'." }],
  ['greet', {}, { kind: 'usage', code: 'invalid_arguments', message: 'Missing argument: name.' }],
  [
    'greet',
    { name: 'x', shout: true },
    { kind: 'usage', code: 'invalid_arguments', message: 'Unknown argument: shout.' },
  ],
  [
    'greet',
    { name: '' },
    { kind: 'usage', code: 'invalid_arguments', message: 'Argument name must not have fewer than 1 characters.' },
  ],
  ['refuse', {}, { kind: 'refused', code: 'charger_exists', message: 'It exists.' }],
]
for (const [name, args, refusal] of mistakes) {
  test(`${name} with ${JSON.stringify(args)} is refused with a reason`, async (t) => {
    const { data, errors } = await listening(t)
    await assert.rejects(callAdmin({ data, operation: name, args }), (error: { refusal?: object }) => {
      assert.deepEqual(error.refusal, refusal)
      return true
    })
    assert.equal(errors.length, 0)
  })
}

test('a fault is logged once and told without details', async (t) => {
  const { data, errors } = await listening(t)
  await assert.rejects(callAdmin({ data, operation: 'break', args: {} }), (error: Error) => {
    assert.doesNotMatch(error.message, /canary/)
    return true
  })
  assert.equal(errors.length, 1)
})

test('an operation hears that its caller has left', async (t) => {
  const { data, aborted } = await listening(t)
  const leaving = new AbortController()
  const call = callAdmin({ data, operation: 'wait', args: {}, signal: leaving.signal })
  await sleep(50)
  leaving.abort()
  await assert.rejects(call, { name: 'AbortError' })
  await aborted.promise
})

test('a stopping server does not wait for its operations', async (t) => {
  const { data, server } = await listening(t)
  const call = callAdmin({ data, operation: 'wait', args: {} })
  await sleep(50)
  await Promise.all([server.close(), assert.rejects(call, /The server stopped/)])
})

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'vy-'))
  t.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}

async function listening(t: TestContext, data = folder(t)) {
  const errors: object[] = []
  const aborted = Promise.withResolvers<void>()
  const quiet = () => {}
  const log = { debug: quiet, info: quiet, warn: quiet, error: (event: object) => errors.push(event) }
  const nothing = Type.Object({})
  const operations = {
    greet: operation(
      Type.Object({ name: Type.String({ minLength: 1 }) }, { additionalProperties: false }),
      async ({ name }) => ({ text: `Hello ${name}` }),
    ),
    refuse: operation(nothing, async () => {
      throw new Problem('charger_exists', 'It exists.')
    }),
    break: operation(nothing, async () => {
      throw new Error('canary')
    }),
    wait: operation(nothing, async (_, signal) => {
      await once(signal, 'abort')
      aborted.resolve()
      return {}
    }),
  }
  const server = await listenAdmin({ path: join(data, 'admin.sock'), operations, log })
  t.after(() => server.close())
  return { data, path: server.path, server, errors, aborted }
}
