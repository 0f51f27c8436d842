import type { Outcome } from '../outcome.ts'

/** Forgets the monitors that the charger has cleared, or did not have (N06). */
export const clearVariableMonitoring: Outcome<'ClearVariableMonitoring'> = async (ctx, charger, { response }) => {
  if (!response) return
  const gone = response.clearMonitoringResult.filter(({ status }) => status !== 'Rejected')
  await ctx.transaction((tx) =>
    tx.devices.uninstall(
      charger,
      'monitor',
      gone.map(({ id }) => String(id)),
    ),
  )
}
