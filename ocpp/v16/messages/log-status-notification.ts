import { followErrand } from '#core/firmware/follow-errand.ts'
import type { Handler } from '../handle.ts'

type Name = 'LogStatusNotification'

export const logStatusNotification: Handler<Name> = async (ctx, charger, { requestId = null, status }) => {
  await followErrand(ctx, charger, ['log'], { requestId, status })
  return {}
}
