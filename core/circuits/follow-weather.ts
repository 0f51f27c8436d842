import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { lockedSite } from './change-site.ts'
import type { Place, SiteWeather } from './site-weather.ts'

/**
 * Says where a site is, and whether a weather service is asked how warm it is there. What is left out stays as it is.
 *
 * Nobody is asked unless that was said: it tells somebody else where the site is. What the service has said of another
 * place, or before it was turned off, is forgotten. Turned on again, it is asked at once.
 */
export async function followWeather(
  ctx: Uses<'transaction'>,
  siteId: number,
  change: { place?: Place | null; isAutomatic?: boolean },
): Promise<void> {
  if (change.place) refuseFaultyPlace(change.place)
  await ctx.transaction(async (tx) => {
    const site = await lockedSite(tx, siteId)
    const known = await tx.circuits.weather(siteId)
    const place = change.place === undefined ? known.place : change.place
    const isAutomatic = change.isAutomatic ?? known.isAutomatic
    if (isAutomatic && place === null) {
      throw new Problem('conflict', 'A weather service can be asked only of a site whose place is known.', {
        subject: 'place',
      })
    }
    const keepsHeard = isAutomatic && known.isAutomatic && isSamePlace(known, place)
    await tx.circuits.followWeather(siteId, { place, isAutomatic, keepsHeard })
    await tx.audit('site.weather-service', site.name, { site: siteId, place, isAutomatic })
  })
}

function refuseFaultyPlace({ latitude, longitude }: Place): void {
  if (!(Math.abs(latitude) <= 90)) {
    throw new Problem('invalid_value', 'A latitude is from -90 to 90 degrees.', { subject: 'latitude' })
  }
  if (!(Math.abs(longitude) <= 180)) {
    throw new Problem('invalid_value', 'A longitude is from -180 to 180 degrees.', { subject: 'longitude' })
  }
}

function isSamePlace({ place: known }: SiteWeather, place: Place | null): boolean {
  return known?.latitude === place?.latitude && known?.longitude === place?.longitude
}
