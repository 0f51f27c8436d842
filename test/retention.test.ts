import assert from 'node:assert/strict'
import { test } from 'node:test'
import type pg from 'pg'
import { connectAsOwner } from '#storage/database.ts'
import { migrate } from '#storage/migrate.ts'
import { applyRetention, countExpired, preparePartitions } from '#storage/retention.ts'
import { ensureTenant } from '#storage/tenants.ts'
import { createDatabase } from './support/database.ts'

const now = Temporal.Instant.from('2026-03-15T12:00:00Z')
const keepAll = { messageLog: 0, statusReports: 0, linkChanges: 0, readings: 0, commands: 0, events: 0, steering: 0 }

test('rows go into the partition of their time, those of other times into the default one', async (t) => {
  await connectAsOwner(await createDatabase(t), async (owner) => {
    await migrate(owner)
    await preparePartitions(owner, now)
    await addLinkChange(owner, '2026-03-15T12:00:00Z')
    await addLinkChange(owner, '2020-01-01T00:00:00Z')
    assert.deepEqual(await partitionsWithRows(owner), ['link_change_20260301', 'link_change_default'])
  })
})

test('rows that came before their partition was made move into it, and none is lost or doubled', async (t) => {
  await connectAsOwner(await createDatabase(t), async (owner) => {
    await migrate(owner)
    await addLinkChange(owner, '2026-03-15T12:00:00Z')
    await addLinkChange(owner, '2026-04-02T12:00:00Z')
    assert.deepEqual(await partitionsWithRows(owner), ['link_change_default'])

    await preparePartitions(owner, now)
    await preparePartitions(owner, now)
    assert.deepEqual(await partitionsWithRows(owner), ['link_change_20260301', 'link_change_20260401'])
    assert.equal((await owner.query('select from link_change')).rowCount, 2)
  })
})

test('retention drops what is older than its days, tells how many rows went, and keeps the rest', async (t) => {
  await connectAsOwner(await createDatabase(t), async (owner) => {
    await migrate(owner)
    for (const then of ['2026-01-10T00:00:00Z', '2026-02-10T00:00:00Z', '2026-03-10T00:00:00Z']) {
      await preparePartitions(owner, Temporal.Instant.from(then))
      await addLinkChange(owner, then)
    }
    await addLinkChange(owner, '2019-01-01T00:00:00Z')

    assert.deepEqual(await applyRetention(owner, keepAll, now), [])
    const dropped = await applyRetention(owner, { ...keepAll, linkChanges: 30 }, now)
    assert.deepEqual(dropped, [{ table: 'link_change', rows: 3 }])
    assert.deepEqual(await partitionsWithRows(owner), ['link_change_20260301'])
    assert.deepEqual(await applyRetention(owner, { ...keepAll, linkChanges: 30 }, now), [])
  })
})

test('logins that ended long ago are forgotten, and those that may go on are kept', async (t) => {
  await connectAsOwner(await createDatabase(t), async (owner) => {
    await migrate(owner)
    await ensureTenant(owner)
    await owner.query(
      `insert into account (tenant_id, login, login_folded, name, role, password_hash)
       select id, 'a', 'a', 'A', 'viewer', '-' from tenant`,
    )
    // Ended by the person, run out, ended lately, and still going on.
    for (const [expires, ended] of [
      ['-10 days', '-100 days'],
      ['-100 days', null],
      ['-80 days', '-80 days'],
      ['1 hour', null],
    ]) {
      await owner.query(
        `insert into console_session (tenant_id, account_id, token_hash, rotated_at, created_at, last_seen_at, expires_at, confirmed_at, ended_at)
         select tenant_id, id, sha256(($1 || coalesce($2, ''))::bytea), now(), now(), now(), now() + $1::interval, now(), now() + $2::interval from account`,
        [expires, ended],
      )
    }
    assert.deepEqual(await applyRetention(owner, keepAll, now), [{ table: 'console_session', rows: 2 }])
    assert.equal((await owner.query('select from console_session')).rowCount, 2)
    assert.deepEqual(await applyRetention(owner, keepAll, now), [])
  })
})

