import { execFile } from 'node:child_process'
import { chown, lstat, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** The user PostgreSQL runs as; undefined when it is our own. */
export type RunAs = { uid: number; gid: number } | undefined

const nobody = { uid: 65534, gid: 65534 }

/**
 * PostgreSQL refuses to run as root. Started by root, we run it as the owner of the cluster,
 * and give a cluster that is new, or that root restored from a backup, to nobody.
 */
export async function runAsFor(cluster: string): Promise<RunAs> {
  if (process.getuid?.() !== 0) return undefined
  const owner = await stat(cluster).catch(() => undefined)
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  if (owner) await giveTo(nobody, cluster)
  return nobody
}

async function giveTo(owner: { uid: number; gid: number }, path: string): Promise<void> {
  for (const entry of (await lstat(path)).isDirectory() ? await readdir(path) : [])
    await giveTo(owner, join(path, entry))
  await chown(path, owner.uid, owner.gid)
}

/** What a PostgreSQL program gets to see: nothing of our environment may change its behaviour. */
export function spawnOptions(cwd: string, runAs: RunAs) {
  return { cwd, env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }, ...runAs }
}

/**
 * The folder as an argument for PostgreSQL. When a parent folder is closed to the user it runs as
 * (a checkout below /root), Linux still lets it in through the working folder we start it in.
 */
export async function folderArgument(folder: string, runAs: RunAs): Promise<string> {
  if (process.platform !== 'linux' || (await canEnter(folder, runAs))) return folder
  return '/proc/self/cwd'
}

function canEnter(folder: string, runAs: RunAs): Promise<boolean> {
  if (!runAs) return Promise.resolve(true)
  return new Promise((resolve) => {
    execFile('/bin/sh', ['-c', 'cd "$0"', folder], spawnOptions('/', runAs), (error) => resolve(!error))
  })
}
