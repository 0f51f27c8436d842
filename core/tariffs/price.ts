import { Decimal } from 'decimal.js'
import { decimalsOf, type Rate, type RateConditions, type TariffTerms } from './tariff.ts'
import type { Usage, UsageSpan } from './usage.ts'

/** What a session costs, by what. Lines are exact; the totals are rounded once, half up, to what can be paid. */
export type Cost = {
  currency: string
  exclTax: Decimal
  inclTax: Decimal
  lines: readonly CostLine[]
}

export type CostLine = {
  kind: 'energy' | 'charging-time' | 'idle-time' | 'fixed' | 'minimum' | 'maximum'
  exclTax: Decimal
}

/**
 * The price of what was used, by a tariff, in the time zone of the charger.
 *
 * Where a rate begins or ends within a span, the span is cut there, and its energy in proportion. A session that was
 * cancelled before anything was charged costs nothing (C20.FR.03).
 */
export function priceOf(terms: TariffTerms, usage: Usage, timeZone: string): Cost {
  const sums = { energy: zero, 'charging-time': zero, 'idle-time': zero }
  let soFarWh = zero
  for (const span of usage.spans) {
    for (const piece of cut(span, soFarWh, terms, timeZone)) {
      const at = { local: localAt(piece.fromMs, timeZone), soFarWh }
      sums.energy = sums.energy.plus(priceAt(terms.energy, at).times(piece.energyWh).div(1000))
      const hours = new Decimal(piece.toMs - piece.fromMs).div(hourMs)
      const kind = piece.isCharging ? 'charging-time' : 'idle-time'
      const rates = piece.isCharging ? terms.chargingTime : terms.idleTime
      sums[kind] = sums[kind].plus(priceAt(rates, at).times(hours))
      soFarWh = soFarWh.plus(piece.energyWh)
    }
  }
  if (soFarWh.isZero() && !usage.spans.some(({ isCharging }) => isCharging)) return costOf(terms, [])

  const start = { local: localAt(usage.from.epochMilliseconds, timeZone), soFarWh: zero }
  const fixed = priceAt(terms.fixedFee, start)
  const lines: CostLine[] = [
    { kind: 'energy' as const, exclTax: sums.energy },
    { kind: 'charging-time' as const, exclTax: sums['charging-time'] },
    { kind: 'idle-time' as const, exclTax: sums['idle-time'] },
    { kind: 'fixed' as const, exclTax: fixed },
  ].filter(({ exclTax }) => !exclTax.isZero())
  return costOf(terms, withinBounds(lines, terms))
}

function costOf(terms: TariffTerms, lines: readonly CostLine[]): Cost {
  const decimals = decimalsOf(terms.currency)
  const exact = lines.reduce((sum, { exclTax }) => sum.plus(exclTax), zero)
  const withTax = exact.times(new Decimal(100).plus(terms.taxPercent)).div(100)
  return {
    currency: terms.currency,
    exclTax: exact.toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP),
    inclTax: withTax.toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP),
    lines,
  }
}

function withinBounds(lines: readonly CostLine[], { minimum, maximum }: TariffTerms): readonly CostLine[] {
  const sum = lines.reduce((total, { exclTax }) => total.plus(exclTax), zero)
  if (minimum !== null && sum.lt(minimum))
    return [...lines, { kind: 'minimum', exclTax: new Decimal(minimum).minus(sum) }]
  if (maximum !== null && sum.gt(maximum))
    return [...lines, { kind: 'maximum', exclTax: new Decimal(maximum).minus(sum) }]
  return lines
}

export type Moment = { local: Temporal.ZonedDateTime; soFarWh: Decimal }

/** The price of the first rate that applies at this moment; nothing when none does. */
export function priceAt(rates: readonly Rate[], moment: Moment): Decimal {
  const rate = rates.find(({ when }) => when === undefined || holds(when, moment))
  return rate ? new Decimal(rate.price) : zero
}

