import assert from 'node:assert/strict'
import { copyFileSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import type pg from 'pg'
import { copyIn, copyOut } from '#storage/backup/copy.ts'
import { connectAsOwner } from '#storage/database.ts'
import { applyMigration, createHistory, createRoles, knownMigrations } from '#storage/migrate.ts'
import { addFirmware } from './support/add-firmware.ts'
import { runCommand, temporaryFolder } from './support/command-line.ts'
import { createDatabase } from './support/database.ts'
import { askDatabase, countRows } from './support/depot-api.ts'
import { reportCharge, secondsAgo } from './support/depot-sessions.ts'
import type { StrictCharger } from './support/strict-charger.ts'
import { accessToken, eventually, type System, startSystem } from './support/system.ts'

const key = Buffer.alloc(32, 7).toString('hex')
const otherKey = Buffer.alloc(32, 8).toString('hex')

test('F17: a backup taken while chargers charge restores to a system that goes on where it was', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1', 'CP-2'], tokens: ['CARD-1'] })
  const credentials = await system.admin('client.add', { name: 'fleet', package: 'premium' })
  const charger = await system.connectCharger('CP-1')
  await boot(charger)
  for (let n = 0; n < 5; n++) await reportCharge(charger, { startedAt: secondsAgo(900), endedAt: secondsAgo(600) })
  const open = await charger.call('StartTransaction', {
    connectorId: 1,
    idTag: 'CARD-1',
    meterStart: 10_000,
    timestamp: secondsAgo(500),
  })
  await addNorth(system)

  // CP-2 goes on charging before, during and after the backup.
  const second = await system.connectCharger('CP-2', { tenant: 'default' })
  await boot(second)
  const busy = chargeOnAndOn(second)
  const file = join(temporaryFolder(t), 'live.vyb')
  const backup = await runCommand(['backup', file, '--json'], { VOLTYARD_DATA: system.dataFolder })
  assert.equal(backup.exitCode, 0, backup.err)
  const made = JSON.parse(backup.out)
  const charges = await busy.stop()
  assert.ok(charges > 0)

  const target = await emptyInstallation(t)
  const restored = await runCommand(['restore', file, '--json'], target.env)
  assert.equal(restored.exitCode, 0, restored.err + restored.out)
  assert.deepEqual(JSON.parse(restored.out).tables, made.tables)
  assert.deepEqual(await differences(system.databaseUrl, target.databaseUrl), [])
  const before = await transactionsOf(system.url, credentials)

  const again = await startSystem(t, { sharing: { ...system, databaseUrl: target.databaseUrl } })
  const after = await transactionsOf(again.url, credentials)
  assert.ok(after.length >= 5)
  assert.deepEqual(after, before.slice(0, after.length), 'finished sessions read the same, byte by byte')

  const back = await again.connectCharger('CP-1', { tenant: 'default' })
  await boot(back)
  await back.call('StopTransaction', {
    transactionId: open.transactionId,
    meterStop: 17_500,
    timestamp: secondsAgo(1),
    idTag: 'CARD-1',
  })
  const next = await back.call('StartTransaction', {
    connectorId: 1,
    idTag: 'CARD-1',
    meterStart: 17_500,
    timestamp: secondsAgo(0),
  })
  const [wire] = await askDatabase(system.databaseUrl, 'select last_value::int as last from session_wire_id')
  assert.ok(next.transactionId > wire.last, 'no transaction id is given twice')
  const finished = await eventually(
    () => transactionsOf(again.url, credentials),
    (records) => records.length > after.length,
  )
  const record = JSON.parse(finished.at(-1)!)
  assert.equal(record.ChargerID, 'CP-1')
  assert.equal(record.EnergyDelivered, 7_500)
})

test('a backup of a restored system holds what the first one held', async (t) => {
  const { file, made } = await backedUp(t)
  const target = await emptyInstallation(t)
  assert.equal((await runCommand(['restore', file], target.env)).exitCode, 0)
  const second = await runCommand(['backup', `${file}.2`, '--json'], target.env)
  assert.equal(second.exitCode, 0, second.err)
  // Former servers are shut out by a raised fence.
  const { charger_owner: before, ...firstTables } = made.tables
  const { charger_owner: after, ...secondTables } = JSON.parse(second.out).tables
  assert.deepEqual(secondTables, firstTables)
  assert.equal(after.rows, before.rows)
  assert.notEqual(after.sha256, before.sha256)
})

