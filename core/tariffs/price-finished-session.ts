import type { ChargerRef, Uses } from '../context.ts'
import type { Session } from '../sessions/session.ts'
import { compareCost, type StationCost } from './compare-cost.ts'
import { priceSession } from './price-session.ts'

/**
 * Reckons anew what a finished session costs: one that no message priced, as in 1.6 or when the server closed it, or
 * whose record was corrected since. What the charger reckoned is compared again.
 */
export async function priceFinishedSession(
  ctx: Uses<'chargerWork' | 'devices' | 'now' | 'tariffs' | 'transaction'>,
  charger: ChargerRef,
  session: Session,
): Promise<void> {
  const priced = await priceSession(ctx, charger, session)
  const { before } = priced ?? {}
  if (!priced || !before?.station || before.inclTax === priced.cost.inclTax.toFixed()) return
  const { stationInclTax: inclTax } = before
  const station: StationCost = { currency: before.currency, exclTax: null, inclTax, details: before.station }
  await compareCost(ctx, charger, { sessionId: session.id, ours: priced.cost, station, isFinal: true })
}
