import { costVariable } from '#core/tariffs/tell-cost.ts'
import type { Outcome } from '../outcome.ts'

/** A charger that does not know the message is not sent it again, until it says otherwise of itself. */
export const costUpdated: Outcome<'CostUpdated'> = async (ctx, charger, { response, ending }) => {
  if (response !== null || !/^Not(?:Implemented|Supported)\b/.test(ending.reason ?? '')) return
  await ctx.transaction((tx) => tx.devices.observe(charger, [{ ...costVariable('Available'), value: 'false' }]))
}
