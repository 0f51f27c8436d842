import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command, settingsCharger } from '#test/support/provisioning-bench.ts'
import { read } from '#test/support/session-rows.ts'
import { type System, startSystem } from '#test/support/system.ts'

const controlsOf = async (system: System) =>
  (await read(system, `select body from installed_item where kind = 'der-control' order by item_key`)).map(
    ({ body }) => body,
  )
const eventsOf = (system: System) =>
  read(system, `select type, at, cleared_at, body from charger_event where kind = 'der' order by id`)
const at = (minute: number) => `2027-03-01T12:${String(minute).padStart(2, '0')}:00Z`

const curve = {
  curveData: [
    { x: 95, y: 44 },
    { x: 105, y: -44 },
  ],
  yUnit: 'PctMaxVar',
}
const control = (id: string, change: object = {}) => ({
  id,
  type: 'VoltVar',
  isDefault: true,
  priority: 1,
  terms: curve,
  ...change,
})

test('a charger that gives energy back goes by the controls of the grid', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], evses: 1 })
  let answer: object = { status: 'Accepted' }
  const actions = ['SetDERControl', 'GetDERControl', 'ClearDERControl']
  const charger = await settingsCharger(system, 'CP-1', {
    protocol: 'ocpp2.1',
    answers: Object.fromEntries(actions.map((action) => [action, () => answer])),
  })
  const set = (one: object) => command(system, 'CP-1', { kind: 'set-der-control', control: one })

  await t.test('R04: what it has taken is known, and what is superseded by it', async () => {
    assert.equal((await set(control('D-1'))).state, 'accepted')
    assert.deepEqual(charger.of('SetDERControl'), [
      { isDefault: true, controlId: 'D-1', controlType: 'VoltVar', curve: { ...curve, priority: 1 } },
    ])
    answer = { status: 'Accepted', supersededIds: ['D-1'] }
    assert.equal((await set(control('D-2', { priority: 0 }))).state, 'accepted')
    assert.deepEqual(
      (await controlsOf(system)).map(({ id, isSuperseded }) => [id, isSuperseded]),
      [
        ['D-1', true],
        ['D-2', false],
      ],
    )
    answer = { status: 'Accepted' }
    const fixed = {
      type: 'FixedPFAbsorb',
      isDefault: false,
      startsAt: at(0),
      durationSeconds: 600,
      terms: { displacement: 0.9, excitation: true },
    }
    assert.equal((await set(control('S-1', fixed))).state, 'accepted')
    const { fixedPFAbsorb } = charger.of('SetDERControl').at(-1)
    assert.deepEqual(fixedPFAbsorb, {
      displacement: 0.9,
      excitation: true,
      priority: 1,
      startTime: at(0),
      duration: 600,
    })
  })

  await t.test('21e §2.59: a default with a time is not sent; what the charger refuses is not kept', async () => {
    const before = charger.of('SetDERControl').length
    assert.deepEqual([(await set(control('X', { startsAt: at(0) }))).reason], ['A default control has no time.'])
    assert.equal((await set(control('X', { terms: { nonsense: true } }))).state, 'refused', 'nor one that is none')
    assert.equal(charger.of('SetDERControl').length, before)
    for (const status of ['Rejected', 'NotSupported']) {
      answer = { status }
      assert.equal((await set(control('X'))).state, 'refused')
    }
    assert.equal((await controlsOf(system)).length, 3)
  })

  await t.test('R05.FR.03, R05.FR.04: a control that begins takes over from others, which end with that', async () => {
    const tell = (controlId: string, started: boolean, minute: number, supersededIds?: string[]) =>
      charger.call('NotifyDERStartStop', {
        controlId,
        started,
        timestamp: at(minute),
        ...(supersededIds ? { supersededIds } : {}),
      })
    assert.deepEqual(await tell('D-2', true, 1), {})
    assert.deepEqual(await tell('S-1', true, 2, ['D-2']), {})
    assert.deepEqual(await tell('S-1', true, 2, ['D-2']), {}, 'told twice is once')
    assert.deepEqual(
      (await controlsOf(system)).map(({ id, isRunning = false }) => [id, isRunning]),
      [
        ['D-1', false],
        ['D-2', false],
        ['S-1', true],
      ],
    )
    const [first, second, ...others] = await eventsOf(system)
    assert.deepEqual(
      [first!.type, first!.cleared_at.toISOString(), others.length],
      ['Control.D-2', '2027-03-01T12:02:00.000Z', 0],
    )
    assert.deepEqual([second!.body.tookOverFrom, second!.cleared_at], [['D-2'], null])
    assert.deepEqual(await tell('S-1', false, 12), {})
    assert.equal((await eventsOf(system))[1]!.cleared_at.toISOString(), '2027-03-01T12:12:00.000Z')
    assert.deepEqual(await tell('NOBODYS', false, 13), {})
  })

  await t.test('R05: an alarm is open until its end comes, whatever comes between', async () => {
    const alarm = (controlType: string, minute: number, more: object = {}) =>
      charger.call('NotifyDERAlarm', { controlType, timestamp: at(minute), ...more })
    assert.deepEqual(await alarm('LVMustTrip', 20, { gridEventFault: 'UnderVoltage', extraInfo: 'L2' }), {})
    assert.deepEqual(await alarm('HFMustTrip', 21, { gridEventFault: 'OverFrequency' }), {})
    assert.deepEqual(await alarm('LVMustTrip', 22, { alarmEnded: true }), {})
    const alarms = (await eventsOf(system)).slice(-2)
    assert.deepEqual(
      alarms.map(({ type, cleared_at }) => [type, cleared_at?.toISOString() ?? null]),
      [
        ['Alarm.LVMustTrip', '2027-03-01T12:22:00.000Z'],
        ['Alarm.HFMustTrip', null],
      ],
    )
    assert.deepEqual(alarms[0]!.body, { fault: 'UnderVoltage', info: 'L2' })
    const facts = await read(system, `select body from fact where kind = 'charger.der-alarm' order by at`)
    assert.deepEqual(
      facts.map(({ body }) => body.ended),
      [false, false, true],
    )
  })

  await t.test('R04: what it has is read in parts, and replaces what we knew; there being none as well', async () => {
    answer = { status: 'Accepted' }
    const all = { kind: 'get-der-control', isDefault: null, type: null, controlId: null }
    assert.equal((await command(system, 'CP-1', { ...all, requestId: 5 })).state, 'accepted')
    const part = {
      id: 'R-1',
      curveType: 'VoltWatt',
      isDefault: true,
      isSuperseded: false,
      curve: { ...curve, priority: 3 },
    }
    await charger.call('ReportDERControl', { requestId: 5, tbc: true, curve: [part] })
    assert.equal((await controlsOf(system)).length, 3, 'nothing before it is whole')
    await charger.call('ReportDERControl', {
      requestId: 5,
      gradient: [{ id: 'R-2', gradient: { priority: 4, gradient: 1, softGradient: 2 } }],
    })
    const [one, two, ...others] = await controlsOf(system)
    assert.deepEqual(others, [])
    assert.deepEqual(one, {
      id: 'R-1',
      type: 'VoltWatt',
      isDefault: true,
      isSuperseded: false,
      priority: 3,
      terms: curve,
    })
    assert.deepEqual([two.type, two.terms], ['Gradients', { gradient: 1, softGradient: 2 }])
    answer = { status: 'NotFound' }
    assert.equal((await command(system, 'CP-1', { ...all, requestId: 6 })).reason, 'NotFound')
    assert.deepEqual(await controlsOf(system), [])
    assert.deepEqual(
      (await read(system, `select state from errand where kind = 'der-report' order by id`)).map(({ state }) => state),
      ['done', 'done'],
    )
  })

  await t.test('what is cleared is gone, and what was not there as well', async () => {
    answer = { status: 'Accepted' }
    for (const id of ['A', 'B', 'C']) await set(control(id, id === 'C' ? { type: 'WattVar' } : {}))
    const clear = (controlId: string | null, type: string | null) =>
      command(system, 'CP-1', { kind: 'clear-der-control', isDefault: true, type, controlId })
    assert.equal((await clear('A', null)).state, 'accepted')
    assert.deepEqual(
      (await controlsOf(system)).map(({ id }) => id),
      ['B', 'C'],
    )
    answer = { status: 'NotFound' }
    assert.deepEqual(
      [(await clear(null, 'VoltVar')).state, (await controlsOf(system)).map(({ id }) => id)],
      ['accepted', ['C']],
    )
    answer = { status: 'Rejected' }
    assert.deepEqual([(await clear(null, null)).state, (await controlsOf(system)).length], ['refused', 1])
  })
  assert.deepEqual(charger.violations, [])
})
