import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { ChargerSupply, Circuit, EvseSupply, SiteTopology } from '#core/circuits/circuit.ts'
import { circuitFrom, evseFrom, type SupplyRow, supplyFrom } from './circuit-row.ts'
import type { Schema } from './schema.ts'

/** What doors read outside of a transaction and use cases within one. */
export async function topologyOf(trx: Kysely<Schema>, tenant: number, siteId: number): Promise<SiteTopology> {
  const rows = await trx
    .selectFrom('circuit')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('location_id', '=', siteId)
    .where('removed_at', 'is', null)
    .orderBy('id')
    .execute()
  const ofSite = sql`s.circuit_id in (select id from circuit
    where tenant_id = ${tenant} and location_id = ${siteId} and removed_at is null)`
  return { circuits: rootsFirst(rows.map(circuitFrom)), chargers: await supplies(trx, tenant, ofSite) }
}

export async function circuitOf(trx: Kysely<Schema>, tenant: number, id: number): Promise<Circuit | null> {
  const row = await trx
    .selectFrom('circuit')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  return row ? circuitFrom(row) : null
}

export async function supplyOf(trx: Kysely<Schema>, tenant: number, chargerId: number): Promise<ChargerSupply | null> {
  const [found] = await supplies(trx, tenant, sql`s.charger_id = ${chargerId}`)
  return found ?? null
}

async function supplies(trx: Kysely<Schema>, tenant: number, where: RawBuilder<unknown>): Promise<ChargerSupply[]> {
  const { rows } = await sql<SupplyRow>`
    select s.*, c.identity from charger_supply s
      join charger c on c.tenant_id = s.tenant_id and c.id = s.charger_id
     where s.tenant_id = ${tenant} and s.removed_at is null and c.removed_at is null and ${where}
     order by c.identity_folded, c.id`.execute(trx)
  if (rows.length === 0) return []
  const evses = await trx
    .selectFrom('evse_supply')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('removed_at', 'is', null)
    .where(sql<boolean>`charger_id = any(${rows.map((row) => row.charger_id)}::bigint[])`)
    .orderBy('charger_id')
    .orderBy('evse')
    .execute()
  const byCharger = new Map<number, EvseSupply[]>(rows.map((row) => [row.charger_id, []]))
  for (const row of evses) byCharger.get(row.charger_id)!.push(evseFrom(row))
  return rows.map((row) => supplyFrom(row, byCharger.get(row.charger_id)!))
}

function rootsFirst(circuits: readonly Circuit[]): Circuit[] {
  const below = Map.groupBy(circuits, ({ parentId }) => parentId)
  const inOrder = [...(below.get(null) ?? [])]
  // Grows while it is walked through.
  for (const circuit of inOrder) inOrder.push(...(below.get(circuit.id) ?? []))
  return inOrder
}
