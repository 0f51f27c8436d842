import { type Kysely, sql } from 'kysely'
import type { FlexibilityStore } from '#core/flexibility/flexibility.ts'
import {
  type ActivationRow,
  activationFrom,
  type EnvelopeRow,
  envelopeFrom,
  type MinuteRow,
  minuteFrom,
  type OfferRow,
  offerFrom,
} from './flexibility-row.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** What sites offer and deliver, of one tenant. */
export function flexibilityStore(db: Kysely<Schema>, tenant: number): FlexibilityStore {
  const inOne = <T>(work: (trx: Kysely<Schema>) => Promise<T>) => inTenant(db, tenant, work)
  return {
    offers: (siteId) =>
      inOne(async (trx) => {
        const { rows } = await sql<OfferRow>`
          select * from flexibility_offer where tenant_id = ${tenant} and location_id = ${siteId}
           order by id desc limit 100`.execute(trx)
        return rows.map(offerFrom)
      }),
    offer: (id) =>
      inOne(async (trx) => {
        const { rows } = await sql<OfferRow>`
          select * from flexibility_offer where tenant_id = ${tenant} and id = ${id}`.execute(trx)
        return rows[0] ? offerFrom(rows[0]) : null
      }),
    activations: (siteId) =>
      inOne(async (trx) => {
        const { rows } = await sql<ActivationRow>`
          select * from flexibility_activation where tenant_id = ${tenant} and location_id = ${siteId}
           order by id desc limit 100`.execute(trx)
        return rows.map(activationFrom)
      }),
    activation: (id) =>
      inOne(async (trx) => {
        const { rows } = await sql<ActivationRow>`
          select * from flexibility_activation where tenant_id = ${tenant} and id = ${id}`.execute(trx)
        return rows[0] ? activationFrom(rows[0]) : null
      }),
    minutes: (activationId) =>
      inOne(async (trx) => {
        const { rows } = await sql<MinuteRow>`
          select at, power_w, origin from flexibility_minute
           where tenant_id = ${tenant} and activation_id = ${activationId} order by at`.execute(trx)
        return rows.map(minuteFrom)
      }),
    envelope: (siteId) =>
      inOne(async (trx) => {
        const { rows } = await sql<EnvelopeRow>`
          select * from flexibility_envelope where tenant_id = ${tenant} and location_id = ${siteId}`.execute(trx)
        return rows[0] ? envelopeFrom(rows[0]) : null
      }),
    due: (siteId, at) =>
      inOne(async (trx) => {
        const activations = await sql<ActivationRow>`
          select * from flexibility_activation
           where tenant_id = ${tenant} and location_id = ${siteId}
             and (state in ('acknowledged', 'running') or started_at is not null and rebound_until > ${at}::timestamptz)
           order by from_at, id`.execute(trx)
        const offers = await sql<OfferRow>`
          select * from flexibility_offer
           where tenant_id = ${tenant} and location_id = ${siteId} and state = 'asked' order by id`.execute(trx)
        const envelope = await sql`
          select from flexibility_envelope
           where tenant_id = ${tenant} and location_id = ${siteId}
             and (answered_at is null or answered_at < asked_at)`.execute(trx)
        return {
          activations: activations.rows.map(activationFrom),
          offers: offers.rows.map(offerFrom),
          isEnvelopeAsked: envelope.rows.length > 0,
        }
      }),
  }
}
