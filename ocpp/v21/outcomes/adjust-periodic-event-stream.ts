import type { Outcome } from '../outcome.ts'

/** A stream is sent as often as was agreed now (N14). */
export const adjustPeriodicEventStream: Outcome<'AdjustPeriodicEventStream'> = async (
  ctx,
  charger,
  { request, response },
) => {
  if (response?.status !== 'Accepted') return
  await ctx.transaction(async (tx) => {
    const stream = (await tx.devices.installed(charger, 'event-stream')).find(({ key }) => key === String(request.id))
    if (!stream) return
    const { interval = stream.body.intervalSeconds, values = stream.body.values } = request.params
    const body = { ...stream.body, intervalSeconds: interval, values }
    await tx.devices.install(charger, 'event-stream', [{ key: stream.key, body, source: 'acknowledged' }])
  })
}
