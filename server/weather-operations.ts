import { Type } from 'typebox'
import { tellAmbient } from '#core/circuits/ambient.ts'
import type { Context } from '#core/context.ts'
import { siteOf } from './circuit-operations.ts'
import { type Operations, operation } from './operation.ts'

/** How warm it is outside, by the command line. */
export function weatherOperations(contextFor: (tenantSlug: string | undefined) => Promise<Context>): Operations {
  return {
    'site.weather': operation(Weather, async ({ tenant, site: named, celsius, hours }) => {
      const ctx = await contextFor(tenant)
      const site = await siteOf(ctx, named)
      await tellAmbient(ctx, site.id, celsius === null ? null : { celsius, hours: hours ?? null })
      const told = await ctx.circuits.ambient(site.id)
      return { site: site.name, celsius, until: told?.until?.toString({ smallestUnit: 'second' }) ?? null }
    }),
  }
}

const Weather = Type.Object(
  {
    tenant: Type.Optional(Type.String({ minLength: 1, maxLength: 63 })),
    site: Type.String({ minLength: 1, maxLength: 100 }),
    celsius: Type.Union([Type.Number(), Type.Null()]),
    hours: Type.Optional(Type.Number()),
  },
  { additionalProperties: false },
)
