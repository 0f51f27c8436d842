import { Decimal } from 'decimal.js'
import { finalWords } from '#core/tariffs/price-words.ts'
import { shownAmount } from '#core/tariffs/unit-prices.ts'
import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'
import { costMessage, displayOf, priceTexts } from '../cost-message.ts'

/** What a session has cost in the end (California pricing, FinalCost). */
export const showFinalCost: Command<'show-final-cost', 'DataTransfer'> = {
  action: 'DataTransfer',
  needsCharger: true,
  async call({ sessionId, wireId, totalCost, energyWh, seconds }, about) {
    const display = await displayOf(about)
    if ('refused' in display) return display
    const currency = (await display.ctx.tariffs.costOf(sessionId))?.currency
    if (!currency) return { refused: `No price is known for session ${sessionId}.` }
    const inclTax = new Decimal(totalCost)
    const figures = { inclTax, energyWh: new Decimal(energyWh), seconds }
    return costMessage('FinalCost', {
      transactionId: Number(wireId),
      cost: shownAmount(inclTax, currency, display.decimals),
      ...priceTexts(display, (language) => finalWords(figures, currency, language)),
    })
  },
  read: readStatus,
}
