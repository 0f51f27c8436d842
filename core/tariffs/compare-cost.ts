import { Decimal } from 'decimal.js'
import type { ChargerRef, Uses } from '../context.ts'
import type { Cost } from './price.ts'

/** What the charger reckoned (2.1): null totals when it could not. */
export type StationCost = { currency: string; exclTax: string | null; inclTax: string | null; details: object }

/**
 * Keeps what the charger reckoned beside what we did. They have to be equal to the cent, or to whatever the smallest
 * coin is; a difference is told, and nobody's number is changed by it (N-04).
 */
export async function compareCost(
  ctx: Uses<'chargerWork' | 'transaction'>,
  charger: ChargerRef,
  { sessionId, ours, station, isFinal }: { sessionId: number; ours: Cost; station: StationCost; isFinal: boolean },
): Promise<void> {
  const differs = isFinal && isOther(ours, station)
  const inclTax = station.inclTax ?? station.exclTax
  await ctx.transaction((tx) => tx.tariffs.keepStationCost(sessionId, { inclTax, details: station.details, differs }))
  if (!differs) return
  await ctx.chargerWork(charger, (work) => {
    const body = { ours: ours.inclTax.toFixed(), stations: inclTax ?? '', currency: station.currency }
    work.addFact({ kind: 'session.cost-differs', subjectId: sessionId, body })
    work.addFact({ kind: 'session.flagged', subjectId: sessionId, body: { flag: 'cost-differs' } })
  })
}

/** By the total with taxes, or without where the charger tells no other. One that could not reckon differs in nothing. */
export function isOther(ours: Cost, { currency, exclTax, inclTax }: StationCost): boolean {
  if (inclTax === null && exclTax === null) return false
  if (currency !== ours.currency) return true
  const [mine, theirs] = inclTax !== null ? [ours.inclTax, inclTax] : [ours.exclTax, exclTax!]
  return !new Decimal(theirs).toDecimalPlaces(mine.decimalPlaces() > 2 ? 3 : 2, Decimal.ROUND_HALF_UP).eq(mine)
}
