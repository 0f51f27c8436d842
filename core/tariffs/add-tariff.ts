import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { type NewTerms, type Tariff, termsOf } from './tariff.ts'
import type { SessionLimits, TariffAssignment, TariffPlace } from './tariffs.ts'

/** Adds a tariff. The same content again is the tariff that is there already. */
export async function addTariff(ctx: Uses<'transaction'>, asked: NewTerms): Promise<Tariff> {
  const terms = termsOf(asked)
  return ctx.transaction(async (tx) => {
    const tariff = await tx.tariffs.add(terms)
    await tx.audit('tariff.added', tariff.tariffId, { name: terms.name, currency: terms.currency })
    return tariff
  })
}

/** Takes a tariff out of use. Sessions that began under it keep it. */
export async function retireTariff(ctx: Uses<'transaction'>, tariffId: string): Promise<Tariff> {
  return ctx.transaction(async (tx) => {
    const tariff = await tx.tariffs.retire(tariffId)
    if (!tariff) throw noTariff(tariffId)
    await tx.audit('tariff.retired', tariffId)
    return tariff
  })
}

export type NewAssignment = {
  tariffId: string
  /** A charger's identity, with an EVSE or without; a token; or neither, for everything. */
  charger?: string | null
  evse?: number | null
  tokenUid?: string | null
  limits?: SessionLimits
  prepaid?: boolean
}

/** From now on sessions that begin there have this tariff; what applied there before ends. */
export async function assignTariff(
  ctx: Uses<'chargers' | 'tariffs' | 'transaction'>,
  asked: NewAssignment,
): Promise<TariffAssignment> {
  const { limits = {}, prepaid = false } = asked
  const tariff = await ctx.tariffs.find(asked.tariffId)
  if (!tariff || tariff.retiredAt !== null) throw noTariff(asked.tariffId)
  const place = await placeOf(ctx, asked)
  return ctx.transaction(async (tx) => {
    const assigned = await tx.tariffs.assign(tariff, place, { limits, prepaid })
    await tx.audit('tariff.assigned', tariff.tariffId, { charger: asked.charger, evse: asked.evse, place: place.kind })
    return assigned
  })
}

/** Ends an assignment: from now on the more general one applies there, if there is one. */
export async function endAssignment(ctx: Uses<'transaction'>, id: number): Promise<TariffAssignment> {
  return ctx.transaction(async (tx) => {
    const ended = await tx.tariffs.endAssignment(id)
    if (!ended) throw new Problem('not_found', `There is no assignment ${id}.`, { subject: 'assignment' })
    await tx.audit('tariff.unassigned', ended.tariff.tariffId, { assignment: id })
    return ended
  })
}

async function placeOf(
  ctx: Uses<'chargers'>,
  { charger: identity, evse, tokenUid }: NewAssignment,
): Promise<TariffPlace> {
  if (tokenUid != null && (identity != null || evse != null)) {
    throw new Problem('invalid_value', 'A tariff is for a token or for a place, not both.', { subject: 'token' })
  }
  if (tokenUid != null) return { kind: 'token', uid: tokenUid }
  if (identity == null) {
    if (evse == null) return { kind: 'tenant' }
    throw new Problem('invalid_value', 'An EVSE is one of a charger.', { subject: 'evse' })
  }
  const charger = await ctx.chargers.find(identity)
  if (!charger) throw new Problem('charger_not_found', `There is no charger '${identity}'.`, { subject: 'charger' })
  if (evse == null) return { kind: 'charger', charger }
  if (evse < 1 || evse > 999) throw new Problem('invalid_value', 'EVSEs are numbered from 1.', { subject: 'evse' })
  return { kind: 'evse', charger, evse }
}

function noTariff(tariffId: string): Problem {
  return new Problem('not_found', `There is no tariff '${tariffId}' in use.`, { subject: 'tariff' })
}