test('a backup is of one moment, is the user’s own, and does not take the place of a file unless it is told to', async (t) => {
  const { file, system } = await backedUp(t)
  const env = { VOLTYARD_DATA: system.dataFolder }
  assert.equal(statSync(file).mode & 0o777, 0o600)
  await assert.rejects(access(`${file}.partial`))

  const bytes = readFileSync(file)
  const refused = await runCommand(['backup', file], env)
  assert.equal(refused.exitCode, 1)
  assert.match(refused.err, /exists already: .*--force/)
  assert.deepEqual(readFileSync(file), bytes)
  assert.equal((await runCommand(['backup', file, '--force'], env)).exitCode, 0)

  const nowhere = await runCommand(['backup', join(file, 'x'), '--json'], env)
  assert.equal(nowhere.exitCode, 1)
  assert.equal(JSON.parse(nowhere.out).error.code, 'backup_not_written')
})

test('a server that does not run is backed up and checked too, and a folder without an installation is refused', async (t) => {
  const { file, system, env } = await backedUp(t)
  await system.stop()
  const offline = await runCommand(['backup', `${file}.offline`, '--json'], env)
  assert.equal(offline.exitCode, 0, offline.err)
  const verified = await runCommand(['backup', '--verify', `${file}.offline`, '--json'], { VOLTYARD_SEALING_KEY: key })
  assert.equal(verified.exitCode, 0, verified.err)
  assert.deepEqual(JSON.parse(verified.out).tables, JSON.parse(offline.out).tables)

  const folder = temporaryFolder(t)
  const nothing = await runCommand(['backup', join(folder, 'x.vyb'), '--json'], { VOLTYARD_DATA: folder })
  assert.equal(JSON.parse(nothing.out).error.code, 'nothing_to_back_up')
  await assert.rejects(access(join(folder, 'sealing.key')))
})

