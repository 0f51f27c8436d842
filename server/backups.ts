import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BackupError } from '#storage/backup/backup-error.ts'
import { type BackupKey, readPrologue } from '#storage/backup/backup-file.ts'
import { type RestoreSummary, restoreBackup } from '#storage/backup/restore-backup.ts'
import { type BackupSummary, type Progress, takeBackup } from '#storage/backup/take-backup.ts'
import { type VerifiedBackup, verifyBackup } from '#storage/backup/verify-backup.ts'
import { clusterMajor } from '#storage/embedded/binaries.ts'
import { callAdmin, NoServer, serverRuns } from './admin-socket.ts'
import { backupKeyOf, isOfThisKey } from './backup-key.ts'
import type { Config } from './config.ts'
import { createLog } from './log.ts'
import { openPostgres } from './open-installation.ts'
import { knownSealingKey } from './sealing-key.ts'
import { createSecrets, type Secrets } from './secrets.ts'

/** Backs up the installation of these settings, whether its server runs or not. */
export async function makeBackup(
  config: Config,
  options: { path: string; encrypt: boolean; replace: boolean; progress?: Progress },
): Promise<BackupSummary> {
  const database = await reach(config)
  try {
    return await takeBackup(database.url, { ...options, ...database.key, voltyard: await ownVersion() })
  } finally {
    await database.close()
  }
}

/** Checks a file from its first byte to its last, without a database. */
export async function checkBackup(config: Config, path: string): Promise<VerifiedBackup & { encrypted: boolean }> {
  const { isEncrypted, canary } = await readPrologue(path)
  const key = isEncrypted ? (await rightSecrets(config, path, canary)).backupKey : null
  return { ...(await verifyBackup(path, key)), encrypted: isEncrypted }
}

/** Puts a backup in the place of an installation that does not run. */
export async function restore(
  config: Config,
  options: { path: string; replace: boolean; withoutKey: boolean; progress?: Progress },
): Promise<RestoreSummary & { encrypted: boolean; keyFits: boolean }> {
  if (await serverRuns(config.data.folder)) {
    throw new BackupError('restore_in_use', `A server runs on the data folder ${config.data.folder}: stop it first.`)
  }
  const { path, replace, withoutKey, progress } = options
  const { isEncrypted, canary } = await readPrologue(path)
  const secrets = isEncrypted ? await rightSecrets(config, path, canary) : await ownSecrets(config)
  const keyFits = secrets !== null && isOfThisKey(canary, secrets)
  if (!keyFits && !withoutKey) throw otherKey(path)

  const database = await openPostgres(config, createLog({ ...config.log, level: 'warn' }))
  try {
    const key = isEncrypted ? secrets!.backupKey : null
    const more = { path, key, replace, withoutKey: !keyFits, ...(progress && { progress }) }
    return { ...(await restoreBackup(database.url, more)), encrypted: isEncrypted, keyFits }
  } finally {
    await database.stop()
  }
}

type Reached = { url: string; key: BackupKey; close(): Promise<void> }

/** The server knows where its database is, and its key; while none runs the settings do. */
async function reach(config: Config): Promise<Reached> {
  try {
    const said = (await callAdmin({ data: config.data.folder, operation: 'backup.open', args: {} })) as Opened
    const key = { key: Buffer.from(said.key, 'hex'), canary: Buffer.from(said.canary, 'hex') }
    return { url: said.url, key, close: async () => undefined }
  } catch (error) {
    if (!(error instanceof NoServer)) throw error
    return reachWithoutServer(config)
  }
}

type Opened = { url: string; key: string; canary: string }

async function reachWithoutServer(config: Config): Promise<Reached> {
  const { folder, databaseUrl } = config.data
  if (databaseUrl === null && clusterMajor(join(folder, 'postgres')) === undefined) {
    throw new BackupError('nothing_to_back_up', `There is nothing to back up: ${folder} holds no database.`)
  }
  const secrets = await ownSecrets(config)
  if (secrets === null) {
    throw new BackupError(
      'backup_other_key',
      `The sealing key is missing (${join(folder, 'sealing.key')} or VOLTYARD_SEALING_KEY): a backup is made with it.`,
    )
  }
  const { url, stop } = await openPostgres(config, createLog({ ...config.log, level: 'warn' }))
  return { url, key: backupKeyOf(secrets), close: stop }
}

async function ownSecrets({ data }: Config): Promise<Secrets | null> {
  const key = await knownSealingKey(data)
  return key === undefined ? null : createSecrets(key)
}

/** The secrets that open an encrypted file; nothing else can. */
async function rightSecrets(config: Config, path: string, canary: Buffer): Promise<Secrets> {
  const secrets = await ownSecrets(config)
  if (secrets !== null && isOfThisKey(canary, secrets)) return secrets
  const place = join(config.data.folder, 'sealing.key')
  const lack = secrets === null ? 'there is no sealing key here' : 'the sealing key here is another one'
  throw new BackupError(
    'backup_other_key',
    `${path} is encrypted under the sealing key of the installation it comes from, and ${lack}. Put a copy of that key at ${place} (open to its owner only: chmod 600), or set VOLTYARD_SEALING_KEY.`,
  )
}

function otherKey(path: string): BackupError {
  return new BackupError(
    'backup_other_key',
    `${path} comes from an installation with another sealing key. Without that key no charger can log in with its password, no API client with its secret, no person with a second factor, and access tokens that were given out are no longer good: all of them have to be set up anew. Put a copy of the key in place, or go on with --without-key.`,
  )
}

async function ownVersion(): Promise<string> {
  const about = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
  return String(about.version)
}
