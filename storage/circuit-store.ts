import type { Kysely } from 'kysely'
import type { CircuitStore } from '#core/circuits/circuit-store.ts'
import { circuitOf, supplyOf, topologyOf } from './circuit-reads.ts'
import { circuitFrom, siteFrom } from './circuit-row.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'
import { weatherOf } from './weather-store.ts'

/** Sites, their circuits and what hangs on them, of one tenant. */
export function circuitStore(db: Kysely<Schema>, tenant: number): CircuitStore {
  const inOne = <T>(work: (trx: Kysely<Schema>) => Promise<T>) => inTenant(db, tenant, work)
  const sites = (trx: Kysely<Schema>) =>
    trx.selectFrom('location').selectAll().where('tenant_id', '=', tenant).where('removed_at', 'is', null)
  return {
    sites: () => inOne(async (trx) => (await sites(trx).orderBy('name').orderBy('id').execute()).map(siteFrom)),
    site: (id) =>
      inOne(async (trx) => {
        const row = await sites(trx).where('id', '=', id).executeTakeFirst()
        return row ? siteFrom(row) : null
      }),
    siteByPublicId: (publicId) =>
      inOne(async (trx) => {
        const row = await sites(trx).where('public_id', '=', publicId).executeTakeFirst()
        return row ? siteFrom(row) : null
      }),
    topology: (siteId) => inOne((trx) => topologyOf(trx, tenant, siteId)),
    circuit: (id) => inOne((trx) => circuitOf(trx, tenant, id)),
    circuitByPublicId: (publicId) =>
      inOne(async (trx) => {
        const row = await trx
          .selectFrom('circuit')
          .selectAll()
          .where('tenant_id', '=', tenant)
          .where('public_id', '=', publicId)
          .where('removed_at', 'is', null)
          .executeTakeFirst()
        return row ? circuitFrom(row) : null
      }),
    supply: (chargerId) => inOne((trx) => supplyOf(trx, tenant, chargerId)),
    siteOfCharger: (chargerId) =>
      inOne(async (trx) => {
        const supply = await supplyOf(trx, tenant, chargerId)
        return supply ? ((await circuitOf(trx, tenant, supply.circuitId))?.siteId ?? null) : null
      }),
    weather: (siteId) => inOne((trx) => weatherOf(trx, tenant, siteId)),
  }
}
