import { randomBytes } from 'node:crypto'
import type { Decimal } from 'decimal.js'
import type { ChargerRef, Uses } from '../context.ts'
import { stationVariable } from '../devices/device-variable.ts'

/** How a payment at the charger's own terminal ended, as the charger told (2.1, C21). */
export type Settlement = {
  /** The payment's name at its provider; the same payment again has the same one (N-05). */
  pspRef: string
  transactionId: string | null
  /** Settled, Canceled, Rejected or Failed. */
  status: string
  statusInfo: string | null
  amount: Decimal
  settledAt: Temporal.Instant
  receiptId: string | null
  receiptUrl: string | null
  vatNumber: string | null
  vatCompany: object | null
}

export type Receipt = { receiptId: string | null; receiptUrl: string | null }

export type SettlementWriter = {
  /** Puts it, or what is newer of the same payment, and gives the receipt that it has now; a receipt stays. */
  keep(charger: ChargerRef, settlement: Settlement): Promise<Receipt>
}

/**
 * Records the settlement of a payment, and gives the receipt that the charger shows, when receipts are ours to make
 * (C21.FR.03). The same payment told again gets the same receipt.
 */
export async function recordSettlement(
  ctx: Uses<'devices' | 'settings' | 'transaction'>,
  charger: ChargerRef,
  settlement: Settlement,
): Promise<Receipt | null> {
  const byCsms = await ctx.devices.variable(charger.id, stationVariable('PaymentCtrlr', 'ReceiptByCSMS'))
  const template = byCsms?.value?.toLowerCase() === 'true' ? ctx.settings.receiptUrl : null
  const isOurs = template !== null && settlement.status === 'Settled'
  const made = isOurs ? ourReceipt(template) : null
  const kept = await ctx.transaction(async (tx) => {
    const receipt = await tx.settlements.keep(charger, {
      ...settlement,
      receiptId: settlement.receiptId ?? made?.receiptId ?? null,
      receiptUrl: settlement.receiptUrl ?? made?.receiptUrl ?? null,
    })
    const { pspRef, transactionId, status, amount, settledAt } = settlement
    const body = { pspRef, transactionId, amount: amount.toFixed() }
    const key = `settlement/${pspRef}/${status}`
    const event = {
      at: settledAt,
      kind: 'settlement',
      type: status,
      severity: null,
      evse: null,
      connector: null,
    } as const
    await tx.devices.addEvents(charger, [{ ...event, body, key }])
    return receipt
  })
  return isOurs ? kept : null
}

/** A receipt's address names nothing that could be guessed. */
function ourReceipt(template: string): { receiptId: string; receiptUrl: string } {
  const receiptId = randomBytes(16).toString('base64url')
  return { receiptId, receiptUrl: template.replaceAll('{receipt}', receiptId) }
}
