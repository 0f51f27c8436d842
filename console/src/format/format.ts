let language = 'en-GB'
const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

/** Numbers and dates follow the language of the page. English is written the British way: 24 hours, day before month. */
export function setFormatLanguage(value: string): void {
  language = value === 'en' ? 'en-GB' : value
  cache.clear()
}

/** A number with exactly or, as a range, between so many decimals. */
export function formatNumber(value: number, decimals: number | [least: number, most: number] = 0): string {
  const [least, most] = typeof decimals === 'number' ? [decimals, decimals] : decimals
  return numberFormat(least, most).format(value)
}

/** `7.4 kW`, `350 W`, `1.25 MW`: a unit that keeps the number short. */
export function formatPower(watts: number | null | undefined): string {
  if (watts === null || watts === undefined || !Number.isFinite(watts)) return '–'
  const size = Math.abs(watts)
  if (size >= 999_500) return `${formatNumber(watts / 1e6, 2)} MW`
  if (size >= 99_950) return `${formatNumber(watts / 1e3, 0)} kW`
  if (size >= 950 || size === 0) return `${formatNumber(watts / 1e3, size === 0 ? 0 : 1)} kW`
  return `${formatNumber(watts, 0)} W`
}

/** Energy from watt-hours, given as a number or as decimal text: `12.3 kWh`, `4.56 MWh`. */
export function formatEnergy(wattHours: number | string | null | undefined): string {
  if (wattHours === null || wattHours === undefined || wattHours === '') return '–'
  const value = Number(wattHours)
  if (!Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  if (size >= 9_999_500) return `${formatNumber(value / 1e6, 2)} MWh`
  if (size >= 999_950) return `${formatNumber(value / 1e3, 0)} kWh`
  return `${formatNumber(value / 1e3, size >= 99_950 ? 1 : 2)} kWh`
}

/** `€0.45`; prices may be finer than what can be paid: at most `finest` decimals, in a column `least`. */
export function formatMoney(amount: string, currency: string, { finest = 0, least = 0 } = {}): string {
  const value = Number(amount)
  if (!Number.isFinite(value)) return '–'
  const key = `m${currency},${finest},${least}`
  const known = cache.get(key) as Intl.NumberFormat | undefined
  if (known) return known.format(value)
  const usual = new Intl.NumberFormat(language, { style: 'currency', currency })
  const most = Math.max(finest, usual.resolvedOptions().maximumFractionDigits ?? 2)
  const made = new Intl.NumberFormat(language, {
    ...{ style: 'currency', currency, maximumFractionDigits: most },
    ...(least > 0 ? { minimumFractionDigits: Math.min(most, least) } : {}),
  })
  cache.set(key, made)
  return made.format(value)
}

export function formatPercent(percent: number | null | undefined): string {
  if (percent === null || percent === undefined || !Number.isFinite(percent)) return '–'
  return `${formatNumber(percent, 0)} %`
}

/** `31 Jan 2027, 14:05:09` in the browser's zone; the year only when it is another than that of `nowMs`. */
export function formatTime(
  at: string | number,
  { seconds = false, nowMs }: { seconds?: boolean; nowMs?: number } = {},
): string {
  const date = new Date(at)
  const sameYear = nowMs !== undefined && new Date(nowMs).getFullYear() === date.getFullYear()
  return dateFormat({
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
  }).format(date)
}

/** `14:05` or `14:05:09` in the browser's zone. */
export function formatClock(at: string | number, { seconds = false }: { seconds?: boolean } = {}): string {
  return dateFormat({
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
  }).format(new Date(at))
}

/** `31 Jan 2027` of `2027-01-31`, wherever the browser is. */
export function formatDate(day: string): string {
  return dateFormat({ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(day))
}

export function formatDay(at: string | number): string {
  return dateFormat({ day: 'numeric', month: 'short' }).format(new Date(at))
}

/** The whole instant with its zone, as for a tooltip: `31 January 2027 at 14:05:09 CET`. */
export function formatFullTime(at: string | number): string {
  return dateFormat({
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).format(new Date(at))
}

/** `3:07` or `1:03:07`, hours, minutes and seconds. */
export function formatDuration(milliseconds: number): string {
  const total = Math.max(0, Math.round(milliseconds / 1_000))
  const [hours, minutes, seconds] = [Math.floor(total / 3_600), Math.floor((total % 3_600) / 60), total % 60]
  const padded = (value: number) => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${padded(minutes)}:${padded(seconds)}` : `${minutes}:${padded(seconds)}`
}

/** The two leading units of an age, coarse on purpose: what the eye needs. Texts come from `common:age`. */
export function ageParts(milliseconds: number): {
  unit: 'now' | 'seconds' | 'minutes' | 'hours' | 'days'
  count: number
} {
  const seconds = Math.floor(Math.abs(milliseconds) / 1_000)
  if (seconds < 2) return { unit: 'now', count: 0 }
  if (seconds < 60) return { unit: 'seconds', count: seconds }
  if (seconds < 3_600) return { unit: 'minutes', count: Math.floor(seconds / 60) }
  if (seconds < 48 * 3_600) return { unit: 'hours', count: Math.floor(seconds / 3_600) }
  return { unit: 'days', count: Math.floor(seconds / 86_400) }
}

function numberFormat(least: number, most: number): Intl.NumberFormat {
  const key = `n${least},${most}`
  const known = cache.get(key) as Intl.NumberFormat | undefined
  if (known) return known
  const made = new Intl.NumberFormat(language, { minimumFractionDigits: least, maximumFractionDigits: most })
  cache.set(key, made)
  return made
}

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options)
  const known = cache.get(key) as Intl.DateTimeFormat | undefined
  if (known) return known
  const made = new Intl.DateTimeFormat(language, options)
  cache.set(key, made)
  return made
}