describe('a restore that is refused changes nothing:', () => {
  const spoiled: [string, (file: string) => void, RegExp][] = [
    ['a file that was cut short', (file) => truncateSync(file, statSync(file).size - 100), /backup_damaged/],
    ['a file that was cut in its head', (file) => truncateSync(file, 15), /backup_damaged/],
    ['an empty file', (file) => truncateSync(file, 0), /backup_format/],
    ['a byte that was flipped near its end', (file) => flip(file, -20), /backup_damaged/],
    ['a byte that was flipped in its middle', (file) => flip(file, Math.floor(statSync(file).size / 2)), /_damaged/],
    ['a byte that was flipped in its salt', (file) => flip(file, 80), /backup_(damaged|format)/],
    ['bytes after its end', (file) => writeFileSync(file, 'x', { flag: 'a' }), /backup_damaged/],
    ['a file of something else', (file) => writeFileSync(file, 'PK and more than twelve bytes'), /backup_format/],
  ]
  for (const encryption of ['--encrypt', '--plain']) {
    test(`${encryption} files that are damaged`, async (t) => {
      const { file, target } = await backupBesideFullTarget(t, encryption)
      const original = readFileSync(file)
      const before = await contents(target.databaseUrl)
      for (const [what, spoil, code] of spoiled) {
        writeFileSync(file, original)
        spoil(file)
        const verified = await runCommand(['backup', '--verify', file, '--json'], target.env)
        assert.equal(verified.exitCode, 1, what)
        assert.match(verified.out, code, what)
        const restored = await runCommand(['restore', file, '--into-nonempty', '--yes', '--json'], target.env)
        assert.equal(restored.exitCode, 1, what)
        assert.match(restored.out, code, what)
        assert.deepEqual(await contents(target.databaseUrl), before, what)
      }
      writeFileSync(file, original)
      const restored = await runCommand(['restore', file, '--into-nonempty', '--yes'], target.env)
      assert.equal(restored.exitCode, 0, restored.err)
      assert.notDeepEqual(await contents(target.databaseUrl), before)
    })
  }

  test('a database that holds something', async (t) => {
    const { file, target } = await backupBesideFullTarget(t)
    const before = await contents(target.databaseUrl)
    const refused = await runCommand(['restore', file], target.env)
    assert.equal(refused.exitCode, 1)
    assert.match(refused.err, /not empty \(it has .*1 charger\b.*--into-nonempty --yes/)
    assert.deepEqual(await contents(target.databaseUrl), before)

    const half = await runCommand(['restore', file, '--into-nonempty'], target.env)
    assert.equal(half.exitCode, 2)
    assert.deepEqual(await contents(target.databaseUrl), before)
  })

  test('a server that runs, on its folder or on its database', async (t) => {
    const { file, system, env } = await backedUp(t)
    const before = await countRows(system.databaseUrl)
    const onFolder = await runCommand(['restore', file, '--into-nonempty', '--yes'], env)
    assert.match(onFolder.err, /A server runs on the data folder/)
    const elsewhere = { ...env, VOLTYARD_DATA: temporaryFolder(t) }
    const onDatabase = await runCommand(['restore', file, '--into-nonempty', '--yes'], elsewhere)
    assert.match(onDatabase.err, /A server works on this database \(one node\)/)
    assert.equal(onDatabase.exitCode, 1)
    assert.deepEqual(await countRows(system.databaseUrl), before)
  })

  test('a backup of a newer version, and one whose migration is another', async (t) => {
    const { file, system, env } = await backedUp(t)
    await system.stop()
    const future = `insert into schema_migration (name, checksum) values ('9999-future.sql', repeat('0', 64))`
    await askDatabase(system.databaseUrl, future)
    assert.equal((await runCommand(['backup', `${file}.newer`], env)).exitCode, 0)
    await askDatabase(system.databaseUrl, `delete from schema_migration where name = '9999-future.sql'`)
    await askDatabase(system.databaseUrl, `update schema_migration set checksum = repeat('1', 64)`)
    assert.equal((await runCommand(['backup', `${file}.other`], env)).exitCode, 0)

    const target = await emptyInstallation(t)
    for (const ending of ['newer', 'other']) {
      const { exitCode, out } = await runCommand(['restore', `${file}.${ending}`, '--json'], target.env)
      assert.equal(exitCode, 1)
      assert.match(out, /"backup_newer".*restore it with that version, or a newer one/)
    }
    assert.deepEqual(await contents(target.databaseUrl), {})
  })

  test('S28: an encrypted backup without its sealing key, or with another', async (t) => {
    const { file } = await backedUp(t)
    const target = await emptyInstallation(t)
    const { VOLTYARD_SEALING_KEY: _, ...none } = target.env
    for (const env of [none, { ...none, VOLTYARD_SEALING_KEY: otherKey }]) {
      for (const more of [[], ['--without-key']]) {
        const { exitCode, err } = await runCommand(['restore', file, ...more], env)
        assert.equal(exitCode, 1)
        assert.match(err, /is encrypted under the sealing key of the installation it comes from/)
      }
      const verified = await runCommand(['backup', '--verify', file, '--json'], env)
      assert.equal(JSON.parse(verified.out).error.code, 'backup_other_key')
    }
    assert.deepEqual(await contents(target.databaseUrl), {})
    await assert.rejects(access(join(target.env.VOLTYARD_DATA, 'sealing.key')))
  })
})

test('an installation that was started, but never used, gives way to a backup', async (t) => {
  const { file } = await backedUp(t)
  const fresh = await startSystem(t)
  await fresh.stop()
  const env = { DATABASE_URL: fresh.databaseUrl, VOLTYARD_DATA: fresh.dataFolder, VOLTYARD_SEALING_KEY: key }
  const restored = await runCommand(['restore', file], env)
  assert.equal(restored.exitCode, 0, restored.err)
})

test('an embedded database is backed up and restored into a folder that has only the key', async (t) => {
  const [from, to] = [temporaryFolder(t), temporaryFolder(t)]
  const added = await runCommand(['charger', 'add', 'CP-1'], { VOLTYARD_DATA: from })
  assert.equal(added.exitCode, 0, added.err)
  const file = join(from, 'backup.vyb')
  const backup = await runCommand(['backup', file, '--json'], { VOLTYARD_DATA: from })
  assert.equal(backup.exitCode, 0, backup.err)

  const without = await runCommand(['restore', file], { VOLTYARD_DATA: to })
  assert.match(without.err, /there is no sealing key here/)
  assert.deepEqual(readdirSync(to), [])
  copyFileSync(join(from, 'sealing.key'), join(to, 'sealing.key'))
  const restored = await runCommand(['restore', file, '--json'], { VOLTYARD_DATA: to })
  assert.equal(restored.exitCode, 0, restored.err)
  assert.deepEqual(JSON.parse(restored.out).tables, JSON.parse(backup.out).tables)
  const known = await runCommand(['charger', 'add', 'CP-1'], { VOLTYARD_DATA: to })
  assert.match(known.err, /CP-1/)
  assert.equal(known.exitCode, 1)
})

test('S28: a plain backup says loudly what it is, and under another key what no longer works', async (t) => {
  const { file, system } = await backedUp(t)
  const plain = await runCommand(['backup', `${file}.plain`, '--plain'], { VOLTYARD_DATA: system.dataFolder })
  assert.match(plain.err, /^WARNING: this backup is not encrypted/)
  assert.ok(isReadable(`${file}.plain`))
  assert.ok(!isReadable(file))

  const target = await emptyInstallation(t, otherKey)
  const refused = await runCommand(['restore', `${file}.plain`], target.env)
  assert.equal(refused.exitCode, 1)
  assert.match(refused.err, /no charger can log in with its password, no API client with its secret.*--without-key/)
  assert.deepEqual(await contents(target.databaseUrl), {})

  const restored = await runCommand(['restore', `${file}.plain`, '--without-key'], target.env)
  assert.equal(restored.exitCode, 0, restored.err)
  assert.match(restored.out, /set passwords of chargers and secrets of API clients anew/)
  const again = await startSystem(t, {
    sharing: { ...system, databaseUrl: target.databaseUrl },
    env: { VOLTYARD_SEALING_KEY: otherKey },
  })
  await assert.rejects(again.connectCharger('CP-1'))
})

test('a backup of an older version is brought up to date', async (t) => {
  const [first, ...later] = await knownMigrations()
  const old = await emptyInstallation(t)
  await connectAsOwner(old.databaseUrl, async (owner) => {
    await createRoles(owner)
    await createHistory(owner)
    await applyMigration(owner, first!)
    await owner.query(`insert into tenant (slug, name) values ('old', 'From before')`)
    await owner.query(`insert into operator (tenant_id, country_code, party_id, name) values (1, 'ZZ', 'VLT', 'x')`)
  })
  const file = join(temporaryFolder(t), 'old.vyb')
  assert.equal((await runCommand(['backup', file], old.env)).exitCode, 0)
  const ran = await askDatabase(old.databaseUrl, 'select name from schema_migration')
  assert.equal(ran.length, 1, 'a backup changes nothing, so that it can be taken before an upgrade')

  const target = await emptyInstallation(t)
  const restored = await runCommand(['restore', file, '--json'], target.env)
  assert.deepEqual(
    JSON.parse(restored.out).migrated,
    later.map(({ name }) => name),
  )
  const system = await startSystem(t, { sharing: { databaseUrl: target.databaseUrl, passwords: new Map() } as System })
  assert.equal((await system.admin('charger.add', { identity: 'CP-1', tenant: 'old' })).identity, 'CP-1')
})

test('rows lie in the partitions that they came from, and a charger’s former server is shut out', async (t) => {
  const { file, system } = await backedUp(t)
  const target = await emptyInstallation(t)
  assert.equal((await runCommand(['restore', file], target.env)).exitCode, 0)
  const places = 'select tableoid::regclass::text as name, count(*)::int from meter_reading group by 1 order by 1'
  assert.deepEqual(await askDatabase(target.databaseUrl, places), await askDatabase(system.databaseUrl, places))
  const fences = 'select max(fence)::int as fence from charger_owner'
  const [[before], [after]] = [
    await askDatabase(system.databaseUrl, fences),
    await askDatabase(target.databaseUrl, fences),
  ]
  assert.ok(after.fence > before.fence)
})

describe('COPY', () => {
  test('carries more than memory would hold at once, at the speed of whoever reads', async (t) => {
    await connectAsOwner(await createDatabase(t), async (owner) => {
      await owner.query('create table big (n int, filling text)')
      const copy = copyOut(owner, `copy (select n, repeat('x', 500) from generate_series(1, 100000) n) to stdout`)
      let held = 0
      const watched = async function* () {
        for await (const chunk of copy.bytes) {
          held = Math.max(held, copy.bytes.readableLength)
          yield chunk as Buffer
        }
      }
      await connectAsOwner(ownUrl(owner), async (other) => {
        assert.equal(await copyIn(other, 'copy big from stdin', watched()), 100_000)
      })
      assert.equal(copy.rows(), 100_000)
      assert.ok(held < 4_000_000, `${held} bytes were held`)
      const { rows } = await owner.query('select sum(n)::bigint as sum, count(*) as count from big')
      assert.deepEqual(rows, [{ sum: 5_000_050_000, count: 100_000 }])
    })
  })

  test('fails as its statement or its source does, and the connection goes on', async (t) => {
    await connectAsOwner(await createDatabase(t), async (owner) => {
      await owner.query('create table small (n int)')
      await assert.rejects(copyIn(owner, 'copy small from stdin', lines('1\n', 'two\n')), /invalid input syntax/)
      await assert.rejects(copyIn(owner, 'copy nowhere from stdin', lines('1\n')), /does not exist/)
      const broken = async function* () {
        yield Buffer.from('1\n')
        throw new Error('the source broke')
      }
      await assert.rejects(copyIn(owner, 'copy small from stdin', broken()), /the source broke/)
      const copy = copyOut(owner, 'copy (select 1 / (5 - n) from generate_series(1, 9) n) to stdout')
      await assert.rejects(async () => {
        for await (const _ of copy.bytes);
      }, /division by zero/)
      assert.equal((await owner.query('select from small')).rowCount, 0)
      assert.equal(await copyIn(owner, 'copy small from stdin', lines('1\n2', '\n')), 2)
    })
  })
})

async function boot(charger: StrictCharger): Promise<void> {
  await charger.call('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' })
}

