import { type Transaction as KyselyTransaction, sql } from 'kysely'
import type { FlexibilityWriter } from '#core/flexibility/flexibility-writer.ts'
import type { Bound, Touched } from './door-transaction.ts'
import { type ActivationRow, activationFrom, type OfferRow, offerFrom } from './flexibility-row.ts'
import type { Schema } from './schema.ts'
import { holdSite } from './steering-writer.ts'

/** What is written of the flexibility of sites, in one transaction. Whoever writes is the author. */
export function flexibilityWriter(
  trx: KyselyTransaction<Schema>,
  { tenant, actor }: Pick<Bound, 'tenant' | 'actor'>,
  touched: Pick<Touched, 'sites'>,
): FlexibilityWriter {
  const author = `${actor.kind}:${actor.name}`
  /** What the engine has to look at anew; what it notes by itself is no news to it. */
  const isNews = () => {
    touched.sites = true
  }
  return {
    async askOffer({ siteId, from, to }) {
      isNews()
      const { rows } = await sql<OfferRow>`
        insert into flexibility_offer (tenant_id, location_id, from_at, to_at, author)
        values (${tenant}, ${siteId}, ${from}::timestamptz, ${to}::timestamptz, ${author}) returning *`.execute(trx)
      return offerFrom(rows[0]!)
    },
    async withdrawOffer(id) {
      isNews()
      const { rows } = await sql<OfferRow>`
        update flexibility_offer set state = 'withdrawn'
         where tenant_id = ${tenant} and id = ${id} and state in ('asked', 'open') returning *`.execute(trx)
      return rows[0] ? offerFrom(rows[0]) : null
    },
    async askEnvelope(siteId) {
      isNews()
      await sql`
        insert into flexibility_envelope (tenant_id, location_id) values (${tenant}, ${siteId})
        on conflict (tenant_id, location_id) do update set asked_at = server_time()`.execute(trx)
    },
    async activate({ siteId, offerId, orderedBy, from, to, rampSeconds, targets, baseline, reboundUntil }) {
      isNews()
      const others = await sql`
        select from flexibility_activation
         where tenant_id = ${tenant} and location_id = ${siteId} and state in ('acknowledged', 'running')
           and from_at < ${to}::timestamptz and to_at > ${from}::timestamptz limit 1`.execute(trx)
      if (others.rows.length > 0) return null
      if (offerId !== null) {
        const { rows } = await sql`
          update flexibility_offer set state = 'activated'
           where tenant_id = ${tenant} and id = ${offerId} and location_id = ${siteId} and state = 'open'
          returning id`.execute(trx)
        if (rows.length === 0) return null
      }
      const { rows } = await sql<ActivationRow>`
        insert into flexibility_activation (tenant_id, location_id, offer_id, ordered_by, author, from_at, to_at,
            ramp_seconds, targets, baseline, rebound_until)
        values (${tenant}, ${siteId}, ${offerId}, ${orderedBy}, ${author}, ${from}::timestamptz, ${to}::timestamptz,
            ${rampSeconds}, ${JSON.stringify(targets)}, ${JSON.stringify(baseline)}, ${reboundUntil}::timestamptz)
        returning *`.execute(trx)
      return activationFrom(rows[0]!)
    },
    async cancel(id, at) {
      isNews()
      const { rows } = await sql<ActivationRow>`
        update flexibility_activation set state = 'cancelled', ended_at = ${at}::timestamptz
         where tenant_id = ${tenant} and id = ${id} and state in ('acknowledged', 'running') returning *`.execute(trx)
      return rows[0] ? activationFrom(rows[0]) : null
    },

    async answerOffer(fence, id, { state, reductionW, baseline, madeAt }) {
      isNews()
      await holdSite(trx, tenant, fence)
      await sql`
        update flexibility_offer
           set state = ${state}, reduction_w = ${reductionW}, baseline = ${baseline && JSON.stringify(baseline)},
               made_at = ${madeAt}::timestamptz
         where tenant_id = ${tenant} and id = ${id} and state = 'asked'`.execute(trx)
    },
    async answerEnvelope(fence, at, envelope) {
      isNews()
      await holdSite(trx, tenant, fence)
      await sql`
        update flexibility_envelope
           set answered_at = server_time(), has_failed = ${envelope === null},
               made_at = case when ${envelope === null} then made_at else ${at}::timestamptz end,
               body = coalesce(${envelope && JSON.stringify(envelope)}::jsonb, body)
         where tenant_id = ${tenant} and location_id = ${fence.siteId}`.execute(trx)
    },
    async start(fence, id, { at, startW }) {
      isNews()
      await holdSite(trx, tenant, fence)
      await sql`
        update flexibility_activation set state = 'running', started_at = ${at}::timestamptz, start_w = ${startW}
         where tenant_id = ${tenant} and id = ${id} and state = 'acknowledged'`.execute(trx)
    },
    async notePartial(fence, id, partial) {
      await holdSite(trx, tenant, fence)
      await sql`
        update flexibility_activation set partial = ${partial && JSON.stringify(partial)}
         where tenant_id = ${tenant} and id = ${id} and state in ('acknowledged', 'running')`.execute(trx)
    },
    async end(fence, id, { state, partial, at }) {
      isNews()
      await holdSite(trx, tenant, fence)
      await sql`
        update flexibility_activation
           set state = ${state}, partial = ${partial && JSON.stringify(partial)}, ended_at = ${at}::timestamptz
         where tenant_id = ${tenant} and id = ${id} and state in ('acknowledged', 'running')`.execute(trx)
    },
    async addMinute(fence, id, { at, powerW, origin, samples }) {
      await holdSite(trx, tenant, fence)
      await sql`
        insert into flexibility_minute as known (tenant_id, activation_id, at, power_w, samples, origin)
        values (${tenant}, ${id}, ${at}::timestamptz, ${powerW}, ${samples}, ${origin})
        on conflict (tenant_id, activation_id, at) do update
           set power_w = (known.power_w * known.samples + excluded.power_w * excluded.samples)
                         / (known.samples + excluded.samples),
               samples = known.samples + excluded.samples, origin = excluded.origin`.execute(trx)
    },
  }
}
