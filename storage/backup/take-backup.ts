import { createHash } from 'node:crypto'
import type pg from 'pg'
import { connectAsOwner } from '../database.ts'
import { keepPartitions } from '../maintenance-lock.ts'
import { BackupError } from './backup-error.ts'
import { type BackupKey, writeBackupFile } from './backup-file.ts'
import { copyStatement, readPartitions, readSequences, readTables } from './catalog.ts'
import { copyOut } from './copy.ts'
import { type BackupHead, RecordWriter, type TableContent } from './records.ts'

/** Told as the work goes on; `rows` counts those of the table so far. */
export type Progress = (at: { table: string; rows: number }) => void

export type BackupSummary = { bytes: number; rows: number; tables: Record<string, TableContent>; takenAt: string }

type BackupOptions = BackupKey & {
  path: string
  voltyard: string
  encrypt: boolean
  replace: boolean
  progress?: Progress
}

/**
 * Writes everything that the database holds at one moment into a file, while servers work on. It reads in one
 * transaction that writes nothing and waits for nobody; only work on partitions is put off meanwhile.
 */
export async function takeBackup(url: string, options: BackupOptions): Promise<BackupSummary> {
  return connectAsOwner(url, async (owner) => {
    await owner.query(`set application_name = 'voltyard backup'`)
    await owner.query('set statement_timeout = 0; set idle_in_transaction_session_timeout = 0')
    await keepPartitions(owner)
    await owner.query('begin isolation level repeatable read read only')
    const head = await readHead(owner, options.voltyard)
    const tables: Record<string, TableContent> = {}
    const records = recordsOf(owner, head, { tables, progress: options.progress ?? (() => undefined) })
    const { bytes } = await writeBackupFile(options.path, records, options)
    await owner.query('commit')
    const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0)
    return { bytes, rows, tables, takenAt: head.takenAt }
  })
}

/** The content of one table, in the transaction that is open: what a backup would say of it. */
export async function contentOf(owner: pg.Client, table: BackupHead['tables'][number]): Promise<TableContent> {
  const copy = copyOut(owner, await copyStatement(owner, table))
  const read = createHash('sha256')
  for await (const chunk of copy.bytes) read.update(chunk as Buffer)
  return { rows: copy.rows(), sha256: read.digest('hex') }
}

async function readHead(owner: pg.Client, voltyard: string): Promise<BackupHead> {
  const { rows: about } = await owner.query<{ at: Temporal.Instant; postgres: string; migrated: boolean }>(
    `select now() as at, current_setting('server_version') as postgres,
            to_regclass('public.schema_migration') is not null as migrated`,
  )
  const { at, postgres, migrated } = about[0]!
  if (!migrated) {
    throw new BackupError('nothing_to_back_up', 'There is nothing to back up: the database holds no installation yet.')
  }
  const { rows: migrations } = await owner.query('select name, checksum from schema_migration order by name')
  const [tables, partitions] = [await readTables(owner), await readPartitions(owner)]
  return { voltyard, takenAt: at.toString(), postgres, migrations, tables, partitions }
}

async function* recordsOf(
  owner: pg.Client,
  head: BackupHead,
  { tables, progress }: { tables: Record<string, TableContent>; progress: Progress },
): AsyncGenerator<Buffer> {
  const records = new RecordWriter()
  yield records.head(head)
  for (const table of head.tables) {
    yield records.table(table.name)
    const copy = copyOut(owner, await copyStatement(owner, table))
    const read = createHash('sha256')
    for await (const chunk of copy.bytes as AsyncIterable<Buffer>) {
      read.update(chunk)
      yield records.rows(chunk)
      progress({ table: table.name, rows: copy.rows() })
    }
    const content = { rows: copy.rows(), sha256: read.digest('hex') }
    tables[table.name] = content
    progress({ table: table.name, rows: content.rows })
    yield records.tableEnd(content)
  }
  yield records.end({ sequences: await readSequences(owner) })
}
