import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linesOf, settingsFrom } from './setting-lines.ts'

const lines = [
  'OCPPCommCtrlr.WebSocketPingInterval = 60',
  '2: OCPPCommCtrlr.MessageAttempts[TransactionEvent] = 5',
  '1.6: Custom16.LightIntensity = 40',
  'Connector[left]{1,2}.Phase.Rotation = RST, a=b',
  'EVSE{2}.AllowReset = ',
]

test('settings are written as lines and read again without a loss', () => {
  const read = settingsFrom(`\n${lines.join('\n\n')}\n`)
  assert.ok('settings' in read)
  assert.equal(linesOf(read.settings), lines.join('\n'))
  assert.deepEqual(read.settings[3], {
    component: 'Connector',
    componentInstance: 'left',
    evse: 1,
    connector: 2,
    variable: 'Phase.Rotation',
    variableInstance: null,
    value: 'RST, a=b',
    generation: null,
  })
})

for (const wrong of ['HeartbeatInterval = 5', 'A.B', '.B = 1', '3: A.B = 1x = ', 'A{x}.B = 1']) {
  test(`a line that says no setting is named by its number: ${wrong}`, () => {
    assert.deepEqual(settingsFrom(`A.B = 1\n${wrong}`), { wrongLine: 2 })
  })
}
