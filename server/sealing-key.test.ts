import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { sealingKey } from './sealing-key.ts'

test('a sealing key is made once, for its owner only', async (t) => {
  const { data, log } = setUp(t)
  const first = await sealingKey(data, log)
  assert.equal(first.length, 32)
  assert.deepEqual(await sealingKey(data, log), first)
  assert.equal(statSync(join(data.folder, 'sealing.key')).mode & 0o777, 0o600)
  assert.deepEqual(readdirSync(data.folder), ['sealing.key'])
})

test('servers that start at once use the same sealing key', async (t) => {
  const { data, log } = setUp(t)
  const keys = await Promise.all([sealingKey(data, log), sealingKey(data, log), sealingKey(data, log)])
  assert.deepEqual(keys[1], keys[0])
  assert.deepEqual(keys[2], keys[0])
})

test('a sealing key that is set is used and not stored', async (t) => {
  const { data, log } = setUp(t)
  const key = Buffer.alloc(32, 1)
  assert.equal(await sealingKey({ ...data, sealingKey: key }, log), key)
  assert.deepEqual(readdirSync(data.folder), [])
})

test('a sealing key for a database of one’s own comes with a warning', async (t) => {
  const { data, log, warnings } = setUp(t)
  await sealingKey({ ...data, databaseUrl: 'postgres://h/d' }, log)
  assert.equal(warnings.length, 1)
})

test('a damaged or open sealing key stops the start and is kept', async (t) => {
  const { data, log } = setUp(t)
  const path = join(data.folder, 'sealing.key')
  writeFileSync(path, 'short', { mode: 0o600 })
  await assert.rejects(sealingKey(data, log), /is damaged/)
  writeFileSync(path, Buffer.alloc(32, 1).toString('base64'))
  chmodSync(path, 0o644)
  await assert.rejects(sealingKey(data, log), /chmod 600/)
})

function setUp(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'voltyard-test-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const warnings: string[] = []
  const quiet = () => {}
  const log = { debug: quiet, info: quiet, error: quiet, warn: (_: object, message: string) => warnings.push(message) }
  return { data: { folder, databaseUrl: null, sealingKey: null }, log, warnings }
}
