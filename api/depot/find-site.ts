import { Type } from 'typebox'
import type { Site } from '#core/circuits/site.ts'
import type { Uses } from '#core/context.ts'
import { Refusal } from './errors.ts'
import { inAnyCase } from './guid.ts'

export const siteId = Type.String({
  description: 'The id of the site, as the administration shows it',
  examples: ['9d0c6d1f-3c11-4b4f-9a52-0c1f5a6f7b1e'],
})

/** The site of this public id; those of other tenants do not exist here. */
export async function findSite(ctx: Uses<'circuits'>, publicId: string): Promise<Site> {
  const site = await inAnyCase(publicId, (id) => ctx.circuits.siteByPublicId(id))
  if (site) return site
  throw new Refusal(404, 'site_not_found', `Site '${publicId}' was not found.`, { parameter: 'siteId' })
}
