import assert from 'node:assert/strict'
import { test } from 'node:test'
import { latencyText, payloadLine, prettyFrame, repairsOf } from './frame-text.ts'

test('frames are shown with indentation, and as they are when they are not JSON', () => {
  assert.equal(prettyFrame('[3,"1",{}]'), '[\n  3,\n  "1",\n  {}\n]')
  assert.equal(prettyFrame('[2,"1","Meter…'), '[2,"1","Meter…')
})

test('the line of a message shows its contents without the frame', () => {
  assert.equal(payloadLine('[2,"1","Reset",{"type":"Soft"}]'), '{"type":"Soft"}')
  assert.equal(payloadLine('[2,"1","Heartbeat",{}]'), '')
  assert.equal(payloadLine('nonsense'), 'nonsense')
})

test('tolerated deviations are told one by one, with their place and number', () => {
  assert.deepEqual(repairsOf({ repairs: 'number-as-text meterValue[].value ×3, enum-case status, bom-stripped' }), [
    { rule: 'number-as-text', path: 'meterValue[].value', count: 3 },
    { rule: 'enum-case', path: 'status', count: 1 },
    { rule: 'bom-stripped', path: '', count: 1 },
  ])
  assert.deepEqual(repairsOf({ repairs: 'id-number ×2' }), [{ rule: 'id-number', path: '', count: 2 }])
  assert.deepEqual(repairsOf({ repairs: null }), [])
})

test('latencies are told with a fitting unit', () => {
  const number = (value: number, decimals: number) => value.toFixed(decimals)
  assert.deepEqual(
    [0.84, 42, 1_440].map((milliseconds) => latencyText(milliseconds, number)),
    ['0.8 ms', '42 ms', '1.4 s'],
  )
})