/** A second tenant with a charger of 2.0.1 that has charged. */
async function addNorth(system: System): Promise<void> {
  await system.admin('tenant.add', { slug: 'north' })
  await system.addCharger('CS-1', { tenant: 'north' })
  await system.admin('token.add', { uids: ['CARD-N'], tenant: 'north' })
  const charger = await system.connectCharger('CS-1', { tenant: 'north', protocol: 'ocpp2.0.1' })
  await charger.call('BootNotification', { reason: 'PowerUp', chargingStation: { vendorName: 'Acme', model: 'Two' } })
  const event = (seqNo: number, eventType: string, wh: number, ago: number) =>
    charger.call('TransactionEvent', {
      eventType,
      triggerReason: 'Authorized',
      seqNo,
      timestamp: secondsAgo(ago),
      evse: { id: 1, connectorId: 1 },
      idToken: { idToken: 'CARD-N', type: 'ISO14443' },
      transactionInfo: { transactionId: 'tx-1' },
      meterValue: [{ timestamp: secondsAgo(ago), sampledValue: [{ value: wh }] }],
    })
  await event(0, 'Started', 100, 300)
  await event(1, 'Ended', 900, 200)
}

function chargeOnAndOn(charger: StrictCharger): { stop(): Promise<number> } {
  let isOver = false
  let charges = 0
  const charging = (async () => {
    for (; !isOver; charges++) {
      await reportCharge(charger, { startedAt: secondsAgo(400 - charges), endedAt: secondsAgo(100) })
    }
  })()
  return {
    async stop() {
      // One more, all of it after the backup.
      const seen = charges
      await eventually(
        async () => charges,
        (count) => count > seen + 1,
      )
      isOver = true
      await charging
      return charges
    },
  }
}

