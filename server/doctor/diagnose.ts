import { join } from 'node:path'
import { clusterMajor } from '#storage/embedded/binaries.ts'
import { callAdmin, NoServer } from '../admin-socket.ts'
import type { Config } from '../config.ts'
import { createLog } from '../log.ts'
import { openPostgres } from '../open-installation.ts'
import { ConfigError, type Overrides, readConfig } from '../read-config.ts'
import { knownSealingKey } from '../sealing-key.ts'
import { createSecrets, type Secrets } from '../secrets.ts'
import type { Finding } from './finding.ts'
import { examine, unreachable } from './index.ts'

type Env = Record<string, string | undefined>

/**
 * What is wrong with the installation of these settings: the server examines itself when it runs, else its database
 * is examined directly. It always answers.
 */
export async function diagnose(env: Env, overrides: Overrides): Promise<Finding[]> {
  const { config, findings } = readWhatCanBe(env, overrides)
  try {
    const signal = AbortSignal.timeout(120_000)
    const said = await callAdmin({ data: config.data.folder, operation: 'doctor.run', args: {}, signal })
    return [...findings, ...(said as { findings: Finding[] }).findings]
  } catch (error) {
    if (!(error instanceof NoServer)) findings.push(mute(error))
    return [...findings, ...(await examineWithoutServer(config, error instanceof NoServer))]
  }
}

async function examineWithoutServer(config: Config, mayOpen: boolean): Promise<Finding[]> {
  const secrets = await secretsOf(config)
  const patient = { config, secrets, server: 'none' as const }
  const isNew = config.data.databaseUrl === null && clusterMajor(join(config.data.folder, 'postgres')) === undefined
  if (isNew) {
    const says = 'There is no installation here yet.'
    const todo = 'Start it with "voltyard start", or name its folder with --data or VOLTYARD_DATA.'
    return [...(await examine({ ...patient, url: null })), { check: 'database', state: 'info', says, todo }]
  }
  if (!mayOpen && config.data.databaseUrl === null) return examine({ ...patient, url: null })

  let database: Awaited<ReturnType<typeof openPostgres>>
  try {
    database = await openPostgres(config, createLog({ ...config.log, level: 'silent' }))
  } catch (error) {
    return [...(await examine({ ...patient, url: null })), unreachable(error)]
  }
  try {
    return await examine({ ...patient, url: database.url })
  } finally {
    await database.stop()
  }
}

/** Settings that cannot be used are told of, and the others are gone by. */
function readWhatCanBe(env: Env, overrides: Overrides): { config: Config; findings: Finding[] } {
  try {
    return { config: readConfig(env, overrides), findings: [] }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const todo = 'See docs/settings.md. The server does not start like this.'
    const findings = error.faults.map((says) => ({ check: 'settings', state: 'bad' as const, says, todo }))
    const good = Object.entries(env).filter(([name, value]) => isGood({ [name]: value }))
    return { config: firstThatReads(Object.fromEntries(good), overrides), findings }
  }
}

// Settings may each be good and not go together; where the data is matters most.
function firstThatReads(env: Env, overrides: Overrides): Config {
  const { DATABASE_URL, VOLTYARD_DATA, VOLTYARD_SEALING_KEY } = env
  const fewer = { DATABASE_URL, VOLTYARD_DATA, VOLTYARD_SEALING_KEY }
  return isGood(env) ? readConfig(env, overrides) : readConfig(fewer, overrides)
}

function isGood(env: Env): boolean {
  try {
    readConfig(env)
    return true
  } catch {
    return false
  }
}

async function secretsOf({ data }: Config): Promise<Secrets | null> {
  const key = await knownSealingKey(data).catch(() => undefined)
  return key === undefined ? null : createSecrets(key)
}

function mute(error: unknown): Finding {
  const says = `A server runs on this data folder, but cannot be asked (${(error as Error).message}).`
  const todo = 'Run this command as the user of the server and with its version; if it hangs, restart it.'
  return { check: 'server', state: 'bad', says, todo }
}
