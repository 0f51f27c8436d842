import { Type } from 'typebox'
import type { Context } from '#core/context.ts'
import { Problem } from '#core/errors.ts'
import { addLimitFeed } from '#core/limit-feeds/add-limit-feed.ts'
import type { ReportStatus } from '#core/limit-feeds/feed-report.ts'
import type { LimitFeed } from '#core/limit-feeds/limit-feed.ts'
import { removeLimitFeed } from '#core/limit-feeds/remove-limit-feed.ts'
import { type Operations, operation } from './operation.ts'

/** Links to those who limit circuits, from the command line. */
export function limitFeedOperations(contextFor: (tenantSlug: string | undefined) => Promise<Context>): Operations {
  return {
    'limit-feed.add': operation(Add, async ({ tenant, circuit: named, name, secret, levelsW, ...given }) => {
      const ctx = await contextFor(tenant)
      const circuit = await ctx.circuits.circuitByPublicId(named)
      if (!circuit) throw new Problem('not_found', `There is no circuit '${named}'.`, { subject: 'circuit' })
      const { fallbackW, leaseSeconds = 900, leastSeconds = 0, ...rest } = given
      const settings = {
        ...{ tokenUrl: null, scope: null, programId: null, clientName: name, pollSeconds: 60, takesPrices: false },
        ...{ kind: 'grid-operator' as const, ...rest },
        levelsW: levelsW ? ([levelsW[0]!, levelsW[1]!, levelsW[2]!] as const) : null,
        lease: { seconds: leaseSeconds, fallback: fallbackW, leastSeconds },
      }
      const feed = { siteId: circuit.siteId, circuitId: circuit.id, protocol: 'openadr' as const, name, settings }
      return viewFeed(await addLimitFeed(ctx, feed, secret), circuit.publicId)
    }),

    'limit-feed.list': operation(Whose, async ({ tenant }) => {
      const ctx = await contextFor(tenant)
      const feeds = []
      for (const site of await ctx.circuits.sites()) {
        for (const feed of await ctx.limitFeeds.list(site.id)) {
          const circuit = (await ctx.circuits.circuit(feed.circuitId))?.publicId ?? null
          feeds.push({ ...viewFeed(feed, circuit), reports: viewReports(await ctx.limitFeeds.reportStatus(feed.id)) })
        }
      }
      return { feeds }
    }),

    'limit-feed.remove': operation(One, async ({ tenant, feed }) => {
      await removeLimitFeed(await contextFor(tenant), feed)
      return { feed }
    }),
  }
}

function viewFeed({ id, name, settings, heardAt, failingSince, error }: LimitFeed, circuit: string | null) {
  return {
    ...{ id, circuit, name, url: settings.url, kind: settings.kind },
    ...{ heardAt: heardAt?.toString() ?? null, failingSince: failingSince?.toString() ?? null, error },
  }
}

function viewReports(status: ReportStatus | null) {
  return status && { ...status, lastSentAt: status.lastSentAt?.toString() ?? null }
}

const closed = { additionalProperties: false }
const tenant = Type.Optional(Type.String({ minLength: 1, maxLength: 63 }))
const text = Type.String({ minLength: 1, maxLength: 500 })
const watts = Type.Number({ minimum: 0 })

const Whose = Type.Object({ tenant }, closed)
const One = Type.Object({ tenant, feed: Type.Integer({ minimum: 1 }) }, closed)
const Add = Type.Object(
  {
    tenant,
    circuit: text,
    name: text,
    url: text,
    clientId: text,
    secret: text,
    fallbackW: watts,
    tokenUrl: Type.Optional(text),
    scope: Type.Optional(text),
    programId: Type.Optional(text),
    clientName: Type.Optional(text),
    pollSeconds: Type.Optional(Type.Integer()),
    leaseSeconds: Type.Optional(Type.Integer()),
    leastSeconds: Type.Optional(Type.Integer()),
    kind: Type.Optional(
      Type.Union([Type.Literal('grid-operator'), Type.Literal('flexibility'), Type.Literal('external')]),
    ),
    levelsW: Type.Optional(Type.Array(watts, { minItems: 3, maxItems: 3 })),
    takesPrices: Type.Optional(Type.Boolean()),
  },
  closed,
)
