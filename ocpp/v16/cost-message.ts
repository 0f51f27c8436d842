import type { Context } from '#core/context.ts'
import { type CostDisplay, costDisplayOf } from '#core/tariffs/cost-display.ts'
import type { Language } from '#core/tariffs/price-words.ts'
import type { PriceMessage } from '#core/tariffs/refused-displays.ts'
import { shownAmount, type UnitPrices } from '#core/tariffs/unit-prices.ts'
import { costVendor } from '../cost-vendor.ts'
import type { CommandSubject, Refused } from '../dialect.ts'
import type { Calls } from './messages.ts'

/** A message of California pricing: its content travels as JSON text. */
export function costMessage(messageId: PriceMessage, data: object): Calls['DataTransfer']['request'] {
  return { vendorId: costVendor, messageId, data: JSON.stringify(data) }
}

/** The charger's display of prices, or that it has none: nothing of this is ever sent to a charger that does not say so. */
export async function displayOf({ ctx, charger }: CommandSubject): Promise<(CostDisplay & { ctx: Context }) | Refused> {
  const display = ctx && charger ? await costDisplayOf(ctx, charger.charger) : null
  if (!ctx || !display?.shows) return { refused: 'The charger does not say that it shows costs and prices.' }
  return { ...display, ctx }
}

/** A text in the language of the display and, where it takes more of them, in our others. */
export function priceTexts(
  { language, others }: Pick<CostDisplay, 'language' | 'others'>,
  say: (language: Language) => string,
): { priceText: string; priceTextExtra?: object[] } {
  const extra = others.map((other) => ({ format: 'UTF8', language: other, content: say(other) }))
  return { priceText: say(language), ...(extra.length > 0 ? { priceTextExtra: extra } : {}) }
}

type Reckoning = { currency: string; decimals: number | null }

/** What is not paid for is left out; energy never is, so that there is always a price. */
export function chargingPrice({ perKwh, perHour, fixedFee }: UnitPrices, { currency, decimals }: Reckoning): object {
  return {
    kWhPrice: shownAmount(perKwh, currency, decimals),
    ...(perHour.isZero() ? {} : { hourPrice: shownAmount(perHour, currency, decimals) }),
    ...(fixedFee.isZero() ? {} : { flatFee: shownAmount(fixedFee, currency, decimals) }),
  }
}

export function idlePrice({ perIdleHour }: UnitPrices, { currency, decimals }: Reckoning): { idlePrice?: object } {
  return perIdleHour.isZero() ? {} : { idlePrice: { hourPrice: shownAmount(perIdleHour, currency, decimals) } }
}
