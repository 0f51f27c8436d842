import { statfs } from 'node:fs/promises'
import { settleExpectedStart } from '#core/commands/confirm-start.ts'
import type { Log } from '#core/context.ts'
import type { LoadSample } from '#core/live/load.ts'
import { closeOverdueSession } from '#core/sessions/close-overdue-sessions.ts'
import { priceFinishedSession } from '#core/tariffs/price-finished-session.ts'
import { expireErrands } from '#storage/errand-feed.ts'
import { expectedStarts } from '#storage/expected-starts.ts'
import { keepLoad } from '#storage/load-store.ts'
import { overdueSessions } from '#storage/overdue-sessions.ts'
import { sessionsToPrice } from '#storage/sessions-to-price.ts'
import type { Storage } from '#storage/storage.ts'
import { advanceCampaigns } from './advance-campaigns.ts'
import {
  advanceSecurityProfiles,
  renewCertificates,
  settlePasswords,
  signOrders,
} from './certificates/certificate-jobs.ts'
import type { Config } from './config.ts'
import { every } from './every.ts'
import { keepHouse } from './keep-house.ts'
import { keepLocalLists } from './keep-local-lists.ts'
import { beginReservations, endReservations } from './keep-reservations.ts'
import { provisionChargers, takeSilentReports } from './provision-chargers.ts'

export type Jobs = { stop(): Promise<void> }

export type JobWorld = {
  log: Log
  now: () => Temporal.Instant
  clockRate: number
  /** Tells of certificates that come to their end. */
  watchCertificates: () => Promise<unknown>
  /** Asks again whether certificates of connected chargers were revoked. */
  lookAtCertificates: () => Promise<void>
  /** Gives chargers the roots of our own that they will need. */
  spreadOwnRoots: () => Promise<void>
  /** The load of a tenant, when it is known without asking the database. */
  totalsOf: (tenant: number) => LoadSample | null
}

/** What the server does by the clock. A job that fails is logged and tried again at its next time. */
export function startJobs(
  storage: Storage,
  config: Config,
  { log, now, clockRate, totalsOf, watchCertificates, lookAtCertificates, spreadOwnRoots }: JobWorld,
): Jobs {
  const jobs = [
    job(3600, 'watch certificates', async () => void (await watchCertificates()), certificateDelaySeconds),
    job(60, 'look at certificates', lookAtCertificates),
    job(60, 'spread roots', spreadOwnRoots),
    job(loadSeconds(clockRate), 'keep the load', () => keepLoadOf(storage, now(), totalsOf)),
    job(1, 'expire commands', () => storage.commands.expire()),
    job(5, 'expire errands', async () => void (await expireErrands(storage.database.reader))),
    job(2, 'advance firmware campaigns', () => advanceCampaigns(storage)),
    job(5, 'settle expected starts', () => settleExpectedStarts(storage, clockRate)),
    job(15, 'price finished sessions', () => priceFinishedSessions(storage)),
    job(1, 'begin reservations', () => beginReservations(storage, now())),
    job(5, 'end reservations', () => endReservations(storage, now())),
    job(5, 'keep local lists', () => keepLocalLists(storage, now())),
    job(1, 'remember unknown chargers', () => storage.unknownChargers.flush()),
    job(1, 'sign certificates', () =>
      signOrders(storage, { timeoutSeconds: config.certificates.authorityTimeoutSeconds }),
    ),
    job(30, 'renew certificates', () => renewCertificates(storage)),
    job(5, 'settle passwords', () => settlePasswords(storage)),
    job(1, 'move to security profiles', () => advanceSecurityProfiles(storage)),
    job(1, 'set chargers up', () => provisionChargers(storage, { isOff: config.ocpp.provisioning === 'off' })),
    job(5, 'take silent reports', () => takeSilentReports(storage)),
    job(15, 'close overdue sessions', () => closeOverdueSessions(storage, now())),
    job(30, 'watch the disk', () => watchDisk(config.data.folder, log)),
    job(6 * 3600, 'retention', () => keepHouseAndLog(storage, config, log, now()), retentionDelaySeconds),
  ]

  function job(seconds: number, name: string, work: () => Promise<void>, firstAfterSeconds = seconds) {
    const failed = (error: unknown) => log.error({ err: error, job: name }, 'a job failed')
    return every(seconds, work, { failed, firstAfterSeconds })
  }

  return { stop: async () => void (await Promise.all(jobs.map((stop) => stop()))) }
}

// After the chargers have come back.
const certificateDelaySeconds = 60

// A server that never runs for six hours must not keep everything; the chargers that come back at a start go first.
const retentionDelaySeconds = 5

/** Once a minute by the clock that chargers go by, and at most four times a second. */
function loadSeconds(clockRate: number): number {
  return Math.max(60 / clockRate, 0.25)
}

async function keepLoadOf(storage: Storage, at: Temporal.Instant, totalsOf: JobWorld['totalsOf']): Promise<void> {
  await keepLoad(storage.database.doors, storage.database.reader, at, totalsOf)
}

/** Ends the sessions whose time has run out. */
export async function closeOverdueSessions(storage: Storage, now: Temporal.Instant): Promise<void> {
  for (const { charger, sessionId } of await overdueSessions(storage.database.reader, storage.node, now)) {
    const ctx = storage.contextFor({
      tenant: charger.tenant,
      actor: { kind: 'system', name: 'overdue sessions' },
      door: 'job',
    })
    await closeOverdueSession(ctx, charger, sessionId)
  }
}

/** Confirms the starts whose session has come, and gives up those whose time is over. */
export async function settleExpectedStarts(storage: Storage, clockRate: number): Promise<void> {
  for (const expected of await expectedStarts(storage.database.reader, clockRate)) {
    const { tenant } = expected.charger
    const ctx = storage.contextFor({ tenant, actor: { kind: 'system', name: 'expected starts' }, door: 'job' })
    await settleExpectedStart(ctx, expected)
  }
}

/** Reckons what sessions cost that no message priced, or that were corrected since. */
export async function priceFinishedSessions(storage: Storage): Promise<void> {
  for (const { charger, session } of await sessionsToPrice(storage.database.reader)) {
    const { tenant } = charger
    const ctx = storage.contextFor({ tenant, actor: { kind: 'system', name: 'prices' }, door: 'job' })
    await priceFinishedSession(ctx, charger, session)
  }
}

/** Retention that a backup is in the way of comes at its next time. */
async function keepHouseAndLog(storage: Storage, config: Config, log: Log, now: Temporal.Instant): Promise<void> {
  const dropped = await keepHouse(storage.database, config, now)
  if (dropped === null) return log.warn({}, 'retention is put off while a backup is under way')
  for (const { table, rows } of dropped) log.info({ table, rows }, 'retention removed rows')
  log.info({ rows: dropped.reduce((sum, { rows }) => sum + rows, 0) }, 'retention was applied')
}

/** Alarms before the disk is full; when it is, commits wait and chargers are not read, until there is room again. */
async function watchDisk(folder: string, log: Log): Promise<void> {
  const disk = await statfs(folder)
  const free = disk.bavail / disk.blocks
  if (free < 0.05) log.error({ freePercent: Math.round(free * 100) }, 'the disk is almost full')
  else if (free < 0.15) log.warn({ freePercent: Math.round(free * 100) }, 'the disk is filling up')
}
