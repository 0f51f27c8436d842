import { Decimal } from 'decimal.js'
import { nextChangeMs, priceAt } from './price.ts'
import { decimalsOf, type TariffTerms } from './tariff.ts'

/** What one unit costs at one moment, taxes included. */
export type UnitPrices = { perKwh: Decimal; perHour: Decimal; perIdleHour: Decimal; fixedFee: Decimal }

/** A moment of a session, or of none when nothing was charged, at a charger in this time zone. */
export type PriceMoment = { at: Temporal.Instant; soFarWh: Decimal; timeZone: string }

/** The prices of this moment, in order that whoever reckons with them comes to what we come to. */
export function unitPricesAt(terms: TariffTerms, { at, soFarWh, timeZone }: PriceMoment): UnitPrices {
  const moment = { local: at.toZonedDateTimeISO(timeZone), soFarWh }
  const withTax = (price: Decimal) => price.times(new Decimal(100).plus(terms.taxPercent)).div(100)
  return {
    perKwh: withTax(priceAt(terms.energy, moment)),
    perHour: withTax(priceAt(terms.chargingTime, moment)),
    perIdleHour: withTax(priceAt(terms.idleTime, moment)),
    fixedFee: withTax(priceAt(terms.fixedFee, { ...moment, soFarWh: new Decimal(0) })),
  }
}

/** When the prices change next by the clock, and to what; null when they do not within two days. */
export function nextPrices(
  terms: TariffTerms,
  moment: PriceMoment,
): { at: Temporal.Instant; prices: UnitPrices } | null {
  const now = unitPricesAt(terms, moment)
  const conditions = [...terms.energy, ...terms.chargingTime, ...terms.idleTime].flatMap(({ when }) => when ?? [])
  const untilMs = moment.at.epochMilliseconds + 48 * 3_600_000
  let atMs: number | null = moment.at.epochMilliseconds
  for (;;) {
    atMs = nextChangeMs(atMs, conditions, moment.timeZone)
    if (atMs === null || atMs > untilMs) return null
    const at = Temporal.Instant.fromEpochMilliseconds(atMs)
    const prices = unitPricesAt(terms, { ...moment, at })
    if (!isSameRunning(now, prices)) return { at, prices }
  }
}

/** At how much energy of the session the prices may change next; null when they do not depend on it any more. */
export function nextEnergyWh(terms: TariffTerms, soFarWh: Decimal): Decimal | null {
  const limits = [...terms.energy, ...terms.chargingTime, ...terms.idleTime]
    .flatMap(({ when }) => [when?.fromKwh, when?.toKwh])
    .filter((kwh) => kwh !== undefined)
    .map((kwh) => new Decimal(kwh).times(1000))
    .filter((wh) => wh.gt(soFarWh))
  return limits.length === 0 ? null : Decimal.min(...limits)
}

/** As a charger is told a price: no finer than it says it reckons, and no coarser than what is paid in. */
export function shownAmount(amount: Decimal, currency: string, decimals: number | null): number {
  return amount.toDecimalPlaces(Math.max(decimals ?? finest, decimalsOf(currency)), Decimal.ROUND_HALF_UP).toNumber()
}

const finest = 5

/** The fee for the session is paid once, at its beginning. */
function isSameRunning(one: UnitPrices, other: UnitPrices): boolean {
  return one.perKwh.eq(other.perKwh) && one.perHour.eq(other.perHour) && one.perIdleHour.eq(other.perIdleHour)
}
