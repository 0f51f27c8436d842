import { Decimal } from 'decimal.js'
import { priceTextsOf } from '#core/tariffs/show-price.ts'
import { hasConditions } from '#core/tariffs/tariff.ts'
import { unitPricesAt } from '#core/tariffs/unit-prices.ts'
import type { Command } from '../command.ts'
import { chargingPrice, displayOf } from '../cost-message.ts'

/**
 * The price that a charger shows to whoever it does not know yet, and reckons by without a connection (California
 * pricing, DefaultPrice). What else it has to know for that follows as settings of their own.
 */
export const setDefaultTariff: Command<'set-default-tariff', 'ChangeConfiguration'> = {
  action: 'ChangeConfiguration',
  needsCharger: true,
  async call({ evse, tariffId }, about) {
    if (evse !== 0) return { refused: 'OCPP 1.6 has one default price for the whole charger.' }
    const display = await displayOf(about)
    if ('refused' in display) return display
    const { ctx, language, decimals } = display
    const tariff = await ctx.tariffs.find(tariffId)
    if (tariff === null || tariff.retiredAt !== null) return { refused: `There is no tariff '${tariffId}' in use.` }
    if (hasConditions(tariff)) return { refused: 'The charger cannot reckon with a tariff that has conditions.' }
    const priceText = (await priceTextsOf(ctx, about.charger!.charger, tariff))(language)
    const prices = unitPricesAt(tariff.terms, { at: ctx.now(), soFarWh: new Decimal(0), timeZone: 'UTC' })
    const reckoned = chargingPrice(prices, { currency: tariff.terms.currency, decimals })
    return {
      key: 'DefaultPrice',
      value: JSON.stringify({ priceText, priceTextOffline: priceText, chargingPrice: reckoned }),
    }
  },
  read({ status }) {
    if (status === 'Accepted') return { state: 'accepted', reason: null }
    return { state: status === 'RebootRequired' ? 'accepted' : 'refused', reason: status }
  },
}
