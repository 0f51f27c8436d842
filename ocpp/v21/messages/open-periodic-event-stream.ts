import { openEventStream } from '#core/devices/event-streams.ts'
import type { Handler } from '../handle.ts'

export const openPeriodicEventStream: Handler<'OpenPeriodicEventStream'> = async (ctx, charger, request) => {
  const { id, variableMonitoringId, params } = request.constantStreamData
  const isOpen = await openEventStream(ctx, charger, {
    id,
    monitor: variableMonitoringId,
    intervalSeconds: params.interval ?? null,
    values: params.values ?? null,
  })
  return { status: isOpen ? 'Accepted' : 'Rejected' }
}
