import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OpenAdrEvent } from './event.ts'
import { fillReport, isGiven } from './fill-report.ts'
import { owedReports } from './owed-reports.ts'

const told = '2026-03-10T12:00:00Z'
const at = (time: string) => Temporal.Instant.from(`2026-03-10T${time}:00Z`)

function event(requests: unknown, members: Partial<OpenAdrEvent> = {}): OpenAdrEvent {
  return {
    ...{ id: 'e1', createdDateTime: told, intervalPeriod: { start: told, duration: 'PT15M' } },
    intervals: [10, 11, 12, 13].map((id) => ({ id, payloads: [{ type: 'PRICE', values: [0.2] }] })),
    reportDescriptors: requests,
    ...members,
  }
}

const usage = { payloadType: 'USAGE' }
/** When each is due, and the ids of its intervals. */
const owed = (asked: object, now = '13:00', members: Partial<OpenAdrEvent> = {}) =>
  owedReports(event([{ ...usage, ...asked }], members), at(now)).map(
    ({ key, intervals }) => `${key.dueAt.toString().slice(11, 16)} ${intervals.map(({ id }) => id).join()}`,
  )

test('without more words one report is owed of all intervals, when the last has ended', () => {
  assert.deepEqual(owed({}, '12:59'), [])
  assert.deepEqual(owed({}), ['13:00 10,11,12,13'])
  const defaults = { startInterval: -1, numIntervals: -1, historical: true, frequency: -1, repeat: 1 }
  assert.deepEqual(owed(defaults), ['13:00 10,11,12,13'])
})

test('reports come as often as is asked for, each of the intervals before it', () => {
  // User Guide 7.5, periodic and rolling reports.
  const periodic = { startInterval: 1, numIntervals: 2, frequency: 2, repeat: 3 }
  assert.deepEqual(owed(periodic), ['12:30 10,11', '13:00 12,13'])
  assert.deepEqual(owed(periodic, '12:45'), ['12:30 10,11'])
  assert.deepEqual(owed({ startInterval: 0, numIntervals: 1, frequency: 1, repeat: 2 }), ['12:15 10', '12:30 11'])
  assert.deepEqual(owed({ startInterval: 0, numIntervals: 3, frequency: 1, repeat: -1 }), [
    '12:45 10,11,12',
    '13:00 11,12,13',
  ])
  assert.deepEqual(owed({ numIntervals: 2 }), ['13:00 12,13'])
})

test('an event without intervals repeats its period, for as long as is asked for', () => {
  const members = { intervals: [] }
  assert.deepEqual(owed({ startInterval: 0, numIntervals: 1, repeat: -1 }, '12:50', members), [
    '12:15 0',
    '12:30 1',
    '12:45 2',
  ])
  assert.deepEqual(owed({ startInterval: 0, numIntervals: 1, repeat: 2 }, '12:50', members), ['12:15 0', '12:30 1'])
  const endless = { intervals: [], intervalPeriod: { start: told, duration: 'P9999Y' } }
  assert.deepEqual(owed({ repeat: -1 }, '12:50', endless), [])
})

test('of what was over before its event was told only the last report is owed, and nothing after a day', () => {
  const members = { createdDateTime: '2026-03-10T12:50:00Z' }
  const each = { startInterval: 0, numIntervals: 1, frequency: 1, repeat: -1 }
  assert.deepEqual(owed(each, '12:50', members), ['12:45 12'])
  assert.deepEqual(owed(each, '13:00', members), ['13:00 13'])
  const [next] = [Temporal.Instant.from('2026-03-11T13:00:00Z')]
  assert.deepEqual(owedReports(event([usage]), next!), [])
})

test('forecasts, reports of our own choosing, and what is no request are not answered', () => {
  assert.deepEqual(owed({ historical: false }), [])
  assert.deepEqual(owed({ frequency: 0 }), [])
  for (const requests of [null, 'USAGE', [{ payLoadType: 'USAGE' }], [null, 7]]) {
    assert.deepEqual(owedReports(event(requests), at('13:00')), [])
  }
  for (const payloadType of ['BASELINE', 'constructor', 'STORAGE_CHARGE_LEVEL']) {
    assert.equal(isGiven(owedReports(event([{ payloadType }]), at('13:00'))[0]!), false)
  }
})

