import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChargerEvent } from './device-variable.ts'
import { troublesAmong } from './troubles.ts'

const at = Temporal.Instant.from('2027-01-31T12:00:00Z')
const problem: ChargerEvent = {
  id: 1,
  chargerId: 1,
  at,
  receivedAt: at,
  kind: 'device',
  type: 'Connector.Problem',
  severity: null,
  evse: 1,
  connector: 1,
  body: { value: 'true', trigger: 'Delta' },
  clearedAt: null,
}
const alert = { ...problem, type: 'EVSE.Temperature', body: { value: '91', trigger: 'Alerting' } }

const cases: [what: string, events: ChargerEvent[], troubles: number][] = [
  ['a part that says it has a problem', [problem], 1],
  ['a part that says it has none', [{ ...problem, body: { value: 'false' } }], 0],
  ['what was called off', [{ ...problem, clearedAt: at }], 0],
  ['the same of another connector', [problem, { ...problem, connector: 2 }], 2],
  ['what was said before, and is no more', [{ ...problem, body: { value: 'False' } }, problem], 0],
  ['an alert', [alert], 1],
  ['an alert that is a warning', [{ ...alert, severity: 6 }], 0],
  ['a value that is reported now and then', [{ ...alert, body: { value: '40', trigger: 'Periodic' } }], 0],
  ['an event of another kind', [{ ...problem, kind: 'security' }], 0],
]

for (const [what, events, troubles] of cases) {
  test(`wrong with a charger now: ${what} counts ${troubles}`, () => {
    assert.equal(troublesAmong(events).length, troubles)
  })
}

test('the worst trouble comes first', () => {
  const danger = { ...alert, severity: 0 }
  assert.deepEqual(troublesAmong([problem, danger]), [danger, problem])
})
