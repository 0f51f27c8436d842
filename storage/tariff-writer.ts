import { type Transaction as KyselyTransaction, sql } from 'kysely'
import { foldUid } from '#core/authorization/token.ts'
import { tariffIdOf } from '#core/tariffs/tariff.ts'
import type { TariffAssignment, TariffWriter } from '#core/tariffs/tariffs.ts'
import type { Schema } from './schema.ts'
import { type AssignmentRow, assignmentFrom, tariffFrom } from './tariff-row.ts'
import { selectAssignments } from './tariff-store.ts'

/** Tariffs as doors write them, and what sessions cost, in one transaction. */
export function tariffWriter(
  trx: KyselyTransaction<Schema>,
  tenant: number,
  touched: { tariffs: boolean },
): TariffWriter {
  const assignment = async (id: number): Promise<TariffAssignment> => {
    const { rows } = await sql<AssignmentRow>`${selectAssignments(tenant)} and a.id = ${id}`.execute(trx)
    return assignmentFrom(rows[0]!)
  }
  const end = async (where: ReturnType<typeof sql>): Promise<number[]> => {
    touched.tariffs = true
    const { rows } = await sql<{ id: number }>`update tariff_assignment set ended_at = server_time()
      where tenant_id = ${tenant} and ended_at is null and ${where} returning id`.execute(trx)
    return rows.map(({ id }) => id)
  }
  return {
    async add(terms) {
      const row = await trx
        .insertInto('tariff')
        .values({
          tenant_id: tenant,
          tariff_id: tariffIdOf(terms),
          name: terms.name,
          currency: terms.currency,
          terms: JSON.stringify(terms),
        })
        .onConflict((conflict) => conflict.columns(['tenant_id', 'tariff_id']).doUpdateSet({ retired_at: null }))
        .returningAll()
        .executeTakeFirstOrThrow()
      return tariffFrom(row)
    },
    async retire(tariffId) {
      const row = await trx
        .updateTable('tariff')
        .set({ retired_at: sql`coalesce(retired_at, server_time())` })
        .where('tenant_id', '=', tenant)
        .where('tariff_id', '=', tariffId)
        .returningAll()
        .executeTakeFirst()
      if (!row) return null
      await end(sql`tariff_id = ${row.id}`)
      return tariffFrom(row)
    },
    async assign(tariff, place, { limits, prepaid }) {
      const at = {
        charger_id: 'charger' in place ? place.charger.id : null,
        evse: place.kind === 'evse' ? place.evse : null,
        token_uid_folded: place.kind === 'token' ? foldUid(place.uid) : null,
      }
      await end(sql`charger_id is not distinct from ${at.charger_id}::bigint and evse is not distinct from ${at.evse}::int
        and token_uid_folded is not distinct from ${at.token_uid_folded}::text`)
      const row = await trx
        .insertInto('tariff_assignment')
        .values({ tenant_id: tenant, tariff_id: tariff.id, ...at, limits: JSON.stringify(limits), prepaid })
        .returning('id')
        .executeTakeFirstOrThrow()
      return assignment(row.id)
    },
    async endAssignment(id) {
      const [ended] = await end(sql`id = ${id}`)
      return ended === undefined ? null : assignment(ended)
    },
    async keepCost(session, { tariff, cost, isFinal }) {
      const priced = {
        tariff_id: tariff.id,
        session_version: session.version,
        is_final: isFinal,
        currency: cost.currency,
        excl_tax: cost.exclTax.toFixed(),
        incl_tax: cost.inclTax.toFixed(),
        lines: JSON.stringify(cost.lines.map(({ kind, exclTax }) => ({ kind, exclTax: exclTax.toFixed(6) }))),
      }
      await trx
        .insertInto('session_cost')
        .values({ tenant_id: tenant, session_id: session.id, charger_id: session.chargerId, ...priced })
        .onConflict((conflict) =>
          conflict.columns(['tenant_id', 'session_id']).doUpdateSet({ ...priced, updated_at: sql`server_time()` }),
        )
        .execute()
    },
    async keepStationCost(sessionId, { inclTax, details, differs }) {
      await trx
        .updateTable('session_cost')
        .set({ station: JSON.stringify(details), station_incl_tax: inclTax, differs })
        .where('tenant_id', '=', tenant)
        .where('session_id', '=', sessionId)
        .execute()
    },
    async noteTold(sessionId, at, notSince) {
      const told = await trx
        .updateTable('session_cost')
        .set({ told_at: at })
        .where('tenant_id', '=', tenant)
        .where('session_id', '=', sessionId)
        .where((where) => where.or([where('told_at', 'is', null), where('told_at', '<=', notSince)]))
        .returning('session_id')
        .executeTakeFirst()
      return told !== undefined
    },
    async changeTariff(session, tariff) {
      const changed = { tariff_id: tariff.id, tariff_changed: true, session_version: -1 }
      await trx
        .insertInto('session_cost')
        .values({
          tenant_id: tenant,
          session_id: session.id,
          charger_id: session.chargerId,
          is_final: false,
          currency: tariff.terms.currency,
          excl_tax: '0',
          incl_tax: '0',
          lines: '[]',
          ...changed,
        })
        .onConflict((conflict) => conflict.columns(['tenant_id', 'session_id']).doUpdateSet(changed))
        .execute()
    },
  }
}
