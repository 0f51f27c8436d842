import { cancelOlderErrands } from '#core/firmware/cancel-older.ts'
import { goOnUnsigned } from '#core/firmware/go-on-unsigned.ts'
import { isUnsupported } from '../../unsupported.ts'
import type { Outcome } from '../outcome.ts'

export const signedUpdateFirmware: Outcome<'SignedUpdateFirmware'> = async (ctx, charger, about) => {
  const { command, response, errand, ending } = about
  if (errand && response?.status === 'AcceptedCanceled') await cancelOlderErrands(ctx, charger, errand)
  if (isUnsupported(ending)) await goOnUnsigned(ctx, charger, command)
}