const minutes = (from: string, watts: number[]) =>
  watts.map((powerW, index) => ({ at: at(from).add({ minutes: index }), powerW }))

function filled(asked: object, measured: { at: Temporal.Instant; powerW: number }[]) {
  const [report] = owedReports(event([{ ...usage, numIntervals: 1, ...asked }]), at('13:00'))
  const limits = [{ from: at('12:50'), to: null, value: 60_000 }]
  const body = fillReport(report!, { resource: 'grid', clientName: 'north', minutes: measured, limits })
  const [resource] = body.resources as { resourceName: string; intervals: { id: number; payloads: object[] }[] }[]
  return { body, resource: resource!, payloads: resource!.intervals[0]!.payloads }
}

const full = minutes('12:45', Array(15).fill(40_000))

test('usage is what came in over the interval, in the unit that is asked for', () => {
  const { body, resource, payloads } = filled({}, full)
  assert.deepEqual(payloads, [{ type: 'USAGE', values: [10] }])
  assert.deepEqual([body.eventID, body.clientName, body.reportName], ['e1', 'north', 'USAGE-0-2026-03-10T13:00:00Z'])
  assert.deepEqual(body.payloadDescriptors, [
    { objectType: 'REPORT_PAYLOAD_DESCRIPTOR', payloadType: 'USAGE', readingType: 'SUMMED', units: 'KWH' },
  ])
  assert.deepEqual(resource, {
    resourceName: 'grid',
    intervals: [{ id: 13, intervalPeriod: { start: '2026-03-10T12:45:00Z', duration: 'PT15M' }, payloads }],
  })
  assert.deepEqual(filled({ units: 'WH', aggregate: true }, full).payloads, [{ type: 'USAGE', values: [10_000] }])
  assert.equal(filled({ aggregate: true }, full).resource.resourceName, 'AGGREGATED_REPORT')
  // What is fed in does not undo what came in.
  const both = minutes('12:45', [...Array(14).fill(0), 60_000]).concat(minutes('12:45', []))
  assert.deepEqual(
    filled(
      { units: 'WH' },
      both.map((one, i) => (i === 0 ? { ...one, powerW: -30_000 } : one)),
    ).payloads,
    [{ type: 'USAGE', values: [1_000] }],
  )
})

test('demand, state and set-point are told as they were', () => {
  assert.deepEqual(filled({ payloadType: 'DEMAND' }, full).payloads, [{ type: 'DEMAND', values: [40] }])
  const peak = [...full.slice(1), ...minutes('12:45', [90_000])]
  assert.deepEqual(filled({ payloadType: 'DEMAND', readingType: 'PEAK', units: 'W' }, peak).payloads, [
    { type: 'DEMAND', values: [90_000] },
  ])
  assert.deepEqual(filled({ payloadType: 'SETPOINT' }, []).payloads, [{ type: 'SETPOINT', values: [60] }])
  const stateOf = (measured: typeof full) => filled({ payloadType: 'OPERATING_STATE' }, measured).payloads
  assert.deepEqual(stateOf(full), [{ type: 'OPERATING_STATE', values: ['RUNNING_CURTAILED'] }])
  assert.deepEqual(stateOf(minutes('12:45', Array(15).fill(20))), [
    { type: 'OPERATING_STATE', values: ['IDLE_CURTAILED'] },
  ])
})

test('what no meter has told is missing, and what was told in part is estimated: nothing is made up', () => {
  assert.deepEqual(filled({}, []).payloads, [{ type: 'DATA_QUALITY', values: ['MISSING'] }])
  assert.deepEqual(filled({}, full.slice(5)).payloads, [
    { type: 'USAGE', values: [10] },
    { type: 'DATA_QUALITY', values: ['ESTIMATED'] },
  ])
})
