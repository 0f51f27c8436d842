import { Type } from 'typebox'
import { ProvideChargingRequests } from '#api/vdv463/schema.ts'
import type { Context } from '#core/context.ts'
import { Problem } from '#core/errors.ts'
import { takeChargingRequests } from '#core/vdv463/take-charging-requests.ts'
import { type Operations, operation } from './operation.ts'

/** Charging requests of a planning system by the command line: the payload of a VDV 463 message. */
export function vdv463Operations(contextFor: (tenantSlug: string | undefined) => Promise<Context>): Operations {
  return {
    'vdv463.import': operation(Import, async ({ tenant, site: publicId, message }) => {
      const ctx = await contextFor(tenant)
      const site = await ctx.circuits.siteByPublicId(publicId)
      if (!site) throw new Problem('not_found', `There is no site '${publicId}'.`, { subject: 'site' })
      return takeChargingRequests(ctx, site.id, message)
    }),
  }
}

const Import = Type.Object(
  {
    tenant: Type.Optional(Type.String({ minLength: 1, maxLength: 63 })),
    site: Type.String({ minLength: 1, maxLength: 100 }),
    message: ProvideChargingRequests,
  },
  { additionalProperties: false },
)
