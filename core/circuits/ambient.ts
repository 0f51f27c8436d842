import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'

/** How warm it is outside at a site. */
export type Ambient = {
  celsius: number
  reportedAt: Temporal.Instant
  /** From then on it says nothing any more; null: until another one is told. */
  until: Temporal.Instant | null
}

/** How warm it is at a site now; null: nobody has said it, or it is too long ago. */
export function ambientCelsius(told: Ambient | null, now: Temporal.Instant): number | null {
  if (told === null || (told.until && Temporal.Instant.compare(told.until, now) <= 0)) return null
  return told.celsius
}

/** Says how warm it is outside at a site, perhaps for some hours only; with null that nobody knows. */
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
    const site = await tx.circuits.lockSite(siteId)
    if (!site) throw new Problem('not_found', 'There is no such site.', { subject: 'site' })
    await tx.circuits.setAmbient(siteId, told && { celsius: told.celsius, reportedAt, until })
    await tx.audit('site.weather', site.name, { site: siteId, celsius: told?.celsius ?? null })
  })
}
