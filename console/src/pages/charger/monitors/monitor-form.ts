import type { CommandRequest } from '../../../../../api/console/wire/chargers.ts'
import type { Variable } from '../../../../../api/console/wire/provisioning.ts'
import { types } from './monitor-words.ts'

/** A monitor as its form has it; `variable` is the key of one that the charger told. */
export interface MonitorForm extends Record<string, unknown> {
  variable: string | null
  type: string
  value: string
  severity: string
  inSessionsOnly: boolean
}

export const newMonitor: MonitorForm = {
  variable: null,
  type: 'UpperThreshold',
  value: '',
  severity: '4',
  inSessionsOnly: false,
}

export function monitorOf(form: MonitorForm, variable: Variable): Extract<CommandRequest, { kind: 'set-monitors' }> {
  const { component, componentInstance, evse, connector, variableInstance } = variable
  const place = { component, componentInstance, evse, connector, variable: variable.variable, variableInstance }
  const { severity, inSessionsOnly } = form
  const monitor = { type: typeOf(form.type), value: amountOf(form) ?? 0, severity: Number(severity), inSessionsOnly }
  return { kind: 'set-monitors', monitors: [{ ...place, ...monitor }] }
}

/** The number that is typed, with point or comma; null when it cannot be one of its type. */
export function amountOf({ value, type }: Pick<MonitorForm, 'value' | 'type'>): number | null {
  const number = value.trim() === '' ? Number.NaN : Number(value.trim().replace(',', '.'))
  if (!Number.isFinite(number)) return null
  // N04.FR.08, N04.FR.14: an interval is more than nothing, and a change is not negative.
  if (type === 'Periodic' || type === 'PeriodicClockAligned') return number > 0 ? number : null
  return type === 'Delta' && number < 0 ? null : number
}

export function typeOf(text: string): (typeof types)[number] {
  return types.find((one) => one === text) ?? 'UpperThreshold'
}
