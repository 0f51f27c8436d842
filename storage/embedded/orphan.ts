import { execFileSync } from 'node:child_process'
import { readFile, readlink, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from './log.ts'

/**
 * Clears the way for a new postmaster: stops one that outlived its server, and removes the mark of
 * one that is gone. To be called by the holder of the folder's lock only.
 *
 * We stop an orphan rather than adopt it: only a child of our own tells us when it dies, and the
 * orphan may run older binaries or other settings.
 */
export async function stopOrphan(cluster: string, log: Log): Promise<void> {
  const pid = await markedPid(cluster)
  if (pid === undefined) return
  if (await servesCluster(pid, cluster)) {
    log.warn({ pid }, 'stopping a PostgreSQL that outlived its server')
    await stopProcess(pid, cluster)
  }
  // A pid that meanwhile belongs to another program would keep PostgreSQL from starting.
  if (isTaken(pid)) await rm(join(cluster, 'postmaster.pid'), { force: true })
}

function isTaken(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function markedPid(cluster: string): Promise<number | undefined> {
  const mark = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Math.abs(Number.parseInt(mark, 10))
  return pid > 0 ? pid : undefined
}

// Fast shutdown, then immediate (the next start recovers), then the hard way.
async function stopProcess(pid: number, cluster: string): Promise<void> {
  for (const [signal, patienceMs] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    process.kill(pid, signal)
    const deadline = Date.now() + patienceMs
    while (Date.now() < deadline) {
      if (!(await servesCluster(pid, cluster))) return
      await sleep(20)
    }
  }
}

// PostgreSQL works inside its cluster folder; no other program with the same pid does.
async function servesCluster(pid: number, cluster: string): Promise<boolean> {
  if (process.platform === 'linux') {
    return (await readlink(`/proc/${pid}/cwd`).catch(() => undefined)) === (await realpath(cluster))
  }
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(`-D ${cluster}`)
  } catch {
    return false
  }
}
