import { followErrand } from '#core/firmware/follow-errand.ts'
import type { Handler } from '../handle.ts'

type Name = 'LogStatusNotification'

/** N01.FR.10; the number may be missing only when the charger is idle. */
export const logStatusNotification: Handler<Name> = async (ctx, charger, { requestId = null, status }) => {
  await followErrand(ctx, charger, ['log'], { requestId, status })
  return {}
}
