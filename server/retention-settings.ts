import type pg from 'pg'
import { Problem } from '#core/errors.ts'
import type { RetentionDays } from '#storage/retention.ts'
import { readStoredSettings, writeStoredSettings } from '#storage/stored-settings.ts'
import { type Config, longestRetentionDays, retentionDefaults, settings } from './config.ts'

export type RetentionName = keyof Config['retention']

export type Retention = Record<RetentionName, { days: number; source: 'environment' | 'stored' | 'default' }>

/** How long is kept, in days (0 is for ever), and who says so: the environment before what is stored before the default. */
export async function readRetention(owner: pg.Client, environment: Config['retention']): Promise<Retention> {
  const stored = await readStoredSettings(owner)
  const joined = retentionNames.map((name) => {
    const fixed = environment[name]
    if (fixed !== null) return [name, { days: fixed, source: 'environment' }]
    const value = stored.get(storedName(name))?.value
    if (isDays(value)) return [name, { days: value, source: 'stored' }]
    return [name, { days: retentionDefaults[name], source: 'default' }]
  })
  return Object.fromEntries(joined)
}

/**
 * Stores how long is kept; null goes back to the default. A Problem, and nothing is changed, when a value is not
 * allowed or is fixed by the environment.
 */
export async function writeRetention(
  owner: pg.Client,
  environment: Config['retention'],
  { change, by }: { change: RetentionChange; by: string },
): Promise<Retention> {
  checkChange(environment, change)
  await writeStoredSettings(owner, new Map(given(change).map((name) => [storedName(name), change[name]])), by)
  return readRetention(owner, environment)
}

/** What `writeRetention` would answer. It stores nothing. */
export async function previewRetention(
  owner: pg.Client,
  environment: Config['retention'],
  change: RetentionChange,
): Promise<Retention> {
  checkChange(environment, change)
  const retention = await readRetention(owner, environment)
  for (const name of given(change)) {
    const days = change[name]
    retention[name] = isDays(days) ? { days, source: 'stored' } : { days: retentionDefaults[name], source: 'default' }
  }
  return retention
}

export type RetentionChange = { [K in RetentionName]?: number | null | undefined }

function checkChange(environment: Config['retention'], change: RetentionChange): void {
  for (const name of given(change)) {
    if (environment[name] !== null) {
      const message = `${settings.retention[name].variable} is set to ${environment[name]}: change it there.`
      throw new Problem('invalid_value', message, { subject: name })
    }
    if (change[name] !== null && !isDays(change[name])) {
      const message = `${name} must be a whole number of days from 0 to ${longestRetentionDays}.`
      throw new Problem('invalid_value', message, { subject: name })
    }
  }
}

function given(change: RetentionChange): RetentionName[] {
  return retentionNames.filter((name) => change[name] !== undefined)
}

export function retentionDays(retention: Retention): RetentionDays {
  return {
    messageLog: retention.messageLogDays.days,
    statusReports: retention.statusReportDays.days,
    linkChanges: retention.linkChangeDays.days,
    readings: retention.readingDays.days,
    commands: retention.commandDays.days,
    events: retention.eventDays.days,
    steering: retention.steeringDays.days,
  }
}

export const retentionNames = Object.keys(settings.retention) as RetentionName[]

function storedName(name: RetentionName): string {
  return `retention.${name}`
}

function isDays(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= longestRetentionDays
}
