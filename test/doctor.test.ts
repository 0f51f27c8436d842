import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmodSync, readdirSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { runCommand, temporaryFolder } from './support/command-line.ts'
import { createDatabase } from './support/database.ts'
import { askDatabase } from './support/depot-api.ts'
import { type System, startSystem } from './support/system.ts'

const key = Buffer.alloc(32, 7).toString('hex')

type Finding = { check: string; state: 'ok' | 'info' | 'warn' | 'bad'; says: string; todo?: string }

test('the doctor finds nothing bad in a system that runs, and says so in words and in JSON', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const charger = await system.connectCharger('CP-1')
  await charger.call('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' })
  const env = { VOLTYARD_DATA: system.dataFolder }

  const { exitCode, findings } = await diagnose(env)
  assert.equal(exitCode, 0, JSON.stringify(findings))
  const names = new Set(findings.map(({ check }) => check))
  for (const name of ['program', 'memory', 'data folder', 'sealing key', 'server', 'doors', 'database', 'durability']) {
    assert.ok(names.has(name), name)
  }
  for (const name of ['walls', 'schema', 'partitions', 'clock', 'transactions', 'size', 'sessions', 'quarantine']) {
    assert.ok(names.has(name), name)
  }
  assert.match(saysOf(findings, 'sealing key fits'), /is the one of this database/)
  assert.match(saysOf(findings, 'server'), /The server runs/)
  assert.match(saysOf(findings, 'chargers'), /1 of 1 chargers are connected/)
  for (const { state, todo, says } of findings) {
    if (state === 'warn' || state === 'bad') assert.ok(todo, says)
    assert.match(says, /^["A-Z0-9/].*\.$/)
  }

  const shown = await runCommand(['doctor'], env)
  assert.equal(shown.exitCode, 0)
  assert.match(shown.out, /^ok {4}database +The database answers\.$/m)
  assert.match(shown.out, /(All is well|Nothing is bad; \d+ warnings)\.\n$/)
})

test('the doctor tells what is not right with chargers, sessions and messages', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1', 'CP-NEW'], tokens: ['CARD-1'] })
  const charger = await system.connectCharger('CP-1')
  await charger.call('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' })
  await charger.call('StartTransaction', {
    connectorId: 1,
    idTag: 'CARD-1',
    meterStart: 0,
    timestamp: new Date().toISOString(),
  })
  await charger.close()
  await system.stop()
  await askDatabase(
    system.databaseUrl,
    `update charger_state set connected = false, connection_changed_at = now() - interval '2 days', clock = '{"skewMs": 3600000}'`,
  )
  await askDatabase(
    system.databaseUrl,
    `update session set state = 'unknown', last_message_at = now() - interval '2 days'`,
  )
  await askDatabase(
    system.databaseUrl,
    `insert into quarantine (tenant_id, charger_id, at, action, frame, reason)
     select tenant_id, id, now(), 'Hello', '[]', 'unreadable' from charger where identity = 'CP-1'`,
  )
  await askDatabase(
    system.databaseUrl,
    `insert into fact (tenant_id, at, kind, subject_id, body)
     select tenant_id, now(), 'charger.taken-over', id, '{}' from charger, generate_series(1, 5) where identity = 'CP-1'`,
  )
  await askDatabase(
    system.databaseUrl,
    `insert into message_log (charger_id, at, tenant_id, direction, action, message_id, call, result, latency_us)
     values (1, now() - interval '14 days', 1, 'in', 'Heartbeat', 'x', '{}', 'ok', 1)`,
  )

  const { findings, exitCode } = await diagnose(offline(system))
  assert.equal(exitCode, 0)
  const warnings = findings.filter(({ state }) => state === 'warn').map(({ says }) => says)
  for (const expected of [
    /^Never connected: default\/CP-NEW\.$/,
    /^Not connected for more than a day: default\/CP-1\.$/,
    /^Clock off by more than five minutes: default\/CP-1\.$/,
    /replaced each other again and again in the last hour: default\/CP-1\.$/,
    /^1 sessions have been in doubt for more than a day/,
    /could not be understood or stored: 1 of default\/CP-1\.$/,
    /outside their partitions \(message_log\)\.$/,
  ]) {
    assert.ok(
      warnings.some((says) => expected.test(says)),
      `${expected} in ${warnings.join('\n')}`,
    )
  }
})

test('the doctor tells of lab mode, and of settings that keep the server from starting', async (t) => {
  const system = await startSystem(t, { env: { VOLTYARD_AUTO_PROVISION: 'lab' } })
  const { findings, exitCode } = await diagnose({ VOLTYARD_DATA: system.dataFolder })
  assert.equal(exitCode, 0)
  assert.ok(findings.some(({ state, says }) => state === 'warn' && says.startsWith('Lab mode is on')))

  await system.stop()
  const faulty = { ...offline(system), VOLTYARD_PROT: '1', VOLTYARD_LOG_LEVEL: 'loud', VOLTYARD_PORT: '0' }
  const faults = await diagnose(faulty)
  assert.equal(faults.exitCode, 1)
  const named = faults.findings.filter(({ check }) => check === 'settings').map(({ says }) => says)
  assert.equal(named.length, 2)
  assert.match(named.join('\n'), /VOLTYARD_PROT is not a setting; did you mean VOLTYARD_PORT\?/)
  assert.equal(stateOf(faults.findings, 'database'), 'ok', 'the rest is looked at all the same')
})

