import { noteUnplugged } from '#core/sessions/note-unplugged.ts'
import { showFinalCost } from '#core/tariffs/show-final-cost.ts'
import { costVendor } from '../cost-vendor.ts'
import type { Vendor, VendorMessage } from './vendor.ts'

/** Prices and costs on the displays of 1.6 chargers (OCA, California pricing): what chargers say of it. */
export const californiaPricing: Vendor = {
  vendorId: costVendor,
  messages: { ConnectorUnplugged: connectorUnplugged },
}

/** Ends the idle time that is paid for after the stop; only now it is known what the session costs. */
async function connectorUnplugged(...[ctx, charger, data]: Parameters<VendorMessage>): ReturnType<VendorMessage> {
  const said = read(data)
  if (!said) return { status: 'Rejected' }
  const { transactionId, timestamp } = said
  const isKnown = await noteUnplugged(ctx, charger, { wireId: transactionId, at: charger.timeOf(timestamp) })
  if (isKnown) await showFinalCost(ctx, charger, transactionId)
  return { status: isKnown ? 'Accepted' : 'Rejected' }
}

function read(data: string | undefined): { transactionId: number; timestamp: string | undefined } | null {
  try {
    const { transactionId, timestamp } = JSON.parse(data ?? '') as Record<string, unknown>
    const isId = typeof transactionId === 'number' && Number.isSafeInteger(transactionId) && transactionId > 0
    const isTime = timestamp === undefined || typeof timestamp === 'string'
    return isId && isTime ? { transactionId, timestamp } : null
  } catch {
    return null
  }
}
