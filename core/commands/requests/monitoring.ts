import type { VariablePlace } from '../../devices/device-variable.ts'

/** What a charger watches of itself, and reports when it changes (OCPP 2.x, block N). */
export type MonitoringRequest =
  | { kind: 'set-monitoring-base'; base: 'All' | 'FactoryDefault' | 'HardWiredOnly' }
  /** Events less severe than this are not reported; 0 is danger, 9 debug. */
  | { kind: 'set-monitoring-level'; severity: number }
  | { kind: 'set-monitors'; monitors: MonitorToSet[] }
  | { kind: 'clear-monitors'; ids: number[] }
  /** Without places, of everything. */
  | { kind: 'read-monitors'; requestId: number; places: VariablePlace[] }
  /** 2.1: the streams that are open. */
  | { kind: 'read-event-streams' }
  | { kind: 'adjust-event-stream'; stream: number; intervalSeconds: number | null; values: number | null }

export type MonitorToSet = VariablePlace & {
  /** Of a monitor that is there; without it, a new one. */
  id?: number
  type: 'UpperThreshold' | 'LowerThreshold' | 'Delta' | 'Periodic' | 'PeriodicClockAligned'
  value: number
  severity: number
  /** Only while a session runs. */
  inSessionsOnly?: boolean
}
