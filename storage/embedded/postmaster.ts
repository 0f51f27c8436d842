import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Binaries } from './binaries.ts'
import type { DataFolder } from './data-folder.ts'
import { folderArgument, type RunAs, spawnOptions } from './run-as.ts'
import { lastComplaint, openServerLog, sizeOf } from './server-log.ts'
import { asArguments, defaults, type Settings, safety } from './settings.ts'

/** One running PostgreSQL server process. */
export type Postmaster = {
  pid: number
  /** Settles when it takes connections, and rejects with PostgreSQL's complaint when it ends before. */
  ready: Promise<void>
  /** How it ended: an exit code or a signal. Never rejects. */
  exited: Promise<string>
  stop(): Promise<void>
  kill(signal: NodeJS.Signals): void
}

/**
 * Starts PostgreSQL on that loopback port. TCP with a password rather than a Unix socket: a socket's
 * path is limited to about 100 bytes, and our data folder's is not.
 *
 * It gets a process group of its own, so a Ctrl-C in the terminal reaches only our server, which
 * still needs its database for a moment. It does not keep our process alive.
 */
export async function spawnPostmaster(
  folder: DataFolder,
  binaries: Binaries,
  runAs: RunAs,
  port: number,
  settings: Settings,
): Promise<Postmaster> {
  const data = await folderArgument(folder.cluster, runAs)
  const network = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '' }
  const args = ['-D', data, ...asArguments({ ...defaults, ...settings, ...safety, ...network })]

  const logStart = sizeOf(folder.serverLog)
  const serverLog = openServerLog(folder.serverLog)
  const child = spawn(join(binaries.folder, 'postgres'), args, {
    ...spawnOptions(folder.cluster, runAs),
    detached: true,
    stdio: ['ignore', serverLog, serverLog],
  })
  closeSync(serverLog)

  const exited = exitOf(child)
  const ready = isReady(child, exited, folder.cluster).then((up) => {
    if (!up) throw new Error(lastComplaint(folder.serverLog, logStart))
    child.unref()
  })
  ready.catch(() => {})
  return { pid: child.pid ?? 0, ready, exited, stop: () => stop(child, exited), kill: (signal) => child.kill(signal) }
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
    child.once('error', (error) => resolve(error.message))
  })
}

// postmaster.pid is PostgreSQL's own report; its eighth line is the state that pg_ctl waits for.
async function isReady(child: ChildProcess, exited: Promise<string>, cluster: string): Promise<boolean> {
  const ended = exited.then(() => true)
  while (!(await Promise.race([ended, sleep(10, false)]))) {
    const report = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
    if (Number(report[0]) === child.pid && report[7]?.trim() === 'ready') return true
  }
  return false
}

// Fast shutdown; when that hangs, immediate shutdown, after which the next start recovers.
async function stop(child: ChildProcess, exited: Promise<string>): Promise<void> {
  child.ref()
  child.kill('SIGINT')
  const impatience = [setTimeout(() => child.kill('SIGQUIT'), 30_000), setTimeout(() => child.kill('SIGKILL'), 35_000)]
  await exited
  impatience.forEach(clearTimeout)
}