test('the doctor works while the database is down', async (t) => {
  const env = {
    DATABASE_URL: 'postgres://nobody:nothing-secret@127.0.0.1:1/none',
    VOLTYARD_DATA: temporaryFolder(t),
    VOLTYARD_SEALING_KEY: key,
    VOLTYARD_PORT: '0',
  }
  const { findings, exitCode, out } = await diagnose(env)
  assert.equal(exitCode, 1)
  assert.equal(stateOf(findings, 'database'), 'bad')
  assert.match(saysOf(findings, 'database'), /does not answer \(.*ECONNREFUSED/)
  assert.equal(stateOf(findings, 'data folder'), 'ok')
  assert.ok(!out.includes('nothing-secret'))
})

test('the doctor tells when the sealing key is another, missing, open to others or damaged', async (t) => {
  const system = await startSystem(t)
  await system.stop()
  const { VOLTYARD_SEALING_KEY: _, ...none } = offline(system)
  const other = await diagnose({ ...none, VOLTYARD_SEALING_KEY: Buffer.alloc(32, 9).toString('hex') })
  assert.equal(other.exitCode, 1)
  assert.match(saysOf(other.findings, 'sealing key fits'), /is not the one of this database/)

  const missing = await diagnose(none)
  assert.equal(missing.exitCode, 1)
  assert.match(saysOf(missing.findings, 'sealing key'), /There is a database, but no sealing key/)

  const file = join(system.dataFolder, 'sealing.key')
  writeFileSync(file, Buffer.alloc(32, 7).toString('base64'), { mode: 0o600 })
  assert.equal((await diagnose(none)).exitCode, 0)
  chmodSync(file, 0o644)
  assert.match(saysOf((await diagnose(none)).findings, 'sealing key'), /open to other users: run "chmod 600/)
  writeFileSync(file, 'short')
  assert.match(saysOf((await diagnose(none)).findings, 'sealing key'), /is damaged/)
})

test('the doctor tells when the port is taken, and when another version has migrated the database', async (t) => {
  const system = await startSystem(t)
  await system.stop()
  const squatter = createServer().listen(0)
  await once(squatter, 'listening')
  t.after(() => squatter.close())
  const { port } = squatter.address() as AddressInfo
  const future = `insert into schema_migration (name, checksum) values ('9999-future.sql', 'x')`
  await askDatabase(system.databaseUrl, future)

  const { findings, exitCode } = await diagnose({ ...offline(system), VOLTYARD_PORT: String(port) })
  assert.equal(exitCode, 1)
  assert.match(saysOf(findings, 'server'), new RegExp(`port ${port} is in use by another program`))
  assert.match(saysOf(findings, 'schema'), /migrated by a newer version \(9999-future\.sql\)/)
})

test('the doctor tells when the database may lose what it has confirmed', async (t) => {
  const system = await startSystem(t)
  await system.stop()
  const name = new URL(system.databaseUrl).pathname.slice(1)
  await askDatabase(system.databaseUrl, `alter database ${name} set synchronous_commit = off`)
  const { findings, exitCode } = await diagnose(offline(system))
  assert.equal(exitCode, 1)
  assert.match(saysOf(findings, 'durability'), /^synchronous_commit is off/)
})

test('the doctor looks at an empty database and at no installation at all, and leaves both as they are', async (t) => {
  const folder = temporaryFolder(t)
  const nothing = await diagnose({ VOLTYARD_DATA: folder, VOLTYARD_PORT: '0' })
  assert.equal(nothing.exitCode, 0)
  assert.match(saysOf(nothing.findings, 'database'), /There is no installation here yet/)
  assert.deepEqual(readdirSync(folder), [])

  const databaseUrl = await createDatabase(t)
  const empty = await diagnose({
    DATABASE_URL: databaseUrl,
    VOLTYARD_DATA: folder,
    VOLTYARD_SEALING_KEY: key,
    VOLTYARD_PORT: '0',
  })
  assert.equal(empty.exitCode, 0, JSON.stringify(empty.findings))
  assert.match(saysOf(empty.findings, 'schema'), /The database is empty/)
  assert.ok(!empty.out.includes('could not be looked at'), empty.out)
  assert.deepEqual(await askDatabase(databaseUrl, `select from pg_tables where schemaname = 'public'`), [])
})

async function diagnose(env: Record<string, string>) {
  const { exitCode, out, err } = await runCommand(['doctor', '--json'], env)
  assert.equal(err, '')
  const { healthy, findings } = JSON.parse(out) as { healthy: boolean; findings: Finding[] }
  assert.equal(healthy, exitCode === 0)
  return { exitCode, findings, out }
}

function offline(system: System) {
  return {
    DATABASE_URL: system.databaseUrl,
    VOLTYARD_DATA: system.dataFolder,
    VOLTYARD_SEALING_KEY: key,
    VOLTYARD_PORT: '0',
  }
}

function saysOf(findings: Finding[], check: string): string {
  const found = findings.filter((finding) => finding.check === check)
  return found.map(({ says }) => says).join('\n')
}

/** The worst of what a check found. */
function stateOf(findings: Finding[], check: string): string | undefined {
  const states = findings.filter((finding) => finding.check === check).map(({ state }) => state)
  return ['bad', 'warn', 'info', 'ok'].find((state) => states.includes(state as Finding['state']))
}
