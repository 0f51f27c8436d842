import type { Command } from '../command.ts'
import { componentOf } from '../places.ts'

export const setMonitors: Command<'set-monitors', 'SetVariableMonitoring'> = {
  action: 'SetVariableMonitoring',
  needsCharger: false,
  call: ({ monitors }) => ({
    setMonitoringData: monitors.map(({ id, type, value, severity, inSessionsOnly, ...place }) => ({
      ...componentOf(place),
      ...(id === undefined ? {} : { id }),
      type,
      value,
      severity,
      transaction: inSessionsOnly ?? false,
    })),
  }),
  read({ setMonitoringResult }) {
    const refused = setMonitoringResult.filter(({ status }) => status !== 'Accepted')
    if (refused.length === 0) return { state: 'accepted', reason: null }
    const reasons = refused.map(({ component, variable, status }) => `${component.name}.${variable.name}: ${status}`)
    return { state: 'refused', reason: reasons.join(', ') }
  },
}
