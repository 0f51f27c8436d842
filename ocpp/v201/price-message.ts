import type { Context } from '#core/context.ts'
import { driverPrice } from '#core/tariffs/show-price.ts'
import type { ConnectedCharger } from '../connected-charger.ts'
import type { IdTokenInfo } from './messages.ts'

type Message = NonNullable<IdTokenInfo['personalMessage']>

/** What charging costs this driver, for a charger that says that it shows prices (I01); null for all others. */
export async function priceMessage(
  ctx: Context,
  charger: ConnectedCharger,
  driver: { tokenUid: string; evse: number | null },
): Promise<Message | null> {
  const price = await driverPrice(ctx, charger, driver)
  return price && { format: 'UTF8', language: price.language, content: price.text }
}
