import type { Context } from '#core/context.ts'
import type { ConnectedCharger } from '../connected-charger.ts'

/** The messages of one vendor that we understand, by their id; data is whatever the vendor agreed with us. */
export type Vendor = {
  vendorId: string
  messages: Readonly<Record<string, VendorMessage>>
}

export type VendorMessage = (
  ctx: Context,
  charger: ConnectedCharger,
  data: string | undefined,
) => Promise<{ status: 'Accepted' | 'Rejected'; data?: string }>
