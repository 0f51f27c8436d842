import type { Outcome } from '../outcome.ts'

/** The streams that are open, as the charger lists them (N12). */
export const getPeriodicEventStream: Outcome<'GetPeriodicEventStream'> = async (ctx, charger, { response }) => {
  if (!response) return
  const streams = response.constantStreamData ?? []
  await ctx.transaction(async (tx) => {
    const known = new Map((await tx.devices.installed(charger, 'event-stream')).map((item) => [item.key, item.body]))
    const items = streams.map(({ id, variableMonitoringId, params }) => {
      const { samples = [], pending = 0, dropped = 0 } = known.get(String(id)) ?? {}
      const { interval = null, values = null } = params
      const body = { id, monitor: variableMonitoringId, intervalSeconds: interval, values, samples, pending, dropped }
      return { key: String(id), body }
    })
    await tx.devices.replaceInstalled(charger, 'event-stream', items)
  })
}
