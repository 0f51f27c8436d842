import { readBackupFile } from './backup-file.ts'
import type { TableContent } from './records.ts'

export type VerifiedBackup = {
  voltyard: string
  takenAt: string
  migrations: string[]
  rows: number
  tables: Record<string, TableContent>
}

/** Reads a whole backup without a database: every count and hash is compared with what the file says of itself. */
export async function verifyBackup(path: string, key: Buffer | null): Promise<VerifiedBackup> {
  return readBackupFile(path, key, async (records) => {
    const head = await records.head()
    const tables: Record<string, TableContent> = {}
    for (const { name } of head.tables) {
      const { rows, content } = await records.table(name)
      for await (const _ of rows);
      tables[name] = content()
    }
    await records.end()
    return {
      voltyard: head.voltyard,
      takenAt: head.takenAt,
      migrations: head.migrations.map((migration) => migration.name),
      rows: Object.values(tables).reduce((sum, table) => sum + table.rows, 0),
      tables,
    }
  })
}
