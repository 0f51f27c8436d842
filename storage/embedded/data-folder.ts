import { access, constants, mkdir, realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'

export type DataFolder = {
  path: string
  cluster: string
  passwords: string
  serverLog: string
}

/** Creates the data folder when it is missing and says where the database's parts lie in it. */
export async function openDataFolder(path: string): Promise<DataFolder> {
  const real = await writableFolder(resolve(path))
  return {
    path: real,
    cluster: join(real, 'postgres'),
    passwords: join(real, 'postgres-passwords.json'),
    serverLog: join(real, 'postgres.log'),
  }
}

async function writableFolder(path: string): Promise<string> {
  try {
    // Passable for the unprivileged user that runs PostgreSQL, listable for nobody else.
    await mkdir(path, { recursive: true, mode: 0o711 })
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK)
    return await realpath(path)
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'FolderNotUsable',
      `Voltyard cannot write to its data folder ${path} (${reasonOf(cause)}): choose a folder it may write to, or set DATABASE_URL to use a PostgreSQL of your own.`,
      { cause },
    )
  }
}

function reasonOf(cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException).code ?? String(cause)
  return reasons[code] ?? code
}

const reasons: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'it is a file',
  ENOSPC: 'the disk is full',
  ENAMETOOLONG: 'the path is too long',
}
