import { cancelOlderErrands } from '#core/firmware/cancel-older.ts'
import type { Outcome } from '../outcome.ts'

export const updateFirmware: Outcome<'UpdateFirmware'> = async (ctx, charger, { response, errand }) => {
  if (errand && response?.status === 'AcceptedCanceled') await cancelOlderErrands(ctx, charger, errand)
}
