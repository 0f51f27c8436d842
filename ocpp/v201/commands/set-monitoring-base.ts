import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

export const setMonitoringBase: Command<'set-monitoring-base', 'SetMonitoringBase'> = {
  action: 'SetMonitoringBase',
  needsCharger: false,
  call: ({ base }) => ({ monitoringBase: base }),
  read: readStatus,
}
