import { Type } from 'typebox'
import { Problem } from '#core/errors.ts'
import { addTariff, assignTariff, endAssignment, retireTariff } from '#core/tariffs/add-tariff.ts'
import type { Tariff as CoreTariff } from '#core/tariffs/tariff.ts'
import type { TariffAssignment as CoreAssignment, SessionCost as CoreCost } from '#core/tariffs/tariffs.ts'
import { chargerOf } from './charger-params.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { closed, Id } from './wire/parts.ts'
import { NewTariff, NewTariffAssignment, type SessionCost, Tariff, TariffAssignment, Tariffs } from './wire/tariffs.ts'

/** What charging costs, and where which price applies. */
export const tariffs: ConsoleRoute = async (app) => {
  const params = Type.Object({ id: Id }, closed)

  app.get('/tariffs', { schema: { response: { 200: Tariffs } }, config: { role: 'viewer' } }, async ({ ctx }) => ({
    tariffs: (await ctx.tariffs.list()).map(viewTariff),
    assignments: (await ctx.tariffs.assignments()).map(viewAssignment),
  }))

  app.post(
    '/tariffs',
    { schema: { body: NewTariff, response: { 201: Tariff } }, config: { role: 'administrator' } },
    async (request, reply) => reply.code(201).send(viewTariff(await addTariff(request.ctx, request.body))),
  )

  app.post(
    '/tariffs/:id/retire',
    { schema: { params, response: { 200: Tariff } }, config: { role: 'administrator' } },
    async ({ ctx, params: { id } }) => {
      const tariff = await tariffOf(ctx, id)
      return viewTariff(await retireTariff(ctx, tariff.tariffId))
    },
  )

  app.post(
    '/tariff-assignments',
    { schema: { body: NewTariffAssignment, response: { 201: TariffAssignment } }, config: { role: 'administrator' } },
    async (request, reply) => {
      const { tariff, charger, evse, card, limits, prepaid } = request.body
      const { tariffId } = await tariffOf(request.ctx, tariff)
      const assigned = await assignTariff(request.ctx, {
        tariffId,
        charger: charger == null ? null : (await chargerOf(request, charger)).identity,
        evse: evse ?? null,
        tokenUid: card ?? null,
        ...(limits ? { limits } : {}),
        ...(prepaid === undefined ? {} : { prepaid }),
      })
      return reply.code(201).send(viewAssignment(assigned))
    },
  )

  app.delete(
    '/tariff-assignments/:id',
    { schema: { params, response: { 204: Type.Null() } }, config: { role: 'administrator' } },
    async (request, reply) => {
      await endAssignment(request.ctx, request.params.id)
      return reply.code(204).send(null)
    },
  )
}

/** What a session costs, as its page shows it. */
export function viewCost(cost: CoreCost): SessionCost {
  const { tariff, stationInclTax, tariffChanged, isFinal, currency, exclTax, inclTax, lines, differs } = cost
  return {
    tariff: tariff.id,
    tariffName: tariff.terms.name,
    ...{ tariffChanged, isFinal, currency, exclTax, inclTax },
    lines: [...lines],
    chargersOwn: stationInclTax,
    differs,
  }
}

async function tariffOf({ tariffs }: { tariffs: { byId(id: number): Promise<CoreTariff | null> } }, id: number) {
  const tariff = await tariffs.byId(id)
  if (!tariff) throw new Problem('not_found', 'There is no such tariff.', { subject: 'tariff' })
  return tariff
}

function viewTariff({ id, tariffId, terms, createdAt, retiredAt }: CoreTariff): Tariff {
  const { energy, chargingTime, idleTime, fixedFee, ...rest } = terms
  const rates = (of: typeof energy) =>
    of.map(({ price, when }) =>
      when ? { price, when: { ...when, ...(when.days ? { days: [...when.days] } : {}) } } : { price },
    )
  return {
    ...{ id, tariffId },
    ...(rest as Omit<typeof rest, never>),
    energy: rates(energy) as Tariff['energy'],
    chargingTime: rates(chargingTime) as Tariff['chargingTime'],
    idleTime: rates(idleTime) as Tariff['idleTime'],
    fixedFee: rates(fixedFee) as Tariff['fixedFee'],
    createdAt: timeText(createdAt),
    retiredAt: retiredAt && timeText(retiredAt),
  }
}

function viewAssignment(one: CoreAssignment): TariffAssignment {
  return {
    id: one.id,
    tariff: one.tariff.id,
    tariffName: one.tariff.terms.name,
    place: one.place,
    charger: one.charger,
    evse: one.evse,
    card: one.tokenUid,
    limits: one.limits,
    prepaid: one.prepaid,
    assignedAt: timeText(one.assignedAt),
  }
}
