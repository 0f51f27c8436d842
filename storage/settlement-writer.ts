import { type Transaction as KyselyTransaction, sql } from 'kysely'
import type { SettlementWriter } from '#core/payments/settlement.ts'
import type { Schema } from './schema.ts'

/** Payments at chargers' own terminals; a payment is one row, by the name that its provider gave it. */
export function settlementWriter(trx: KyselyTransaction<Schema>, tenant: number): SettlementWriter {
  return {
    async keep(charger, settlement) {
      const { pspRef, amount, settledAt, vatCompany, ...rest } = settlement
      const { rows } = await sql<{ receipt_id: string | null; receipt_url: string | null }>`
        insert into settlement as known (tenant_id, charger_id, psp_ref, transaction_id, status, status_info, amount,
            settled_at, receipt_id, receipt_url, vat_number, vat_company)
        values (${tenant}, ${charger.id}, ${pspRef}, ${rest.transactionId}, ${rest.status}, ${rest.statusInfo},
            ${amount.toFixed()}, ${settledAt}, ${rest.receiptId}, ${rest.receiptUrl}, ${rest.vatNumber},
            ${vatCompany && JSON.stringify(vatCompany)}::jsonb)
        on conflict (tenant_id, charger_id, psp_ref) do update set
            transaction_id = coalesce(excluded.transaction_id, known.transaction_id),
            status = case when excluded.settled_at >= known.settled_at then excluded.status else known.status end,
            status_info = case when excluded.settled_at >= known.settled_at then excluded.status_info else known.status_info end,
            amount = case when excluded.settled_at >= known.settled_at then excluded.amount else known.amount end,
            settled_at = greatest(excluded.settled_at, known.settled_at),
            receipt_id = coalesce(known.receipt_id, excluded.receipt_id),
            receipt_url = coalesce(known.receipt_url, excluded.receipt_url),
            vat_number = coalesce(excluded.vat_number, known.vat_number),
            vat_company = coalesce(excluded.vat_company, known.vat_company)
        returning receipt_id, receipt_url`.execute(trx)
      return { receiptId: rows[0]!.receipt_id, receiptUrl: rows[0]!.receipt_url }
    },
  }
}
