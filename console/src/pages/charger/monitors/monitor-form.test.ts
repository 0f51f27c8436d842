import assert from 'node:assert/strict'
import { test } from 'node:test'
import { amountOf, monitorOf, newMonitor } from './monitor-form.ts'

test('what a charger would have to refuse as the value of a monitor is not sent', () => {
  const cases: [type: string, value: string, read: number | null][] = [
    ['UpperThreshold', '-3,5', -3.5],
    ['LowerThreshold', ' 10 ', 10],
    ['Delta', '0', 0],
    ['Delta', '-1', null],
    ['Periodic', '0', null],
    ['PeriodicClockAligned', '900', 900],
    ['UpperThreshold', '', null],
    ['UpperThreshold', 'hot', null],
  ]
  for (const [type, value, read] of cases) assert.equal(amountOf({ type, value }), read, `${type} ${value}`)
})

test('a monitor is set where the variable is', () => {
  const place = { component: 'Connector', componentInstance: null, evse: 1, connector: 2, variableInstance: null }
  const told = { key: null, value: null, mutability: null, unit: null, dataType: null, valuesList: null }
  const variable = { ...place, ...told, variable: 'Temperature', attribute: 'Actual' as const, observedAt: '' }
  const asked = monitorOf({ ...newMonitor, value: '80' }, { ...variable, minLimit: null, maxLimit: null })
  const rest = { type: 'UpperThreshold', value: 80, severity: 4, inSessionsOnly: false }
  assert.deepEqual(asked.monitors, [{ ...place, variable: 'Temperature', ...rest }])
})