type Target = { databaseUrl: string; env: Record<string, string> & { VOLTYARD_DATA: string } }

async function emptyInstallation(t: TestContext, sealingKey = key): Promise<Target> {
  const databaseUrl = await createDatabase(t)
  const env = { DATABASE_URL: databaseUrl, VOLTYARD_DATA: temporaryFolder(t), VOLTYARD_SEALING_KEY: sealingKey }
  return { databaseUrl, env }
}

/** A running system with sessions and readings, and its backup. */
async function backedUp(t: TestContext, encryption = '--encrypt') {
  const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1', 'TAB\\n', 'CARD-ÄÖ'] })
  const charger = await system.connectCharger('CP-1')
  await boot(charger)
  const transactionId = await reportCharge(charger, { startedAt: secondsAgo(900), endedAt: secondsAgo(600) })
  await charger.call('MeterValues', {
    connectorId: 1,
    transactionId,
    meterValue: [{ timestamp: secondsAgo(700), sampledValue: [{ value: '4000' }] }],
  })
  await charger.close()
  await eventually(
    () => askDatabase(system.databaseUrl, 'select connected from charger_state'),
    ([state]) => state.connected === false,
  )
  const file = join(temporaryFolder(t), 'backup.vyb')
  const env = { DATABASE_URL: system.databaseUrl, VOLTYARD_DATA: system.dataFolder, VOLTYARD_SEALING_KEY: key }
  const backup = await runCommand(['backup', file, encryption, '--json'], env)
  assert.equal(backup.exitCode, 0, backup.err)
  return { system, file, env, made: JSON.parse(backup.out) }
}

