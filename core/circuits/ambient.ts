import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { lockedSite } from './change-site.ts'

/** How warm it is outside at a site, as somebody has told it. */
export type Ambient = {
  source: 'hand' | 'service'
  celsius: number
  reportedAt: Temporal.Instant
  /** From then on it says nothing any more; null: until another one is told. */
  until: Temporal.Instant | null
}

/** Of what was told, whoever is believed most first, the first that still holds; null: nobody knows. */
export function ambientAt(told: readonly Ambient[], now: Temporal.Instant): Ambient | null {
  return told.find(({ until }) => until === null || Temporal.Instant.compare(until, now) > 0) ?? null
}

/**
 * Says by hand how warm it is outside at a site, perhaps for some hours only; with null that it is not said any more. As
 * long as it holds it outranks the weather service.
 */
export async function tellAmbient(
  ctx: Uses<'now' | 'transaction'>,
  siteId: number,
  told: { celsius: number; hours: number | null } | null,
): Promise<void> {
  if (told && !(told.celsius >= -60 && told.celsius <= 70)) {
    throw new Problem('invalid_value', 'A temperature is from -60 to 70 °C.', { subject: 'celsius' })
  }
  if (told?.hours != null && !(told.hours > 0 && told.hours <= 8_760)) {
    throw new Problem('invalid_value', 'It holds for some hours, up to a year.', { subject: 'hours' })
  }
  const reportedAt = ctx.now()
  const until = told?.hours == null ? null : reportedAt.add({ seconds: Math.round(told.hours * 3600) })
  await ctx.transaction(async (tx) => {
    const site = await lockedSite(tx, siteId)
    await tx.circuits.setAmbient(siteId, told && { celsius: told.celsius, reportedAt, until })
    await tx.audit('site.weather', site.name, { site: siteId, celsius: told?.celsius ?? null })
  })
}
