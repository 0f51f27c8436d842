import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'

export type FolderLock = { release(): void }

/**
 * Claims the folder for this process, or throws `FolderInUse` naming the process that has it.
 *
 * The claim is a lock of the operating system, which ends with the process however it dies. Node
 * offers such locks only through SQLite, so the lock file is an empty SQLite database.
 */
export function lockFolder(folder: string): FolderLock {
  const ownerFile = join(folder, 'postgres.lock.pid')
  const claim = new DatabaseSync(join(folder, 'postgres.lock'), { timeout: 0 })
  try {
    claim.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    claim.close()
    if ((cause as { errcode?: number }).errcode !== SQLITE_BUSY) throw cause
    throw new EmbeddedPostgresError(
      'FolderInUse',
      `The data folder ${folder} is in use by another Voltyard server (process ${ownerIn(ownerFile)}): stop it first, or choose another data folder.`,
      { cause },
    )
  }
  writeFileSync(ownerFile, `${process.pid}\n`)
  claims.add(claim)

  return {
    release() {
      if (!claims.delete(claim)) return
      rmSync(ownerFile, { force: true })
      claim.close()
    },
  }
}

// A claim that is garbage collected closes its file, and the lock is gone.
const claims = new Set<DatabaseSync>()

const SQLITE_BUSY = 5

function ownerIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return 'unknown'
  }
}
