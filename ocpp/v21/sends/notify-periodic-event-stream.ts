import { takeStreamData } from '#core/devices/event-streams.ts'
import type { SendHandler } from '../handle.ts'

/** N15: `t` counts seconds from the message's base time. */
export const notifyPeriodicEventStream: SendHandler<'NotifyPeriodicEventStream'> = async (ctx, charger, message) => {
  const base = charger.timeOf(message.basetime) ?? ctx.now()
  const samples = message.data.map(({ t, v }) => ({ at: base.add({ milliseconds: Math.round(t * 1000) }), value: v }))
  await takeStreamData(ctx, charger, { id: message.id, pending: message.pending, samples })
}
