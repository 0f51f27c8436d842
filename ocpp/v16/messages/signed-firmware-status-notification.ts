import { followErrand } from '#core/firmware/follow-errand.ts'
import type { Handler } from '../handle.ts'

type Name = 'SignedFirmwareStatusNotification'

export const signedFirmwareStatusNotification: Handler<Name> = async (ctx, charger, { requestId = null, status }) => {
  await followErrand(ctx, charger, ['firmware'], { requestId, status })
  return {}
}
