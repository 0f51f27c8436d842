import { isWholeList } from '../asked-for-profiles.ts'
import type { Outcome } from '../outcome.ts'

/** Otherwise the profiles come in ReportChargingProfiles. */
export const getChargingProfiles: Outcome<'GetChargingProfiles'> = async (ctx, charger, { request, response }) => {
  if (response?.status !== 'NoProfiles' || !isWholeList(request)) return
  await ctx.transaction((tx) => tx.devices.replaceInstalled(charger, 'charging-profile', []))
}