test('commands, errands and events that are over are forgotten after their days; what goes on, and what is still wrong, is kept', async (t) => {
  await connectAsOwner(await createDatabase(t), async (owner) => {
    await migrate(owner)
    await ensureTenant(owner)
    await owner.query(`insert into charger (tenant_id, operator_id, identity, identity_folded, security_profile)
                       select tenant_id, id, 'CP-1', 'cp-1', 0 from operator`)
    const add = (table: string, columns: string, values: string) =>
      owner.query(
        `insert into ${table} (tenant_id, charger_id, ${columns}) select tenant_id, id, ${values} from charger`,
      )
    const old = `'2026-01-01'::timestamptz`
    const young = `'2026-03-10'::timestamptz`
    for (const [state, ended] of [
      ['accepted', old],
      ['refused', young],
      ['sent', 'null'],
    ]) {
      const command = 'kind, params, requested_by, door, created_at, deadline_at, state, ended_at'
      await add('command', command, `'reset', '{}', 'x', 'x', ${old}, ${old}, '${state}', ${ended}`)
    }
    for (const [state, ended] of [
      ['done', old],
      ['expired', young],
      ['open', 'null'],
    ]) {
      await add(
        'errand',
        'kind, created_at, deadline_at, state, ended_at',
        `'report', ${old}, ${old}, '${state}', ${ended}`,
      )
    }
    await owner.query(`insert into errand_step (tenant_id, errand_id, progress) select tenant_id, id, 'x' from errand`)
    await owner.query(`insert into errand_part (tenant_id, errand_id, seq_no, is_last, body)
                       select tenant_id, id, 0, true, '{}' from errand`)
    const event = 'event_key, kind, type, at, received_at, cleared_at, body'
    for (const [key, kind, type, at, cleared] of [
      ['1', 'security', 'Reset', old, 'null'],
      ['2', 'security', 'Reset', young, 'null'],
      ['3', 'device', 'EVSE.Problem', old, 'null'],
      ['4', 'device', 'EVSE.Problem', old, 'null'],
      ['5', 'device', 'Fan.Tripped', old, old],
    ]) {
      await add('charger_event', event, `'${key}', '${kind}', '${type}', ${at}, ${at}, ${cleared}, '{}'`)
    }

    assert.deepEqual(await applyRetention(owner, keepAll, now), [])
    const days = { ...keepAll, commands: 30, events: 30 }
    const expired = [
      { table: 'command', rows: 1 },
      { table: 'errand', rows: 1 },
      { table: 'charger_event', rows: 3 },
    ]
    assert.deepEqual(await countExpired(owner, days, now), expired)
    assert.deepEqual(await applyRetention(owner, days, now), expired)
    assert.deepEqual(await applyRetention(owner, days, now), [])
    const left = async (text: string) => (await owner.query({ text, rowMode: 'array' })).rows.flat()
    assert.deepEqual(await left('select state from command order by id'), ['refused', 'sent'])
    assert.deepEqual(await left('select state from errand order by id'), ['expired', 'open'])
    assert.deepEqual(await left('select event_key from charger_event order by id'), ['2', '4'])
    assert.equal((await left('select errand_id from errand_part')).length, 2)
    assert.equal((await left('select errand_id from errand_step')).length, 2)
  })
})

test('of the moves of finished sessions one new one is left to each tenant that had several', async (t) => {
  await connectAsOwner(await createDatabase(t), async (owner) => {
    await migrate(owner)
    await owner.query(`insert into tenant (slug, name) values ('a', 'A'), ('b', 'B'), ('c', 'C')`)
    await owner.query(
      `insert into session_move (tenant_id)
       select id from tenant, generate_series(1, case slug when 'a' then 3 when 'b' then 1 else 0 end)`,
    )
    const moves = async () =>
      (
        await owner.query(
          `select slug, m.id::int as id from session_move m join tenant t on t.id = m.tenant_id order by m.id`,
        )
      ).rows as { slug: string; id: number }[]
    const before = await moves()
    assert.equal(before.length, 4)

    assert.deepEqual(await applyRetention(owner, keepAll, now), [{ table: 'session_move', rows: 2 }])
    const after = await moves()
    assert.deepEqual(
      after.map(({ slug }) => slug),
      ['b', 'a'],
    )
    assert.deepEqual(
      after[0],
      before.find(({ slug }) => slug === 'b'),
    )
    assert.ok(after[1]!.id > Math.max(...before.map(({ id }) => id)))

    assert.deepEqual(await applyRetention(owner, keepAll, now), [])
    assert.deepEqual(await moves(), after)
  })
})

async function addLinkChange(owner: pg.Client, at: string): Promise<void> {
  await owner.query('insert into link_change (charger_id, at, tenant_id, connected) values (1, $1, 1, true)', [at])
}

async function partitionsWithRows(owner: pg.Client): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    'select distinct tableoid::regclass::text as name from link_change order by name',
  )
  return rows.map((row) => row.name)
}
