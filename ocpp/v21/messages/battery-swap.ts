import { recordBatterySwap } from '#core/payments/battery-swap.ts'
import { plausibleCount, plausibleName, plausiblePlace } from '../../plausible.ts'
import type { Handler } from '../handle.ts'

/** The answer has no room for a decision: it is in the record of the swap (S03). */
export const batterySwap: Handler<'BatterySwap'> = async (
  ctx,
  charger,
  { requestId, eventType, idToken, batteryData },
) => {
  await recordBatterySwap(ctx, charger, {
    requestId: plausibleCount('requestId', requestId),
    type: eventType,
    token: { uid: plausibleName('idToken', idToken.idToken), type: idToken.type },
    batteries: batteryData.map(({ evseId, serialNumber, soC, soH }) => ({
      evse: plausiblePlace('evseId', evseId),
      serialNumber: plausibleName('serialNumber', serialNumber),
      soc: soC,
      soh: soH,
    })),
  })
  return {}
}
