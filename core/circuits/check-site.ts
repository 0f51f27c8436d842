import { isName } from '../chargers/add-charger.ts'
import { Problem } from '../errors.ts'
import type { NewSite, SiteChange } from './circuit-store.ts'
import type { SiteSettings } from './site.ts'

/** Refuses what cannot be a site. */
export function refuseFaultySite(site: NewSite | SiteChange): void {
  const { name, timeZone, currency, settings = {} } = site
  if (name !== undefined && !isName(name)) throw faulty('name', 'A name has 1 to 100 printable characters.')
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    throw faulty('timeZone', 'This is no time zone such as Europe/Berlin.')
  }
  if (currency != null && !/^[A-Z]{3}$/.test(currency)) throw faulty('currency', 'A currency is a code such as EUR.')
  if ('publicId' in site && !isPublicId(site.publicId)) throw faulty('publicId', publicIdRule)
  for (const [key, value] of Object.entries(settings)) {
    const rule = settingRules[key as keyof SiteSettings]
    if (!rule) throw faulty(`settings.${key}`, 'There is no such setting.')
    if (!rule(value)) throw faulty(`settings.${key}`, `This is no value of ${key}.`)
  }
}

export function faulty(subject: string, message: string): Problem {
  return new Problem('invalid_value', message, { subject })
}

export function isPublicId(id: string | undefined): boolean {
  return id === undefined || /^[\x21-\x7e]{1,36}$/.test(id)
}

export const publicIdRule = 'A public id has 1 to 36 printable characters and no blanks.'

export function isWithin(least: number, most: number): (value: unknown) => boolean {
  return (value) => typeof value === 'number' && Number.isFinite(value) && value >= least && value <= most
}

export function isWhole(least: number, most: number): (value: unknown) => boolean {
  return (value) => Number.isSafeInteger(value) && isWithin(least, most)(value)
}

export function orNull(rule: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => value === null || rule(value)
}

const policies = ['laxity', 'equal', 'proportional', 'first-come', 'earliest-departure', 'least-laxity']
const isAmount = (value: unknown) => typeof value === 'string' && /^-?\d{1,9}(\.\d{1,9})?$/.test(value)

const settingRules: Record<keyof SiteSettings, (value: unknown) => boolean> = {
  policy: (value) => policies.includes(value as string),
  usualStayHours: isWithin(0.25, 168),
  usualNeedWh: isWhole(0, 10_000_000),
  // A shorter lease would be renewed without a pause; a longer one keeps capacity from others when a charger is away.
  leaseSeconds: isWhole(60, 86_400),
  rampWPerMinute: orNull(isWhole(1, 1_000_000_000)),
  stopsDisobedient: (value) => typeof value === 'boolean',
  usualPrice: orNull(isAmount),
  peakPrice: orNull(isAmount),
  billingPeriod: (value) => value === 'month' || value === 'year',
  blockMinutes: orNull((value) => [5, 10, 15, 20, 30, 60].includes(value as number)),
  departureBufferMinutes: isWhole(0, 720),
}

function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
    // An offset would be taken as well, and is wrong for half of the year.
    return /^[A-Za-z]/.test(name)
  } catch {
    return false
  }
}
