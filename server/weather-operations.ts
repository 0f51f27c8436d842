import { Type } from 'typebox'
import { ambientAt, tellAmbient } from '#core/circuits/ambient.ts'
import { followWeather } from '#core/circuits/follow-weather.ts'
import { inOneTransaction } from '#core/circuits/in-one-transaction.ts'
import type { SiteWeather } from '#core/circuits/site-weather.ts'
import type { Context } from '#core/context.ts'
import { siteOf } from './circuit-operations.ts'
import { type Operations, operation } from './operation.ts'

/** How warm it is outside, and who tells it, by the command line: changes what is given, and shows what is known then. */
export function weatherOperations(contextFor: (tenantSlug: string | undefined) => Promise<Context>): Operations {
  return {
    'site.weather': operation(Weather, async ({ tenant, site: named, celsius, hours, place, automatic }) => {
      const ctx = await contextFor(tenant)
      const site = await siteOf(ctx, named)
      const follows = {
        ...(place === undefined ? {} : { place }),
        ...(automatic === undefined ? {} : { isAutomatic: automatic }),
      }
      await inOneTransaction(ctx, async ({ transaction }) => {
        const within = { transaction, now: () => ctx.now() }
        if (Object.keys(follows).length > 0) await followWeather(within, site.id, follows)
        if (celsius !== undefined) {
          await tellAmbient(within, site.id, celsius === null ? null : { celsius, hours: hours ?? null })
        }
      })
      return { site: site.name, ...viewWeather(await ctx.circuits.weather(site.id), ctx.now()) }
    }),
  }
}

function viewWeather({ place, isAutomatic, told, failing }: SiteWeather, now: Temporal.Instant) {
  const known = ambientAt(told, now)
  return {
    celsius: known?.celsius ?? null,
    source: known?.source ?? null,
    reportedAt: textOf(known?.reportedAt ?? null),
    until: textOf(known?.until ?? null),
    place,
    automatic: isAutomatic,
    failingSince: textOf(failing?.since ?? null),
    error: failing?.error ?? null,
  }
}

function textOf(at: Temporal.Instant | null): string | null {
  return at?.toString({ smallestUnit: 'second' }) ?? null
}

const closed = { additionalProperties: false }

const Weather = Type.Object(
  {
    tenant: Type.Optional(Type.String({ minLength: 1, maxLength: 63 })),
    site: Type.String({ minLength: 1, maxLength: 100 }),
    celsius: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
    hours: Type.Optional(Type.Number()),
    place: Type.Optional(
      Type.Union([Type.Object({ latitude: Type.Number(), longitude: Type.Number() }, closed), Type.Null()]),
    ),
    automatic: Type.Optional(Type.Boolean()),
  },
  closed,
)
