import { takeStartStop } from '#core/smart-charging/der-controls.ts'
import { plausibleName } from '../../plausible.ts'
import type { Handler } from '../handle.ts'

export const notifyDERStartStop: Handler<'NotifyDERStartStop'> = async (ctx, charger, request) => {
  const { controlId, started, timestamp, supersededIds = [] } = request
  await takeStartStop(ctx, charger, {
    controlId: plausibleName('controlId', controlId),
    started,
    at: charger.timeOf(timestamp) ?? ctx.now(),
    supersededIds: supersededIds.map((id) => plausibleName('supersededIds', id)),
  })
  return {}
}
