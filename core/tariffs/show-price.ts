import { Decimal } from 'decimal.js'
import { askCharger } from '../commands/ask-charger.ts'
import type { ChargerRef, Uses } from '../context.ts'
import { stationVariable } from '../devices/device-variable.ts'
import { displayLanguage, showsCosts } from './cost-display.ts'
import { type Language, priceWithNext } from './price-words.ts'
import { isRefused } from './refused-displays.ts'
import type { Tariff } from './tariff.ts'
import { nextPrices, unitPricesAt } from './unit-prices.ts'

/**
 * Has a 1.6 charger show whoever has just held a card to it what charging will cost (California pricing). Nothing is
 * shown when that is not known yet, because it is not the same at all of its connectors.
 */
export async function showPrice(
  ctx: Uses<'chargerLink' | 'chargers' | 'chargerWork' | 'devices' | 'now' | 'settings' | 'tariffs' | 'transaction'>,
  charger: ChargerRef,
  tokenUid: string,
): Promise<void> {
  if (!(await ctx.tariffs.inUse()) || !(await showsCosts(ctx, charger))) return
  const tariff = await tariffAnywhere(ctx, charger, tokenUid)
  if (tariff === null || (await isRefused(ctx, charger, 'SetUserPrice'))) return
  const request = { kind: 'show-price', tokenUid, tariffId: tariff.tariffId } as const
  await askCharger(ctx, charger, request, { withinSeconds: 60 })
}

/**
 * What a 2.x charger that shows prices tells a driver, in the language of its display; null for any other charger, and
 * while no price is known (I01, X-17).
 */
export async function driverPrice(
  ctx: Uses<'chargerWork' | 'devices' | 'now' | 'tariffs'>,
  charger: ChargerRef,
  { tokenUid, evse }: { tokenUid: string; evse: number | null },
): Promise<{ text: string; language: Language } | null> {
  if (!(await ctx.tariffs.inUse())) return null
  const shows = await ctx.devices.variable(charger.id, stationVariable('TariffCostCtrlr', 'Enabled', 'Tariff'))
  if (shows?.value?.toLowerCase() !== 'true') return null
  const tariff =
    evse === null ? await tariffAnywhere(ctx, charger, tokenUid) : await tariffAt(ctx, charger, { tokenUid, evse })
  if (tariff === null) return null
  const language = await displayLanguage(ctx, charger)
  return { text: (await priceTextsOf(ctx, charger, tariff))(language), language }
}

/** What a kilowatt-hour costs now at this charger, what else is paid for, and until when that holds, in any language. */
export async function priceTextsOf(
  ctx: Uses<'now' | 'tariffs'>,
  charger: Pick<ChargerRef, 'id'>,
  { terms }: Pick<Tariff, 'terms'>,
): Promise<(language: Language) => string> {
  const timeZone = (await ctx.tariffs.timeZoneOf(charger)) ?? 'UTC'
  const moment = { at: ctx.now(), soFarWh: new Decimal(0), timeZone }
  const [now, next] = [unitPricesAt(terms, moment), nextPrices(terms, moment)]
  return (language) => priceWithNext(now, next, { currency: terms.currency, language, timeZone })
}

/** The tariff of this token wherever it is used on the charger; null when there is none, or more than one. */
async function tariffAnywhere(
  ctx: Uses<'chargerWork' | 'now' | 'tariffs'>,
  charger: ChargerRef,
  tokenUid: string,
): Promise<Tariff | null> {
  const evses = await ctx.chargerWork(charger, (work) => work.evses.map(({ number }) => number))
  const places = evses.length === 0 ? [null] : evses
  const tariffs = await Promise.all(places.map((evse) => tariffAt(ctx, charger, { tokenUid, evse })))
  const [first = null, ...others] = tariffs
  return others.every((other) => other?.id === first?.id) ? first : null
}

async function tariffAt(
  ctx: Uses<'now' | 'tariffs'>,
  charger: ChargerRef,
  { tokenUid, evse }: { tokenUid: string; evse: number | null },
): Promise<Tariff | null> {
  const inForce = await ctx.tariffs.inForce({ chargerId: charger.id, evse, tokenUid, at: ctx.now() })
  return inForce?.tariff ?? null
}
