import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectAsOwner, DatabaseError, openDatabase } from '#storage/database.ts'
import { MigrationError, migrate } from '#storage/migrate.ts'
import { createDatabase } from './support/database.ts'

test('several servers that start at once migrate a new database once', async (t) => {
  const url = await createDatabase(t)
  const ran = await Promise.all([1, 2, 3].map(() => connectAsOwner(url, migrate)))
  assert.equal(ran.flat().filter((name) => name === '0001-spine.sql').length, 1)
  assert.deepEqual(await connectAsOwner(url, migrate), [])
})

test('a migration that was changed after it ran stops the start, and so does one of a newer version', async (t) => {
  await connectAsOwner(await createDatabase(t), async (owner) => {
    await migrate(owner)
    await owner.query(`insert into schema_migration (name, checksum) values ('9999-future.sql', 'x')`)
    await assert.rejects(
      migrate(owner),
      (error) => error instanceof MigrationError && /newer version/.test(error.message),
    )

    await owner.query(`delete from schema_migration where name = '9999-future.sql'`)
    await owner.query(`update schema_migration set checksum = 'other'`)
    await assert.rejects(
      migrate(owner),
      (error) => error instanceof MigrationError && /was changed/.test(error.message),
    )
  })
})

test('a database that cannot be reached is one sentence', async () => {
  await assert.rejects(
    openDatabase('postgres://nobody:nothing@127.0.0.1:1/none'),
    (error) => error instanceof DatabaseError && /does not answer/.test(error.message),
  )
})

test('the roles that the server works as own nothing and cannot leave their tenant', async (t) => {
  const url = await createDatabase(t)
  await connectAsOwner(url, migrate)
  const database = await openDatabase(url)
  t.after(() => database.close())
  await assert.rejects(database.doorPool.query('alter table session disable row level security'), /must be owner/)
  await assert.rejects(database.doorPool.query('delete from session'), /permission denied/)
  await assert.rejects(
    database.reader.query({ name: 'forbidden', text: 'delete from message_log' }, []),
    /permission denied/,
  )
})
