import { closeEventStream } from '#core/devices/event-streams.ts'
import type { Handler } from '../handle.ts'

export const closePeriodicEventStream: Handler<'ClosePeriodicEventStream'> = async (ctx, charger, { id }) => {
  await closeEventStream(ctx, charger, id)
  return {}
}
