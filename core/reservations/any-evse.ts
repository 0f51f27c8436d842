import type { Uses } from '../context.ts'
import { stationVariable } from '../devices/device-variable.ts'

/**
 * Whether a charger keeps something free without saying where: ReserveConnectorZeroSupported in 1.6,
 * ReservationCtrlr.NonEvseSpecific in 2.x (R-02, H01.FR.18, H01.FR.19).
 */
export async function supportsAnyEvse(ctx: Uses<'devices'>, charger: { id: number }): Promise<boolean> {
  const found = await ctx.devices.variable(charger.id, stationVariable('ReservationCtrlr', 'NonEvseSpecific'))
  return found?.value?.trim().toLowerCase() === 'true'
}
