import { type Kysely, type Transaction as KyselyTransaction, sql } from 'kysely'
import type { Errand, ErrandKind, ErrandState, ErrandStore, ErrandWriter } from '#core/errands/errand.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** Errands as the doors read them, of one tenant. */
export function errandStore(db: Kysely<Schema>, tenant: number): ErrandStore {
  return {
    find: (id) =>
      inTenant(db, tenant, async (trx) => {
        const row = await errands(trx, tenant).where('id', '=', id).executeTakeFirst()
        return row ? errandFrom(row) : null
      }),
    list: (chargerId, { kind, limit }) =>
      inTenant(db, tenant, async (trx) => {
        let query = errands(trx, tenant).where('charger_id', '=', chargerId)
        if (kind) query = query.where('kind', '=', kind)
        return (await query.orderBy('id', 'desc').limit(limit).execute()).map(errandFrom)
      }),
    steps: (id) =>
      inTenant(db, tenant, (trx) =>
        trx
          .selectFrom('errand_step')
          .select(['at', 'progress', 'detail'])
          .where('tenant_id', '=', tenant)
          .where('errand_id', '=', id)
          .orderBy('id')
          .execute(),
      ),
  }
}

export function errandWriter(trx: KyselyTransaction<Schema>, tenant_id: number): ErrandWriter {
  const step = (errand_id: number, progress: string, detail: string | null = null) =>
    trx.insertInto('errand_step').values({ tenant_id, errand_id, progress, detail }).execute()
  const partsOf = (errand_id: number) =>
    trx.selectFrom('errand_part').where('tenant_id', '=', tenant_id).where('errand_id', '=', errand_id)
  return {
    async open(charger, { kind, requestId = null, commandId = null, campaignId = null, asked = {}, deadlineAt }) {
      const row = await trx
        .insertInto('errand')
        .values({
          tenant_id,
          charger_id: charger.id,
          kind,
          request_id: Number.isSafeInteger(requestId) ? requestId : null,
          command_id: commandId,
          campaign_id: campaignId,
          asked: JSON.stringify(asked),
          deadline_at: deadlineAt,
        })
        .returningAll()
        .executeTakeFirstOrThrow()
      return errandFrom(row)
    },
    async find(charger, kind, requestId) {
      let query = errands(trx, tenant_id).where('charger_id', '=', charger.id).where('kind', '=', kind)
      // A charger may say any number; one that no database takes is nobody's.
      if (requestId !== null && !Number.isSafeInteger(requestId)) return null
      // Without a number it is the one that is open; a number is looked for among those that have ended as well.
      query = requestId === null ? query.where('state', '=', 'open') : query.where('request_id', '=', requestId)
      const row = await query.orderBy('id', 'desc').limit(1).forUpdate().executeTakeFirst()
      return row ? errandFrom(row) : null
    },
    async byId(id) {
      const row = await errands(trx, tenant_id).where('id', '=', id).forUpdate().executeTakeFirst()
      return row ? errandFrom(row) : null
    },
    async openOnes(charger, kind) {
      const open = errands(trx, tenant_id).where('charger_id', '=', charger.id).where('kind', '=', kind)
      return (await open.where('state', '=', 'open').orderBy('id').forUpdate().execute()).map(errandFrom)
    },
    async progress(errand, { progress, detail = null, deadlineAt }) {
      await trx
        .updateTable('errand')
        .set({ progress, progressed_at: sql`server_time()`, ...(deadlineAt ? { deadline_at: deadlineAt } : {}) })
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', errand.id)
        .execute()
      if (progress !== errand.progress || detail !== null) await step(errand.id, progress, detail)
    },
    async end(errand, state, result = null) {
      const ended = await trx
        .updateTable('errand')
        .set({ state, ended_at: sql`server_time()`, ...(result ? { result: JSON.stringify(result) } : {}) })
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', errand.id)
        .where('state', '=', 'open')
        .returning('id')
        .executeTakeFirst()
      if (!ended) return false
      await step(errand.id, state)
      await trx
        .deleteFrom('errand_part')
        .where('tenant_id', '=', tenant_id)
        .where('errand_id', '=', errand.id)
        .execute()
      return true
    },
    async addPart(errand, { seqNo, isLast, body }) {
      await trx
        .insertInto('errand_part')
        .values({ tenant_id, errand_id: errand.id, seq_no: seqNo, is_last: isLast, body: JSON.stringify(body) })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },
    async partNumbers(errand) {
      const rows = await partsOf(errand.id).select(['seq_no', 'is_last']).execute()
      return rows.map((row) => ({ seqNo: row.seq_no, isLast: row.is_last }))
    },
    async bodies(errand) {
      const rows = await partsOf(errand.id).select('body').orderBy('seq_no').execute()
      return rows.map((row) => row.body)
    },
  }
}

function errands(db: Kysely<Schema>, tenant: number) {
  return db.selectFrom('errand').selectAll().where('tenant_id', '=', tenant)
}

type Row = Awaited<ReturnType<ReturnType<typeof errands>['executeTakeFirstOrThrow']>>

function errandFrom(row: Row): Errand {
  return {
    id: row.id,
    chargerId: row.charger_id,
    kind: row.kind as ErrandKind,
    requestId: row.request_id,
    state: row.state as ErrandState,
    progress: row.progress,
    commandId: row.command_id,
    campaignId: row.campaign_id,
    asked: row.asked as Record<string, unknown>,
    result: row.result as Record<string, unknown> | null,
    createdAt: row.created_at,
    progressedAt: row.progressed_at,
    deadlineAt: row.deadline_at,
    endedAt: row.ended_at,
  }
}
