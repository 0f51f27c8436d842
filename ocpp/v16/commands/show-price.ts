import { priceTextsOf } from '#core/tariffs/show-price.ts'
import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'
import { costMessage, displayOf, priceTexts } from '../cost-message.ts'

/** What whoever has just held a card to the charger will pay (California pricing, SetUserPrice). */
export const showPrice: Command<'show-price', 'DataTransfer'> = {
  action: 'DataTransfer',
  needsCharger: true,
  async call({ tokenUid, tariffId }, about) {
    const display = await displayOf(about)
    if ('refused' in display) return display
    const tariff = await display.ctx.tariffs.find(tariffId)
    if (!tariff) return { refused: `There is no tariff '${tariffId}'.` }
    const say = await priceTextsOf(display.ctx, about.charger!.charger, tariff)
    return costMessage('SetUserPrice', { idToken: tokenUid, ...priceTexts(display, say) })
  },
  read: readStatus,
}
