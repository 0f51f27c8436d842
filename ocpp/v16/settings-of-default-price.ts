import type { Setting } from '#core/commands/requests/settings.ts'
import type { ChargerRef, Context } from '#core/context.ts'
import { placeOfKey } from '#core/devices/configuration-keys.ts'
import { costDisplayOf } from '#core/tariffs/cost-display.ts'
import { offsetSettings } from '#core/tariffs/keep-time-offset.ts'
import { priceTextsOf } from '#core/tariffs/show-price.ts'

/** What a charger has to know besides its default price: the same in its other languages, and the time of its place. */
export async function settingsOfDefaultPrice(ctx: Context, charger: ChargerRef, tariffId: string): Promise<Setting[]> {
  const tariff = await ctx.tariffs.find(tariffId)
  if (!tariff) return []
  const { language, others } = await costDisplayOf(ctx, charger)
  const say = await priceTextsOf(ctx, charger, tariff)
  const spoken = others.length === 0 ? [] : [language, ...others]
  const texts = spoken.map((one) => ({
    ...placeOfKey(`DefaultPriceText,${one}`),
    value: JSON.stringify({ priceText: say(one), priceTextOffline: say(one) }),
  }))
  return [...texts, ...(await offsetSettings(ctx, charger))]
}
