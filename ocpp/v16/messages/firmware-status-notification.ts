import { followErrand } from '#core/firmware/follow-errand.ts'
import type { Handler } from '../handle.ts'

/** It carries no number: it is of the one update that is under way (J-01). */
export const firmwareStatusNotification: Handler<'FirmwareStatusNotification'> = async (ctx, charger, { status }) => {
  await followErrand(ctx, charger, ['firmware'], { requestId: null, status })
  return {}
}
