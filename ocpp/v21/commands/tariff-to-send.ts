import { hasConditions } from '#core/tariffs/tariff.ts'
import type { CommandSubject, Refused } from '../../dialect.ts'
import { type StationTariff, stationTariff, supportsConditions } from '../station-tariff.ts'

/** The tariff with this id for this charger, or why it cannot have it. */
export async function tariffToSend(
  tariffId: string,
  { ctx, charger }: CommandSubject,
): Promise<{ tariff: StationTariff; currency: string } | Refused> {
  const tariff = (await ctx?.tariffs.find(tariffId)) ?? null
  if (tariff === null || tariff.retiredAt !== null) return { refused: `There is no tariff '${tariffId}' in use.` }
  const chargerId = charger?.charger.id
  if (ctx && chargerId !== undefined && hasConditions(tariff) && (await supportsConditions(ctx, chargerId)) === false) {
    return { refused: 'The charger cannot reckon with a tariff that has conditions.' }
  }
  return { tariff: stationTariff(tariff), currency: tariff.terms.currency }
}
