import { Type } from 'typebox'
import type { Context } from '#core/context.ts'
import { Problem } from '#core/errors.ts'
import { writeSolar } from '#core/planner/feeds/write-solar.ts'
import { type Operations, operation } from './operation.ts'

/** What is expected of own solar power, by the command line. */
export function solarOperations(contextFor: (tenantSlug: string | undefined) => Promise<Context>): Operations {
  return {
    'site.solar': operation(Solar, async ({ tenant, site: named, blocks }) => {
      const ctx = await contextFor(tenant)
      const site = await siteOf(ctx, named)
      const read = blocks.map(({ from, to, powerW }) => ({ from: instantOf(from), to: instantOf(to), powerW }))
      await writeSolar(ctx, site.id, read)
      return { site: site.name, blocks: read.length }
    }),
  }
}

/** By its number, its public id, or its name when no other has it. */
async function siteOf(ctx: Context, named: string): Promise<{ id: number; name: string }> {
  const all = await ctx.circuits.sites()
  const called = all.filter(({ name }) => name === named)
  const found =
    all.find(({ id, publicId }) => String(id) === named || publicId === named) ??
    (called.length === 1 ? called[0] : undefined)
  if (!found) throw new Problem('not_found', `There is no site '${named}', or several.`, { subject: 'site' })
  return found
}

function instantOf(text: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(text)
  } catch {
    throw new Problem('invalid_value', `'${text}' is no moment such as 2027-01-31T12:00:00Z.`, { subject: 'solar' })
  }
}

const Solar = Type.Object(
  {
    tenant: Type.Optional(Type.String({ minLength: 1, maxLength: 63 })),
    site: Type.String({ minLength: 1, maxLength: 100 }),
    blocks: Type.Array(
      Type.Object(
        { from: Type.String({ maxLength: 60 }), to: Type.String({ maxLength: 60 }), powerW: Type.Number() },
        { additionalProperties: false },
      ),
      { maxItems: 5_000 },
    ),
  },
  { additionalProperties: false },
)
