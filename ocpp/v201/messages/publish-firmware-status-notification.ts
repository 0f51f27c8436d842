import { followErrand } from '#core/firmware/follow-errand.ts'
import type { Handler } from '../handle.ts'

type Name = 'PublishFirmwareStatusNotification'

/** L03.FR.03: once it is published the addresses come with it. */
export const publishFirmwareStatusNotification: Handler<Name> = async (ctx, charger, request) => {
  const { requestId = null, status, location } = request
  const result = location ? { locations: location } : {}
  await followErrand(ctx, charger, ['publish-firmware'], { requestId, status, result })
  return {}
}
