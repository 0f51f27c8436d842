import { createHash } from 'node:crypto'
import { Decimal } from 'decimal.js'
import { Problem } from '../errors.ts'

/** What charging costs. All amounts are decimal text without tax; the first rate whose conditions hold counts. */
export type TariffTerms = {
  name: string
  /** ISO 4217 */
  currency: string
  taxPercent: string
  /** Per kWh. */
  energy: readonly Rate[]
  /** Per hour of charging, and per hour with the cable in and nothing charged. */
  chargingTime: readonly Rate[]
  idleTime: readonly Rate[]
  /** Once per session. */
  fixedFee: readonly Rate[]
  minimum: string | null
  maximum: string | null
}

export type Rate = { price: string; when?: RateConditions }

/** All of them have to hold. Times are the charger's local time, `to` is exclusive; a span over midnight is meant so. */
export type RateConditions = {
  fromTime?: string
  toTime?: string
  /** 1 is Monday, 7 is Sunday. */
  days?: readonly number[]
  fromDate?: string
  toDate?: string
  /** Energy of the session so far. */
  fromKwh?: string
  toKwh?: string
}

/** A tariff never changes; another content is another tariff (I08.FR.08). */
export type Tariff = {
  id: number
  /** The hash of its content: the same content has the same id everywhere (N-04). */
  tariffId: string
  terms: TariffTerms
  createdAt: Temporal.Instant
  retiredAt: Temporal.Instant | null
}

export type NewTerms = Pick<TariffTerms, 'name' | 'currency'> & Partial<TariffTerms>

/** The terms in full, with each amount written in one way; a Problem when they make no sense. */
export function termsOf(asked: NewTerms): TariffTerms {
  const name = asked.name.trim()
  if (name === '' || name.length > 100) throw refused('name', 'A tariff has a name of 1 to 100 characters.')
  if (!/^[A-Z]{3}$/.test(asked.currency)) throw refused('currency', 'A currency has three capital letters.')
  const terms: TariffTerms = {
    name,
    currency: asked.currency,
    taxPercent: amount('taxPercent', asked.taxPercent ?? '0', { most: 100 }),
    energy: rates('energy', asked.energy),
    chargingTime: rates('chargingTime', asked.chargingTime),
    idleTime: rates('idleTime', asked.idleTime),
    fixedFee: rates('fixedFee', asked.fixedFee),
    minimum: asked.minimum == null ? null : amount('minimum', asked.minimum),
    maximum: asked.maximum == null ? null : amount('maximum', asked.maximum),
  }
  if (terms.fixedFee.some(({ when }) => when?.fromKwh !== undefined || when?.toKwh !== undefined)) {
    throw refused('fixedFee', 'A fee for the session cannot depend on its energy.')
  }
  if (terms.minimum !== null && terms.maximum !== null && new Decimal(terms.minimum).gt(terms.maximum)) {
    throw refused('minimum', 'The minimum is above the maximum.')
  }
  return terms
}

/** Whether the price depends on when it is, or on how much was charged. */
export function hasConditions({ terms }: Pick<Tariff, 'terms'>): boolean {
  const { energy, chargingTime, idleTime, fixedFee } = terms
  return [energy, chargingTime, idleTime, fixedFee].some((rates) => rates.some(({ when }) => when !== undefined))
}

/** The id that follows from the content; 43 characters, of the 60 that a charger takes. */
export function tariffIdOf(terms: TariffTerms): string {
  return createHash('sha256').update(sortedText(terms)).digest('base64url')
}

/** How many decimals an amount of this currency is paid in. */
export function decimalsOf(currency: string): number {
  return withoutDecimals.has(currency) ? 0 : withThree.has(currency) ? 3 : 2
}

const withoutDecimals = new Set([
  'BIF',
  'CLP',
  'DJF',
  'GNF',
  'ISK',
  'JPY',
  'KMF',
  'KRW',
  'PYG',
  'RWF',
  'UGX',
  'VND',
  'VUV',
  'XAF',
  'XOF',
  'XPF',
])
const withThree = new Set(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'])

function rates(name: string, asked: readonly Rate[] | undefined): readonly Rate[] {
  if ((asked?.length ?? 0) > 50) throw refused(name, 'A tariff has at most 50 rates of a kind.')
  return (asked ?? []).map(({ price, when }) => {
    const conditions = when && conditionsOf(name, when)
    return conditions && Object.keys(conditions).length > 0
      ? { price: amount(name, price), when: conditions }
      : { price: amount(name, price) }
  })
}

function conditionsOf(name: string, when: RateConditions): RateConditions {
  const kept: Record<string, unknown> = {}
  for (const field of ['fromTime', 'toTime'] as const) {
    const time = when[field]
    if (time === undefined) continue
    if (!/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time)) throw refused(name, `${field} is a time such as 06:30.`)
    kept[field] = time
  }
  for (const field of ['fromDate', 'toDate'] as const) {
    const date = when[field]
    if (date === undefined) continue
    if (!isDate(date)) throw refused(name, `${field} is a date such as 2027-01-31.`)
    kept[field] = date
  }
  for (const field of ['fromKwh', 'toKwh'] as const) {
    if (when[field] !== undefined) kept[field] = amount(name, when[field])
  }
  if (when.days !== undefined) {
    const days = [...new Set(when.days)].sort((a, b) => a - b)
    if (days.length === 0 || days.some((day) => !Number.isInteger(day) || day < 1 || day > 7)) {
      throw refused(name, 'Days are numbers from 1, Monday, to 7, Sunday.')
    }
    if (days.length < 7) kept.days = days
  }
  return kept
}

function amount(name: string, text: string, { most = 1_000_000 } = {}): string {
  if (!/^\d{1,7}(?:\.\d{1,6})?$/.test(text)) throw refused(name, `'${text.slice(0, 20)}' is no amount such as 0.45.`)
  const value = new Decimal(text)
  if (value.gt(most)) throw refused(name, `${text} is too much.`)
  return value.toFixed()
}

function isDate(text: string): boolean {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) && Temporal.PlainDate.from(text, { overflow: 'reject' }).year > 1999
  } catch {
    return false
  }
}

function refused(subject: string, message: string): Problem {
  return new Problem('invalid_value', message, { subject })
}

function sortedText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(sortedText).join(',')}]`
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  members.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${sortedText(member)}`).join(',')}}`
}
