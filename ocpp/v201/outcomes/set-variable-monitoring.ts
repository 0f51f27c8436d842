import type { Outcome } from '../outcome.ts'
import { placeOf } from '../places.ts'

/** Remembers the monitors that the charger has taken, by the numbers it gave them (N04). */
export const setVariableMonitoring: Outcome<'SetVariableMonitoring'> = async (ctx, charger, { request, response }) => {
  if (!response) return
  const taken = response.setMonitoringResult.flatMap((result, index) => {
    if (result.status !== 'Accepted' || result.id === undefined) return []
    // Results come in the order of what was asked; where they do not, the type and place are the result's own.
    const { value, transaction = false } = request.setMonitoringData[index] ?? {}
    const { id, type, severity, component, variable } = result
    const body = { ...placeOf(component, variable), id, type, severity, value, transaction }
    return [{ key: String(id), body, source: 'acknowledged' as const }]
  })
  await ctx.transaction((tx) => tx.devices.install(charger, 'monitor', taken))
}
