import { hostname } from 'node:os'
import type { Log } from '#core/context.ts'
import { connectAsOwner } from '#storage/database.ts'
import { startEmbeddedPostgres } from '#storage/embedded/start-embedded-postgres.ts'
import type { CommitMetrics } from '#storage/group-commit.ts'
import { whileNoBackup } from '#storage/maintenance-lock.ts'
import { migrate } from '#storage/migrate.ts'
import { preparePartitions } from '#storage/retention.ts'
import { openStorage, type Storage } from '#storage/storage.ts'
import { ensureTenant } from '#storage/tenants.ts'
import { type Authority, openAuthority } from './certificates/open-authority.ts'
import { openContracts } from './certificates/open-contracts.ts'
import type { Config } from './config.ts'
import { sealingKey } from './sealing-key.ts'
import { createSecrets, type Secrets } from './secrets.ts'

/** The database with its schema up to date, the stores over it, and the secrets that belong to it. */
export type Installation = {
  storage: Storage
  secrets: Secrets
  authority: Authority
  /** The clock of people and certificates, which in a demo is slower than that of chargers. */
  wallNow: () => Temporal.Instant
  url: string
  close(): Promise<void>
}

/**
 * Opens what a server or an offline command works on: the operator's own PostgreSQL, or the embedded one, which is
 * started for it and stopped on `close`.
 */
export async function openInstallation(
  config: Config,
  {
    log,
    metrics,
    now,
    clockRate = 1,
  }: { log: Log; metrics: CommitMetrics; now: () => Temporal.Instant; clockRate?: number },
): Promise<Installation> {
  const wallNow = clockRate === 1 ? now : () => Temporal.Now.instant()
  let authority!: Authority
  const secrets = createSecrets(await sealingKey(config.data, log))
  const database = await openPostgres(config, log)
  try {
    await migrateDatabase(database.url, now(), log)
    const storage = await openStorage({
      url: database.url,
      nodeName: `${hostname()}:${process.pid}`,
      log,
      metrics,
      now,
      settings: {
        heartbeatSeconds: config.ocpp.heartbeatIntervalSeconds,
        gapGraceHours: config.sessions.gapGraceHours,
        receiptUrl: config.sessions.receiptUrl,
        clockRate,
        checksOrganization: config.tls.checkOrganization,
        publicUrl: config.files.publicUrl,
        basePath: config.http.basePath,
        unsignedFirmware: config.files.unsignedFirmware,
        campaignSharePercent: config.files.campaignSharePercent,
      },
      ...openContracts(config, { now: wallNow, log }),
      sealing: {
        hash: secrets.hash,
        seal: (plain) => secrets.seal(Buffer.from(plain), sealedFor),
        open: (sealed) => secrets.unseal(sealed, sealedFor).toString(),
      },
      certificates: (database) => {
        authority = openAuthority(config, { database, secrets, log, now: wallNow })
        return authority.authority
      },
    })
    return {
      storage,
      secrets,
      authority,
      wallNow,
      url: database.url,
      close: async () => {
        await storage.close()
        await database.stop()
      },
    }
  } catch (error) {
    await database.stop()
    throw error
  }
}

const sealedFor = 'password of a charger'

/** Brings the schema up to date and makes what every installation has: a tenant, and the partitions of these weeks. */
export async function migrateDatabase(url: string, now: Temporal.Instant, log: Log): Promise<string[]> {
  return connectAsOwner(url, async (owner) => {
    const ran = await migrate(owner)
    if (ran.length > 0) log.info({ migrations: ran }, 'database migrated')
    await whileNoBackup(owner, () => preparePartitions(owner, now))
    await ensureTenant(owner)
    return ran
  })
}

export async function openPostgres(config: Config, log: Log): Promise<{ url: string; stop(): Promise<void> }> {
  if (config.data.databaseUrl !== null) return { url: config.data.databaseUrl, stop: async () => undefined }
  return startEmbeddedPostgres({ dataFolder: config.data.folder, log })
}
