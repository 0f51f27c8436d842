import { Type } from 'typebox'
import { ProvideChargingRequests } from '#api/vdv463/schema.ts'
import type { Context } from '#core/context.ts'
import { Problem } from '#core/errors.ts'
import { isConnected, type PresystemLink } from '#core/vdv463/presystem-link.ts'
import { takeChargingRequests } from '#core/vdv463/take-charging-requests.ts'
import { type Operations, operation } from './operation.ts'

/** Planning systems by the command line: their charging requests as a file, and how those that are connected do. */
export function vdv463Operations(contextFor: (tenantSlug: string | undefined) => Promise<Context>): Operations {
  return {
    'vdv463.import': operation(Import, async ({ tenant, site: publicId, message }) => {
      const ctx = await contextFor(tenant)
      const site = await ctx.circuits.siteByPublicId(publicId)
      if (!site) throw new Problem('not_found', `There is no site '${publicId}'.`, { subject: 'site' })
      return takeChargingRequests(ctx, site.id, message)
    }),

    'vdv463.list': operation(Whose, async ({ tenant }) => {
      const ctx = await contextFor(tenant)
      const sites = await ctx.circuits.sites()
      const links = await Promise.all(
        sites.map(async ({ id, publicId }) => {
          const found = await ctx.presystemLinks.list(id)
          return found.map((link) => viewLink(link, publicId, ctx.now()))
        }),
      )
      return { presystems: links.flat() }
    }),
  }
}

function viewLink(link: PresystemLink, site: string, now: Temporal.Instant) {
  const { client, presystem, error } = link
  return {
    ...{ site, client, presystem, connected: isConnected(link, now), error },
    connectedAt: link.connectedAt.toString(),
    sentAt: link.sentAt?.toString() ?? null,
    confirmedAt: link.confirmedAt?.toString() ?? null,
    failingSince: link.failingSince?.toString() ?? null,
  }
}

const tenant = Type.Optional(Type.String({ minLength: 1, maxLength: 63 }))
const closed = { additionalProperties: false }

const Whose = Type.Object({ tenant }, closed)
const Import = Type.Object(
  { tenant, site: Type.String({ minLength: 1, maxLength: 100 }), message: ProvideChargingRequests },
  closed,
)