/** A backup, and another installation that holds a charger of its own. */
async function backupBesideFullTarget(t: TestContext, encryption?: string) {
  const { file } = await backedUp(t, encryption)
  const target = await emptyInstallation(t)
  const added = await runCommand(['charger', 'add', 'OLD-1'], target.env)
  assert.equal(added.exitCode, 0, added.err)
  return { file, target }
}

function flip(file: string, at: number): void {
  const bytes = readFileSync(file)
  const place = at < 0 ? bytes.length + at : at
  bytes[place] = bytes[place]! ^ 1
  writeFileSync(file, bytes)
}

/** Whether the first frame shows the beginning of a gzip stream. */
function isReadable(file: string): boolean {
  const bytes = readFileSync(file)
  const body = 12 + bytes.readUInt32BE(8) + 5 + 16
  return bytes.readUInt16BE(body) === 0x1f8b
}

async function transactionsOf(url: string, { clientId, secret }: Record<string, unknown>): Promise<string[]> {
  const token = await accessToken(url, String(clientId), String(secret))
  const response = await fetch(`${url}/v2/transactions?limit=1000`, { headers: { authorization: `Bearer ${token}` } })
  const text = await response.text()
  assert.equal(response.status, 200, text)
  const records = JSON.parse(text).map((record: object) => JSON.stringify(record))
  assert.equal(`[${records.join(',')}]`, text)
  return records.sort((a: string, b: string) => JSON.parse(a).TransactionID - JSON.parse(b).TransactionID)
}

