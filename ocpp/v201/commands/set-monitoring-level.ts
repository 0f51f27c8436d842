import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

export const setMonitoringLevel: Command<'set-monitoring-level', 'SetMonitoringLevel'> = {
  action: 'SetMonitoringLevel',
  needsCharger: false,
  call: ({ severity }) => ({ severity }),
  read: readStatus,
}
