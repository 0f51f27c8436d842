import { statfs } from 'node:fs/promises'
import type { Log } from '#core/context.ts'
import { closeOverdueSession } from '#core/sessions/close-overdue-sessions.ts'
import { overdueSessions } from '#storage/overdue-sessions.ts'
import { applyRetention, preparePartitions } from '#storage/retention.ts'
import type { Storage } from '#storage/storage.ts'
import type { Config } from './config.ts'

export type Jobs = { stop(): Promise<void> }

/** What the server does by the clock. A job that fails is logged and tried again at its next time. */
export function startJobs(
  storage: Storage,
  config: Config,
  { log, now }: { log: Log; now: () => Temporal.Instant },
): Jobs {
  const jobs = [
    every(1, 'expire commands', () => storage.commands.expire()),
    every(15, 'close overdue sessions', () => closeOverdueSessions(storage, now())),
    every(30, 'watch the disk', () => watchDisk(config.data.folder, log)),
    every(6 * 3600, 'retention', () => keepHouse(storage, config, log, now())),
  ]

  function every(seconds: number, name: string, work: () => Promise<void>) {
    let running: Promise<void> | null = null
    const timer = setInterval(() => {
      running ??= work()
        .catch((error) => log.error({ err: error, job: name }, 'a job failed'))
        .finally(() => {
          running = null
        })
    }, seconds * 1000)
    return async () => {
      clearInterval(timer)
      await running
    }
  }

  return { stop: async () => void (await Promise.all(jobs.map((stop) => stop()))) }
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

async function keepHouse(storage: Storage, config: Config, log: Log, now: Temporal.Instant): Promise<void> {
  const { retention } = config
  await storage.database.asOwner(async (owner) => {
    await preparePartitions(owner, now)
    const dropped = await applyRetention(
      owner,
      {
        messageLog: retention.messageLogDays,
        statusReports: retention.statusReportDays,
        linkChanges: retention.linkChangeDays,
        readings: retention.readingDays,
      },
      now,
    )
    for (const { table, rows } of dropped) log.info({ table, rows }, 'retention removed rows')
  })
}

/** Alarms before the disk is full; when it is, commits wait and chargers are not read, until there is room again. */
async function watchDisk(folder: string, log: Log): Promise<void> {
  const disk = await statfs(folder)
  const free = disk.bavail / disk.blocks
  if (free < 0.05) log.error({ freePercent: Math.round(free * 100) }, 'the disk is almost full')
  else if (free < 0.15) log.warn({ freePercent: Math.round(free * 100) }, 'the disk is filling up')
}
