import { Type } from 'typebox'
import { foldIdentity } from '#core/chargers/charger.ts'
import type { Context } from '#core/context.ts'
import { Problem } from '#core/errors.ts'
import { acceptUnknown, dismissUnknown } from '#core/provisioning/accept-unknown.ts'
import { type Operations, operation } from './operation.ts'

type World = {
  contextFor(tenantSlug: string | undefined): Promise<Context>
  hashSecret(secret: string | Buffer): Buffer
}

const closed = { additionalProperties: false }
const tenant = Type.Optional(Type.String({ minLength: 1, maxLength: 63 }))
const identity = Type.String({ minLength: 1, maxLength: 255 })

/** What the command line can do with chargers that try to connect and are not known. */
export function unknownOperations(world: World): Operations {
  return {
    'unknown.list': operation(Type.Object({ tenant }, closed), async ({ tenant }) => {
      const ctx = await world.contextFor(tenant)
      const chargers = await ctx.unknownChargers.list(mostListed)
      return {
        chargers: chargers.map(({ id: _, firstSeenAt, lastSeenAt, welcomeUntil, ...one }) => ({
          ...one,
          firstSeen: secondText(firstSeenAt),
          lastSeen: secondText(lastSeenAt),
          welcomeUntil: welcomeUntil && secondText(welcomeUntil),
        })),
      }
    }),

    'unknown.accept': operation(
      Type.Object(
        {
          tenant,
          identity,
          welcome: Type.Union([
            Type.Literal('new-password'),
            Type.Literal('first-password'),
            Type.Literal('no-password'),
          ]),
          evses: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
        },
        closed,
      ),
      async ({ tenant, identity, welcome, evses = 1 }) => {
        const ctx = await world.contextFor(tenant)
        const { now, settings, actor, transaction } = ctx
        const used = { now, settings, actor, transaction, hashSecret: (secret: string) => world.hashSecret(secret) }
        const id = await idOf(ctx, identity)
        const taken = await acceptUnknown(used, { id, welcome, evses })
        return { identity: taken.identity, password: taken.password, until: taken.until && secondText(taken.until) }
      },
    ),

    'unknown.dismiss': operation(Type.Object({ tenant, identity }, closed), async ({ tenant, identity }) => {
      const ctx = await world.contextFor(tenant)
      await dismissUnknown(ctx, await idOf(ctx, identity))
      return { identity }
    }),
  }
}

async function idOf(ctx: Context, identity: string): Promise<number> {
  const all = await ctx.unknownChargers.list(mostListed)
  const found = all.find((one) => foldIdentity(one.identity) === foldIdentity(identity))
  if (!found) throw new Problem('not_found', `No unknown charger '${identity}' has tried to connect.`)
  return found.id
}

function secondText(instant: Temporal.Instant): string {
  return instant.toString({ smallestUnit: 'second' })
}

const mostListed = 1_000
