import type { Vendor } from './vendor.ts'

/** Every vendor whose DataTransfer messages mean something to us. */
export const vendors: readonly Vendor[] = []
