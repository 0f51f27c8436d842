import { type Kysely, sql } from 'kysely'
import type { Schema } from './schema.ts'

/** What a search means, as values that the indexes of sessions know. */
export type Keys = { chargers: readonly number[]; uids: readonly string[]; vehicles: readonly string[] }

/**
 * Finds which chargers, cards and vehicles are meant by a part of their names: these tables are small. The text itself
 * stands beside them, for cards that nobody has added.
 */
export async function keysFor(trx: Kysely<Schema>, tenant: number, search: string): Promise<Keys> {
  const text = search.trim()
  const part = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<{ kind: 'charger' | 'uid' | 'vehicle'; id: number | null; text: string | null }>`
    select 'charger' as kind, id, null as text from charger
     where tenant_id = ${tenant} and (identity ilike ${part} or name ilike ${part})
    union all
    (select distinct 'uid', null::bigint, uid from token
      where tenant_id = ${tenant} and (uid ilike ${part} or visual_number ilike ${part}) limit ${most})
    union all
    (select 'vehicle', null, public_id from vehicle where tenant_id = ${tenant} and public_id ilike ${part} limit ${most})
  `.execute(trx)
  const spelled = [text, text.toLowerCase(), text.toUpperCase()]
  const texts = (kind: string) => rows.flatMap((row) => (row.kind === kind && row.text !== null ? [row.text] : []))
  // A charger may spell a card otherwise than we do.
  const uids = texts('uid').flatMap((uid) => [uid, uid.toLowerCase(), uid.toUpperCase()])
  return {
    chargers: rows.flatMap((row) => (row.id === null ? [] : [row.id])),
    uids: [...new Set([...spelled, ...uids])],
    vehicles: [...new Set([...spelled, ...texts('vehicle')])],
  }
}

const most = 10_000
