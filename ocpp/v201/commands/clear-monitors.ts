import type { Command } from '../command.ts'

export const clearMonitors: Command<'clear-monitors', 'ClearVariableMonitoring'> = {
  action: 'ClearVariableMonitoring',
  needsCharger: false,
  call: ({ ids }) => (ids.length === 0 ? { refused: 'No monitor is named.' } : { id: ids as [number, ...number[]] }),
  read({ clearMonitoringResult }) {
    // One that is not there any more is cleared as well (N06.FR.02).
    const refused = clearMonitoringResult.filter(({ status }) => status === 'Rejected')
    if (refused.length === 0) return { state: 'accepted', reason: null }
    return { state: 'refused', reason: `monitors ${refused.map(({ id }) => id).join(', ')}` }
  },
}
