import { Type } from 'typebox'
import type { Context } from '#core/context.ts'
import { Problem } from '#core/errors.ts'
import { addTariff, assignTariff } from '#core/tariffs/add-tariff.ts'
import type { NewTerms } from '#core/tariffs/tariff.ts'
import type { SessionLimits } from '#core/tariffs/tariffs.ts'
import { type Operations, operation } from './operation.ts'

/** Tariffs by the command line. */
export function tariffOperations(contextFor: (tenantSlug: string | undefined) => Promise<Context>): Operations {
  return {
    'tariff.add': operation(Add, async ({ tenant, ...terms }) => {
      const { tariffId, terms: kept } = await addTariff(await contextFor(tenant), terms as NewTerms)
      return { tariffId, name: kept.name, currency: kept.currency }
    }),

    'tariff.list': operation(Whose, async ({ tenant }) => {
      const ctx = await contextFor(tenant)
      const [tariffs, assignments] = [await ctx.tariffs.list(), await ctx.tariffs.assignments()]
      return {
        tariffs: tariffs.map(({ id, tariffId, terms, retiredAt }) => ({
          ...{ tariffId, name: terms.name, currency: terms.currency, retired: retiredAt !== null },
          for: assignments
            .filter((one) => one.tariff.id === id)
            .map(({ charger, evse, tokenUid }) => ({ charger, evse, token: tokenUid })),
        })),
      }
    }),

    'tariff.assign': operation(Assign, async ({ tenant, tariff, token, maxCost, ...place }) => {
      const ctx = await contextFor(tenant)
      const all = await ctx.tariffs.list()
      const meant = all.filter(
        (one) => one.retiredAt === null && (one.tariffId === tariff || one.terms.name === tariff),
      )
      if (meant.length !== 1) {
        const message =
          meant.length === 0 ? `There is no tariff '${tariff}'.` : `Several tariffs are called '${tariff}': use an id.`
        throw new Problem('not_found', message, { subject: 'tariff' })
      }
      const limits: SessionLimits = maxCost === undefined ? {} : { maxCost }
      const { tariffId } = meant[0]!
      const assigned = await assignTariff(ctx, { ...place, tariffId, tokenUid: token ?? null, limits })
      return {
        tariffId,
        place: assigned.place,
        charger: assigned.charger,
        evse: assigned.evse,
        token: assigned.tokenUid,
      }
    }),
  }
}

const closed = { additionalProperties: false }
const tenant = Type.Optional(Type.String({ minLength: 1, maxLength: 63 }))
const text = Type.Optional(Type.String({ maxLength: 255 }))
const rates = Type.Optional(
  Type.Array(
    Type.Object({
      price: Type.String({ maxLength: 20 }),
      when: Type.Optional(
        Type.Object(
          {
            ...{ fromTime: text, toTime: text, fromDate: text, toDate: text, fromKwh: text, toKwh: text },
            days: Type.Optional(Type.Array(Type.Integer())),
          },
          closed,
        ),
      ),
    }),
    { maxItems: 50 },
  ),
)

const Whose = Type.Object({ tenant }, closed)
const Add = Type.Object(
  {
    tenant,
    name: Type.String({ maxLength: 100 }),
    currency: Type.String({ maxLength: 3 }),
    taxPercent: text,
    ...{ energy: rates, chargingTime: rates, idleTime: rates, fixedFee: rates, minimum: text, maximum: text },
  },
  closed,
)
const Assign = Type.Object(
  {
    tenant,
    tariff: Type.String({ minLength: 1, maxLength: 100 }),
    charger: text,
    evse: Type.Optional(Type.Integer({ minimum: 1, maximum: 999 })),
    token: text,
    maxCost: Type.Optional(Type.String({ pattern: '^\\d{1,7}(\\.\\d{1,4})?$' })),
    prepaid: Type.Optional(Type.Boolean()),
  },
  closed,
)