/** Do all conditions hold at this moment? */
export function holds(when: RateConditions, { local, soFarWh }: Moment): boolean {
  const date = local.toPlainDate().toString()
  const kwh = soFarWh.div(1000)
  if (when.days && !when.days.includes(local.dayOfWeek)) return false
  if (when.fromDate !== undefined && date < when.fromDate) return false
  if (when.toDate !== undefined && date >= when.toDate) return false
  if (when.fromKwh !== undefined && kwh.lt(when.fromKwh)) return false
  if (when.toKwh !== undefined && kwh.gte(when.toKwh)) return false
  return isWithinDay(local.toPlainTime().toString({ smallestUnit: 'second' }), when)
}

function isWithinDay(time: string, { fromTime, toTime }: RateConditions): boolean {
  const from = fromTime ?? '00:00'
  const to = toTime === undefined || toTime === '00:00' ? '24:00' : toTime
  return from <= to ? time >= from && time < to : time >= from || time < to
}

/** The span in pieces within which no condition of the tariff changes. */
function cut(span: UsageSpan, soFarWh: Decimal, terms: TariffTerms, timeZone: string): UsageSpan[] {
  const conditions = [...terms.energy, ...terms.chargingTime, ...terms.idleTime].flatMap(({ when }) => when ?? [])
  if (conditions.length === 0 || span.toMs <= span.fromMs) return cutByEnergy([span], soFarWh, conditions)
  const pieces: UsageSpan[] = []
  let rest = span
  for (;;) {
    const nextMs = nextChangeMs(rest.fromMs, conditions, timeZone)
    if (nextMs === null || nextMs >= rest.toMs) break
    const [first, second] = splitAt(rest, nextMs)
    pieces.push(first)
    rest = second
  }
  return cutByEnergy([...pieces, rest], soFarWh, conditions)
}

function cutByEnergy(
  spans: readonly UsageSpan[],
  beforeWh: Decimal,
  conditions: readonly RateConditions[],
): UsageSpan[] {
  const limitsWh = conditions
    .flatMap(({ fromKwh, toKwh }) => [fromKwh, toKwh])
    .filter((kwh) => kwh !== undefined)
    .map((kwh) => new Decimal(kwh).times(1000))
    .sort((a, b) => a.cmp(b))
  const pieces: UsageSpan[] = []
  let soFar = beforeWh
  for (const span of spans) {
    let rest = span
    for (const limit of limitsWh) {
      const missing = limit.minus(soFar)
      if (missing.lte(0) || missing.gte(rest.energyWh)) continue
      const share = missing.div(rest.energyWh)
      const atMs = rest.fromMs + share.times(rest.toMs - rest.fromMs).toNumber()
      pieces.push({ ...rest, toMs: atMs, energyWh: missing })
      rest = { ...rest, fromMs: atMs, energyWh: rest.energyWh.minus(missing) }
      soFar = limit
    }
    pieces.push(rest)
    soFar = soFar.plus(rest.energyWh)
  }
  return pieces
}

/** When some condition may change next: at one of its times of day, or at midnight. */
export function nextChangeMs(fromMs: number, conditions: readonly RateConditions[], timeZone: string): number | null {
  const dependsOnTime = conditions.filter(
    ({ fromTime, toTime, days, fromDate, toDate }) => fromTime ?? toTime ?? days ?? fromDate ?? toDate,
  )
  if (dependsOnTime.length === 0) return null
  const times = new Set(['00:00', ...dependsOnTime.flatMap(({ fromTime, toTime }) => [fromTime, toTime])])
  const local = localAt(fromMs, timeZone)
  const candidates: number[] = []
  for (const time of times) {
    if (time === undefined) continue
    for (const days of [0, 1]) {
      const date = local.toPlainDate().add({ days })
      candidates.push(date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds)
    }
  }
  const later = candidates.filter((atMs) => atMs > fromMs)
  return later.length === 0 ? null : Math.min(...later)
}

function splitAt(span: UsageSpan, atMs: number): [UsageSpan, UsageSpan] {
  const share = new Decimal(atMs - span.fromMs).div(span.toMs - span.fromMs)
  const firstWh = span.energyWh.times(share)
  return [
    { ...span, toMs: atMs, energyWh: firstWh },
    { ...span, fromMs: atMs, energyWh: span.energyWh.minus(firstWh) },
  ]
}

function localAt(atMs: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(atMs)).toZonedDateTimeISO(timeZone)
}

const zero = new Decimal(0)
const hourMs = 3_600_000
