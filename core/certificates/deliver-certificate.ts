import { askCharger } from '../commands/ask-charger.ts'
import type { Command } from '../commands/command.ts'
import type { ChargerRef, Transaction, Uses } from '../context.ts'
import { type DeviceStore, stationVariable } from '../devices/device-variable.ts'
import type { CertificateOrder } from './certificate-order.ts'

type Signed = Pick<CertificateOrder, 'errandId' | 'purpose' | 'requestId' | 'way'> & { chain: string }
type Used = Uses<'chargerLink' | 'devices' | 'now' | 'settings' | 'transaction'>

/** Sends a charger the certificate that was signed for it, as soon as it is there. */
export async function deliverCertificate(ctx: Used, charger: ChargerRef, order: Signed): Promise<void> {
  const { purpose, requestId, way } = order
  const longest = await longestChain(ctx.devices, charger.id)
  if (order.chain.length > longest) {
    await ctx.transaction(async (tx) => {
      const errand = await tx.errands.byId(order.errandId)
      const reason = `The chain is longer than the ${longest} characters that the charger takes.`
      if (errand) await tx.errands.end(errand, 'failed', { reason })
    })
    return
  }
  const request =
    way === 'message'
      ? ({ kind: 'deliver-certificate', chain: order.chain, certificate: purpose, requestId } as const)
      : ({
          kind: 'data-transfer',
          vendorId: plugAndCharge,
          messageId: 'CertificateSigned',
          data: JSON.stringify({ certificateChain: order.chain, certificateType: 'V2GCertificate' }),
        } as const)
  const also = async (tx: Transaction, command: Command) => {
    await tx.certificateOrders.sent(order.errandId, command.id)
    const errand = await tx.errands.byId(order.errandId)
    if (errand?.state === 'open') await tx.errands.progress(errand, { progress: 'signed' })
  }
  await askCharger(ctx, charger, request, { withinSeconds: 24 * 3_600, also })
}

/** Plug & Charge for 1.6: the messages of 2.0.1 in data transfers. */
export const plugAndCharge = 'org.openchargealliance.iso15118pnc'

/** A02.FR.16: not longer than the charger says it takes; never longer than OCPP allows. */
async function longestChain(devices: DeviceStore, chargerId: number): Promise<number> {
  const place = stationVariable('SecurityCtrlr', 'MaxCertificateChainSize')
  const known = Number((await devices.variable(chargerId, place))?.value)
  return known > 0 ? Math.min(known, 10_000) : 10_000
}