test('what goes on at chargers, what they hold and what they said is in a backup, row by row', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1'] })
  await addFirmware(system, { tenant: 1, version: '1.2.3' })
  const add = (text: string) => askDatabase(system.databaseUrl, text, [])
  const soon = `now() + interval '1 day'`
  const columns = 'kind, params, requested_by, door, deadline_at, state'
  await add(`insert into command (tenant_id, charger_id, ${columns})
             select tenant_id, id, 'custom', '{"action": "X", "payload": {"b": 1,  "a": 2}}', 'x', 'x', ${soon}, 'accepted' from charger`)
  await add(
    `insert into errand (tenant_id, charger_id, kind, deadline_at) select tenant_id, id, 'report', ${soon} from charger`,
  )
  await add(
    `insert into errand_part (tenant_id, errand_id, seq_no, is_last, body) select tenant_id, id, 0, false, '[1.0]' from errand`,
  )
  await add(`insert into errand_step (tenant_id, errand_id, progress) select tenant_id, id, 'begun' from errand`)
  await add(`insert into certificate_order (tenant_id, errand_id, charger_id, purpose, csr, key_hash)
             select tenant_id, id, charger_id, 'charger', 'x', sha256('x') from errand`)
  await add(`insert into device_variable (tenant_id, charger_id, name_key, component, variable, value)
             select tenant_id, id, 'a', 'A', 'B', E'tab\\t\\\\ and ü' from charger`)
  await add(`insert into installed_item (tenant_id, charger_id, kind, item_key, body, source)
             select tenant_id, id, 'monitor', '1', '{"n": 1.50}', 'reported' from charger`)
  await add(`insert into charger_event (tenant_id, charger_id, at, kind, type, event_key, body)
             select tenant_id, id, now(), 'security', 'Reset', '1', '{}' from charger`)
  await add(`insert into reservation (tenant_id, charger_id, reservation_id, token_uid, token_uid_folded, expires_at)
             select tenant_id, id, 1, 'CARD-1', 'card-1', ${soon} from charger`)
  await add(`insert into local_list (tenant_id, charger_id) select tenant_id, id from charger`)
  await add(`insert into quarantine (tenant_id, charger_id, at, action, frame, reason)
             select tenant_id, id, now(), 'StopTransaction', '[2', 'x' from charger`)
  await system.stop()

  const file = join(temporaryFolder(t), 'all.vyb')
  const env = { DATABASE_URL: system.databaseUrl, VOLTYARD_DATA: system.dataFolder, VOLTYARD_SEALING_KEY: key }
  const backup = await runCommand(['backup', file], env)
  assert.equal(backup.exitCode, 0, backup.err)
  const target = await emptyInstallation(t)
  const restored = await runCommand(['restore', file], target.env)
  assert.equal(restored.exitCode, 0, restored.err + restored.out)
  // When each migration was applied is the installation's own.
  const { schema_migration: _, ...there } = await contents(system.databaseUrl)
  const { schema_migration: __, ...here } = await contents(target.databaseUrl)
  assert.deepEqual(here, there)
  for (const table of `command errand errand_part errand_step certificate_order device_variable installed_item charger_event
    reservation local_list quarantine firmware firmware_campaign stored_file stored_file_chunk`.split(/\s+/)) {
    assert.ok(here[table]!.length > 0, table)
  }
})

/** Every row as text, by table. */
async function contents(databaseUrl: string): Promise<Record<string, string[]>> {
  const tables = await askDatabase(
    databaseUrl,
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and not relispartition order by 1`,
  )
  const held: Record<string, string[]> = {}
  for (const { name } of tables) {
    const rows = await askDatabase(databaseUrl, `select t::text as row from "${name}" t order by 1`)
    held[name] = rows.map(({ row }) => row)
  }
  return held
}

/** Restored rows that are not in the source, which has gone on: rows that change with time are left out. */
async function differences(source: string, restored: string): Promise<string[]> {
  const [there, here] = [await contents(source), await contents(restored)]
  const changing = new Set([
    'schema_migration',
    'charger_owner',
    'node',
    'steering_node',
    'charger_state',
    'publication',
    'fact',
  ])
  const strange = Object.entries(here)
    .filter(([table]) => !changing.has(table))
    .flatMap(([table, rows]) => {
      const known = new Set(there[table])
      const isOpen = (row: string) => table === 'session' && /,(active|pending|unknown),/.test(row)
      return rows.filter((row) => !known.has(row) && !isOpen(row)).map((row) => `${table}: ${row}`)
    })
  const lacking = ['tenant', 'operator', 'charger', 'evse', 'connector', 'token', 'api_client', 'door_key']
  return [...strange, ...lacking.filter((table) => here[table]!.length !== there[table]!.length)]
}

function ownUrl(owner: pg.Client): string {
  const { user, password, host, port, database } = owner
  return `postgres://${user}:${encodeURIComponent(String(password))}@${host}:${port}/${database}`
}

async function* lines(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text)
}
