import { plugAndCharge } from '#core/certificates/deliver-certificate.ts'
import { orderCertificate } from '#core/certificates/order-certificate.ts'
import type { Context } from '#core/context.ts'
import type { ConnectedCharger } from '../connected-charger.ts'
import { createValidator, type Validator } from '../rpc/validate.ts'
import { authorize } from '../v201/messages/authorize.ts'
import { get15118EVCertificate } from '../v201/messages/get-15118-ev-certificate.ts'
import { getCertificateStatus } from '../v201/messages/get-certificate-status.ts'
import type { Messages } from '../v201/messages.ts'
import type { Vendor, VendorMessage } from './vendor.ts'

/** Plug & Charge for 1.6 (OCA): the messages of 2.0.1 as JSON in data transfers, with the same meaning. */
export const iso15118PlugAndCharge: Vendor = {
  vendorId: plugAndCharge,
  messages: {
    Authorize: as201('Authorize', authorize),
    Get15118EVCertificate: as201('Get15118EVCertificate', get15118EVCertificate),
    GetCertificateStatus: as201('GetCertificateStatus', getCertificateStatus),
    SignCertificate: as201('SignCertificate', async (ctx, charger, { csr }) => {
      const order = { csr, purpose: 'v2g', requestId: null, way: 'data-transfer' } as const
      return { status: (await orderCertificate(ctx, charger, order)) === null ? 'Accepted' : 'Rejected' }
    }),
  },
}

type Answer<Action extends keyof Messages> = (
  ctx: Context,
  charger: ConnectedCharger,
  request: Messages[Action]['request'],
) => Promise<Messages[Action]['response']>

/** What does not fit the schema is rejected: a data transfer has no errors of its own. */
function as201<Action extends keyof Messages>(action: Action, answer: Answer<Action>): VendorMessage {
  return async (ctx, charger, text) => {
    validator ??= createValidator('2.0.1')
    const checked = validator.call(action, read(text), 'lenient')
    if (!checked.ok) return { status: 'Rejected' }
    const response = await answer(ctx, charger, checked.payload as Messages[Action]['request'])
    return { status: 'Accepted', data: JSON.stringify(response) }
  }
}

let validator: Validator | null = null

function read(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return null
  }
}
