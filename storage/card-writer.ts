import { type Transaction as KyselyTransaction, type RawBuilder, sql } from 'kysely'
import type { CardWriter, NewCard } from '#core/authorization/card.ts'
import { foldUid } from '#core/authorization/token.ts'
import { type CardRow, cardFrom, selectCards } from './card-row.ts'
import type { Schema } from './schema.ts'

/** Cards as doors write them, in one transaction. */
export function cardWriter(trx: KyselyTransaction<Schema>, tenant: number): CardWriter {
  const one = async (where: RawBuilder<unknown>) => {
    const { rows } =
      await sql<CardRow>`${selectCards} where t.tenant_id = ${tenant} and ${where} for update of t`.execute(trx)
    return rows[0] ? cardFrom(rows[0]) : null
  }
  const setRemoved = async (id: number, isRemoved: boolean) => {
    const value = isRemoved ? sql`server_time()` : sql`null`
    const changed = await sql`update token set removed_at = ${value}, modified_at = server_time()
      where tenant_id = ${tenant} and id = ${id} and (removed_at is null) = ${isRemoved} returning id`.execute(trx)
    return changed.rows.length === 0 ? null : one(sql`t.id = ${id}`)
  }
  const writer: CardWriter = {
    async add(card) {
      const [added] = await addTokens(trx, tenant, [card])
      return added === undefined ? null : one(sql`t.id = ${added}`)
    },
    find: (id) => one(sql`t.id = ${id} and t.removed_at is null`),
    async change(id, details) {
      await writer.changeAll([{ ...details, id }])
      return (await one(sql`t.id = ${id}`))!
    },
    remove: (id) => setRemoved(id, true),
    restore: (id) => setRemoved(id, false),
    async findAll(keys) {
      const { rows } = await sql<CardRow>`${selectCards}
        join unnest(${keys.map((key) => key.type)}::text[], ${keys.map((key) => foldUid(key.uid))}::text[]) as k(type, uid)
          on t.uid_folded = k.uid and t.type = k.type
       where t.tenant_id = ${tenant} and t.issuing_party = '' and t.removed_at is null for update of t`.execute(trx)
      return rows.map(cardFrom)
    },
    addAll: async (cards) => (await addTokens(trx, tenant, cards)).length,
    async changeAll(cards) {
      await addVehicles(
        trx,
        tenant,
        cards.map((card) => card.vehicleId),
      )
      await sql`
        update token t set status = case when k.blocked then 'blocked' else 'active' end, valid_until = k.valid_until,
               vehicle_id = (select id from vehicle v where v.tenant_id = ${tenant} and v.public_id = k.vehicle),
               group_id = k.group_id, visual_number = k.visual_number, note = k.note, modified_at = server_time()
          from unnest(${cards.map((card) => card.id)}::bigint[], ${cards.map((card) => card.blocked)}::bool[],
                 ${cards.map((card) => card.validUntil?.toString() ?? null)}::timestamptz[],
                 ${cards.map((card) => card.vehicleId)}::text[], ${cards.map((card) => card.groupId)}::text[],
                 ${cards.map((card) => card.visualNumber)}::text[], ${cards.map((card) => card.note)}::text[]
               ) as k(id, blocked, valid_until, vehicle, group_id, visual_number, note)
         where t.tenant_id = ${tenant} and t.id = k.id`.execute(trx)
    },
  }
  return writer
}

/** Adds those that the tenant does not have, and gives their ids; one that was removed begins anew. */
export async function addTokens(
  trx: KyselyTransaction<Schema>,
  tenant: number,
  cards: readonly (Omit<NewCard, 'blocked' | 'visualNumber' | 'note'> & Partial<NewCard> & { masterPass?: boolean })[],
): Promise<number[]> {
  await addVehicles(
    trx,
    tenant,
    cards.map((card) => card.vehicleId),
  )
  const { rows } = await sql<{ id: number }>`
    insert into token as t (tenant_id, type, uid, uid_folded, status, valid_until, vehicle_id, group_id, master_pass,
                            visual_number, note)
    select ${tenant}, k.type, k.uid, k.uid_folded, case when k.blocked then 'blocked' else 'active' end, k.valid_until,
           (select id from vehicle v where v.tenant_id = ${tenant} and v.public_id = k.vehicle), k.group_id, k.master_pass,
           k.visual_number, k.note
      from unnest(${cards.map((card) => card.type)}::text[], ${cards.map((card) => card.uid)}::text[],
             ${cards.map((card) => foldUid(card.uid))}::text[], ${cards.map((card) => card.blocked ?? false)}::bool[],
             ${cards.map((card) => card.validUntil?.toString() ?? null)}::timestamptz[],
             ${cards.map((card) => card.vehicleId)}::text[], ${cards.map((card) => card.groupId)}::text[],
             ${cards.map((card) => card.masterPass ?? false)}::bool[],
             ${cards.map((card) => card.visualNumber ?? null)}::text[], ${cards.map((card) => card.note ?? null)}::text[]
           ) as k(type, uid, uid_folded, blocked, valid_until, vehicle, group_id, master_pass, visual_number, note)
    on conflict (tenant_id, issuing_party, type, uid_folded) do update
       set uid = excluded.uid, status = excluded.status, valid_until = excluded.valid_until, valid_from = null,
           vehicle_id = excluded.vehicle_id, group_id = excluded.group_id, master_pass = excluded.master_pass,
           whitelist = default, one_session_at_a_time = default,
           visual_number = excluded.visual_number, note = excluded.note, platform_fields = '{}', removed_at = null,
           created_at = server_time(), modified_at = server_time()
     where t.removed_at is not null
    returning t.id`.execute(trx)
  return rows.map((row) => row.id)
}

async function addVehicles(
  trx: KyselyTransaction<Schema>,
  tenant: number,
  ids: readonly (string | null)[],
): Promise<void> {
  const named = [...new Set(ids.filter((id) => id !== null))].sort()
  if (named.length === 0) return
  await sql`insert into vehicle (tenant_id, public_id) select ${tenant}, k.id from unnest(${named}::text[]) as k(id)
    on conflict (tenant_id, public_id) do update set removed_at = null where vehicle.removed_at is not null`.execute(
    trx,
  )
}
