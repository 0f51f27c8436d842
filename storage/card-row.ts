import { type RawBuilder, sql } from 'kysely'
import type { Card, CardFilter } from '#core/authorization/card.ts'
import type { Whitelist } from '#core/authorization/card-options.ts'
import type { TokenType } from '#core/authorization/token.ts'

export type CardRow = {
  id: number
  uid: string
  type: TokenType
  status: 'active' | 'blocked'
  valid_until: Temporal.Instant | null
  vehicle: string | null
  group_id: string | null
  visual_number: string | null
  note: string | null
  whitelist: Whitelist
  master_pass: boolean
  one_session_at_a_time: boolean
  created_at: Temporal.Instant
}

export const selectCards = sql`
  select t.id, t.uid, t.type, t.status, t.valid_until, v.public_id as vehicle, t.group_id, t.visual_number, t.note,
         t.whitelist, t.master_pass, t.one_session_at_a_time, t.created_at
    from token t left join vehicle v on v.tenant_id = t.tenant_id and v.id = t.vehicle_id`

export function cardFrom(row: CardRow): Card {
  return {
    id: row.id,
    uid: row.uid,
    type: row.type,
    blocked: row.status === 'blocked',
    validUntil: row.valid_until,
    vehicleId: row.vehicle,
    groupId: row.group_id,
    visualNumber: row.visual_number,
    note: row.note,
    whitelist: row.whitelist,
    masterPass: row.master_pass,
    oneSessionAtATime: row.one_session_at_a_time,
    createdAt: row.created_at,
  }
}

/** What of a row `t` with its vehicle `v` a filter lets through. */
export function cardConditions(tenant: number, filter: CardFilter, now: Temporal.Instant): RawBuilder<unknown>[] {
  const { search, status, vehicle } = filter
  const part = search === null ? null : `%${search.trim().replaceAll(/[\\%_]/g, '\\$&')}%`
  const isExpired = sql`coalesce(t.valid_until <= ${now}, false)`
  return [
    sql`t.tenant_id = ${tenant}`,
    sql`t.removed_at is null`,
    ...(status === 'blocked' ? [sql`t.status = 'blocked'`] : []),
    ...(status === 'expired' ? [sql`t.status = 'active' and ${isExpired}`] : []),
    ...(status === 'active' ? [sql`t.status = 'active' and not ${isExpired}`] : []),
    ...(vehicle === undefined ? [] : [sql`v.public_id = ${vehicle}`]),
    ...(part === null
      ? []
      : [
          sql`(t.uid ilike ${part} or t.visual_number ilike ${part} or t.group_id ilike ${part} or t.note ilike ${part}
               or v.public_id ilike ${part})`,
        ]),
  ]
}
