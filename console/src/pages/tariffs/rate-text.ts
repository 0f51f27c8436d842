import type { TFunction } from 'i18next'
import { formatDate, formatMoney, formatNumber } from '../../format/format.ts'
import type { Conditions, Kind, Rate } from './tariff-form.ts'

type T = TFunction<'tariffs'>

/** Day 1 is Monday. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** `€0.45 per kWh`. */
export function priceText(t: T, kind: Kind, price: string, currency: string): string {
  return t(`per.${kind}`, { price: formatMoney(price, currency, { finest: 6 }) })
}

/** `Mon–Fri, 22:00–06:00`; of the one that holds otherwise nothing, or that it holds otherwise. */
export function whenText(t: T, { when }: Rate, isOtherwise: boolean): string {
  if (!when) return isOtherwise ? t('otherwise') : ''
  return [
    when.days && daysText(t, when.days),
    spanText(t, when.fromTime, when.toTime),
    spanText(t, dayText(when.fromDate), dayText(when.toDate)),
    energyText(t, when),
  ]
    .filter(Boolean)
    .join(', ')
}

function spanText(t: T, from: string | undefined, to: string | undefined): string {
  if (from === undefined && to === undefined) return ''
  if (from === undefined) return t('until', { to })
  return to === undefined ? t('from', { from }) : t('fromTo', { from, to })
}

function energyText(t: T, { fromKwh, toKwh }: Conditions): string {
  const amount = (text: string | undefined) => text && `${formatNumber(Number(text), [0, 3])} kWh`
  return spanText(t, amount(fromKwh), amount(toKwh))
}

// Days that follow one another stand as a span.
function daysText(t: T, days: readonly number[]): string {
  const runs: [number, number][] = []
  for (const day of days) {
    const last = runs.at(-1)
    if (last && last[1] === day - 1) last[1] = day
    else runs.push([day, day])
  }
  const name = (day: number) => t(`day.${weekdays[(day + 6) % 7]!}`)
  return runs.map(([first, last]) => (first === last ? name(first) : `${name(first)}–${name(last)}`)).join(', ')
}

function dayText(date: string | undefined): string | undefined {
  return date && formatDate(date)
}
