import { californiaPricing } from './california-pricing.ts'
import { iso15118PlugAndCharge } from './iso15118-pnc.ts'
import type { Vendor } from './vendor.ts'

/** Every vendor whose DataTransfer messages mean something to us. */
export const vendors: readonly Vendor[] = [californiaPricing, iso15118PlugAndCharge]
