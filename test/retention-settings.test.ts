import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectAsOwner } from '#storage/database.ts'
import { keepPartitions } from '#storage/maintenance-lock.ts'
import { runCommand } from './support/command-line.ts'
import { askDatabase } from './support/depot-api.ts'
import { eventually, type System, startSystem } from './support/system.ts'

test('what is kept is shown with who says so, changed, and taken back to its default', async (t) => {
  const { retention } = await commandOf(t)
  const shown = await retention()
  assert.match(shown.out, /^message log +30 days +\(default\)$/m)
  assert.match(shown.out, /^meter readings +for ever +\(default\)$/m)

  const set = await retention('--message-log', '14', '--readings', '365')
  assert.match(set.out, /^message log +14 days +\(set here\)$/m)
  assert.match((await retention()).out, /^meter readings +365 days +\(set here\)$/m)
  const back = await retention('--message-log', 'default')
  assert.match(back.out, /^message log +30 days +\(default\)$/m)
  assert.match(back.out, /^meter readings +365 days +\(set here\)$/m)
})

test('what the environment sets cannot be changed beside it, and no bad value changes anything', async (t) => {
  const { retention } = await commandOf(t, { VOLTYARD_KEEP_MESSAGE_LOG_DAYS: '7' })
  const before = await retention('--json')
  assert.deepEqual(JSON.parse(before.out).retention.messageLogDays, { days: 7, source: 'environment' })
  const refused = await retention('--message-log', '14', '--readings', '10')
  assert.equal(refused.exitCode, 1)
  assert.match(refused.err, /VOLTYARD_KEEP_MESSAGE_LOG_DAYS is set to 7: change it there/)
  for (const bad of ['-1', 'many', '1.5', '36501']) {
    assert.equal((await retention(`--readings=${bad}`)).exitCode, 2, bad)
  }
  assert.deepEqual(await retention('--json'), before)
})

test('a dry run counts what would go and removes nothing; --now removes it', async (t) => {
  const { retention, system } = await commandOf(t)
  await addOldMessages(system, '20 days', 3)
  const count = () => askDatabase(system.databaseUrl, 'select count(*)::int as count from message_log')
  const dry = await retention('--message-log', '14', '--dry-run', '--json')
  assert.deepEqual(JSON.parse(dry.out).removes, [{ table: 'message_log', rows: 3 }])
  assert.match((await retention()).out, /^message log +30 days/m)
  assert.deepEqual(await count(), [{ count: 3 }])

  const now = await retention('--message-log', '14', '--now', '--json')
  assert.deepEqual(JSON.parse(now.out).removed, [{ table: 'message_log', rows: 3 }])
  assert.deepEqual(await count(), [{ count: 0 }])
})

test('retention waits while a backup reads', async (t) => {
  const { retention, system } = await commandOf(t)
  await addOldMessages(system, '40 days', 2)
  await connectAsOwner(system.databaseUrl, async (backup) => {
    await keepPartitions(backup)
    const { exitCode, out } = await retention('--now')
    assert.equal(exitCode, 1)
    assert.match(out, /Nothing was removed: a backup is under way/)
  })
  assert.match((await retention('--now')).out, /2 rows of message_log removed/)
})

test('a server that starts removes soon what is past its time, and logs what it did', async (t) => {
  const events: { event: object; message: string }[] = []
  const note = (event: object, message: string) => void events.push({ event, message })
  const log = { debug() {}, info: note, warn() {}, error: note }
  const system = await startSystem(t, { log })
  await addOldMessages(system, '40 days', 5)
  await eventually(
    () => askDatabase(system.databaseUrl, 'select count(*)::int as count from message_log'),
    ([row]) => row.count === 0,
    20_000,
  )
  const told = await eventually(
    async () => events.find(({ message }) => message === 'retention was applied'),
    (found) => found !== undefined,
  )
  assert.deepEqual(told?.event, { rows: 5 })
})

async function commandOf(t: Parameters<typeof startSystem>[0], env: Record<string, string> = {}) {
  const system = await startSystem(t, { env })
  const retention = (...argv: string[]) => runCommand(['retention', ...argv], { VOLTYARD_DATA: system.dataFolder })
  return { system, retention }
}

async function addOldMessages(system: System, age: string, count: number): Promise<void> {
  await askDatabase(
    system.databaseUrl,
    `insert into message_log (charger_id, at, tenant_id, direction, action, message_id, call, result, latency_us)
     select 1, now() - $1::interval, 1, 'in', 'Heartbeat', n::text, '{}', 'ok', 1 from generate_series(1, $2::int) n`,
    [age, count],
  )
}
