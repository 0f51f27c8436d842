import { Decimal } from 'decimal.js'
import { decimalsOf } from './tariff.ts'
import type { UnitPrices } from './unit-prices.ts'

/** The languages in which prices are told to drivers; others are told them in English. */
export type Language = keyof typeof words

export const languages: readonly Language[] = ['en', 'de']

/** The language meant by a code such as `de-AT`; null when it is none of ours. */
export function languageOf(code: string | null | undefined): Language | null {
  const [main] = (code ?? '').trim().toLowerCase().split(/[-_]/)
  return languages.find((language) => language === main) ?? null
}

/** What the price is, in one line: `0.46 EUR/kWh, 6.00 EUR/h while not charging`. */
export function priceWords(prices: UnitPrices, currency: string, language: Language): string {
  const say = words[language]
  const money = (amount: Decimal) => moneyWords(amount, currency, language)
  const { perKwh, perHour, perIdleHour, fixedFee } = prices
  const parts = [
    perKwh.isZero() ? null : `${money(perKwh)}/kWh`,
    perHour.isZero() ? null : say.charging(`${money(perHour)}/h`),
    perIdleHour.isZero() ? null : say.idle(`${money(perIdleHour)}/h`),
    fixedFee.isZero() ? null : say.fee(money(fixedFee)),
  ].filter((part) => part !== null)
  return parts.length === 0 ? say.free : parts.join(', ')
}

/** The price, and what it will be from when on, at the charger's own time of day. */
export function priceWithNext(
  now: UnitPrices,
  next: { at: Temporal.Instant; prices: UnitPrices } | null,
  { currency, language, timeZone }: { currency: string; language: Language; timeZone: string },
): string {
  const text = priceWords(now, currency, language)
  if (!next) return text
  const time = next.at.toZonedDateTimeISO(timeZone).toPlainTime().toString({ smallestUnit: 'minute' })
  const later = priceWords({ ...next.prices, fixedFee: new Decimal(0) }, currency, language)
  return `${text}. ${words[language].from(time)}: ${later}`
}

/** What a session has cost in the end, and for what. */
export function finalWords(
  { inclTax, energyWh, seconds }: { inclTax: Decimal; energyWh: Decimal; seconds: number },
  currency: string,
  language: Language,
): string {
  const kwh = inWords(energyWh.div(1000), 1, language)
  const minutes = Math.round(seconds / 60)
  const hours = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')} h`
  return `${words[language].total}: ${moneyWords(inclTax, currency, language)}. ${kwh} kWh, ${hours}.`
}

/** As many decimals as it is paid in, or as it takes to tell the price of a unit. */
function moneyWords(amount: Decimal, currency: string, language: Language): string {
  const exact = amount.toDecimalPlaces(4, Decimal.ROUND_HALF_UP)
  return `${inWords(exact, Math.max(decimalsOf(currency), exact.decimalPlaces()), language)} ${currency}`
}

function inWords(amount: Decimal, decimals: number, language: Language): string {
  const text = amount.toFixed(decimals, Decimal.ROUND_HALF_UP)
  return language === 'de' ? text.replace('.', ',') : text
}

const words = {
  en: {
    free: 'free of charge',
    total: 'Total',
    charging: (price: string) => `${price} while charging`,
    idle: (price: string) => `${price} while connected and not charging`,
    fee: (price: string) => `${price} per session`,
    from: (time: string) => `From ${time}`,
  },
  de: {
    free: 'kostenlos',
    total: 'Gesamt',
    charging: (price: string) => `${price} beim Laden`,
    idle: (price: string) => `${price} angesteckt ohne zu laden`,
    fee: (price: string) => `${price} je Ladevorgang`,
    from: (time: string) => `Ab ${time}`,
  },
}
