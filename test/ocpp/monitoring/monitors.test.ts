import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createRPCError } from 'ocpp-rpc'
import type { CommandRequest } from '#core/commands/requests.ts'
import { sendCommand } from '#core/commands/send-command.ts'
import { stationVariable } from '#core/devices/device-variable.ts'
import type { StrictCharger } from '../../support/strict-charger.ts'
import { eventually, type System, startSystem } from '../../support/system.ts'

const temperature = { component: { name: 'Cabinet' }, variable: { name: 'Temperature' } }
const hot = { ...stationVariable('Cabinet', 'Temperature'), type: 'UpperThreshold', value: 70, severity: 3 } as const

test('N04, N06: monitors that a charger takes are remembered, and forgotten when it has cleared them', async (t) => {
  const { system, charger, ctx } = await start(t)
  charger.handle('SetVariableMonitoring', ({ setMonitoringData }) => ({
    setMonitoringResult: setMonitoringData.map(({ type, severity, component, variable }: any, index: number) => ({
      id: 11 + index,
      status: index === 0 ? 'Accepted' : 'Rejected',
      type,
      severity,
      component,
      variable,
    })),
  }))
  const lower = { ...hot, type: 'LowerThreshold', value: -20 } as const
  const partly = await ask(system, { kind: 'set-monitors', monitors: [hot, lower] })
  assert.equal(partly.state, 'refused')
  assert.equal(partly.reason, 'Cabinet.Temperature: Rejected')
  const [monitor, ...others] = await ctx.devices.installed(1, 'monitor')
  assert.deepEqual(others, [])
  assert.deepEqual([monitor!.key, monitor!.body.value, monitor!.body.severity], ['11', 70, 3])

  charger.handle('ClearVariableMonitoring', ({ id }) => ({
    clearMonitoringResult: id.map((one: number) => ({ id: one, status: one === 11 ? 'NotFound' : 'Rejected' })),
  }))
  assert.equal((await ask(system, { kind: 'clear-monitors', ids: [11] })).state, 'accepted')
  assert.deepEqual(await ctx.devices.installed(1, 'monitor'), [])
  assert.equal((await ask(system, { kind: 'clear-monitors', ids: [12] })).state, 'refused')
  assert.deepEqual(charger.violations, [])
})

test('N02: a report of monitors is complete when all its parts are there, in whatever order they come', async (t) => {
  const { system, charger, ctx } = await start(t)
  const part = (requestId: number, seqNo: number, tbc: boolean, ids: number[]) => ({
    requestId,
    seqNo,
    tbc,
    generatedAt: new Date().toISOString(),
    monitor: [{ ...temperature, variableMonitoring: ids.map((id) => monitorOf(id)) }],
  })
  charger.handle('GetMonitoringReport', () => ({ status: 'Accepted' }))
  assert.equal((await ask(system, { kind: 'read-monitors', requestId: 41, places: [] })).state, 'accepted')
  await charger.call('NotifyMonitoringReport', part(41, 2, false, [4]))
  await charger.call('NotifyMonitoringReport', part(41, 0, true, [1, 2]))
  assert.deepEqual(await ctx.devices.installed(1, 'monitor'), [])
  await charger.call('NotifyMonitoringReport', part(41, 0, true, [1, 2]))
  await charger.call('NotifyMonitoringReport', part(41, 1, true, [3]))
  const keys = (await ctx.devices.installed(1, 'monitor')).map(({ key }) => key)
  assert.deepEqual(keys, ['1', '2', '3', '4'])
  const [errand] = await ctx.errands.list(1, { kind: 'monitoring-report', limit: 1 })
  assert.equal(errand!.state, 'done')

  charger.handle('GetMonitoringReport', () => ({ status: 'EmptyResultSet' }))
  const empty = await ask(system, {
    kind: 'read-monitors',
    requestId: 42,
    places: [stationVariable('Cabinet', 'Temperature')],
  })
  assert.deepEqual([empty.state, empty.reason], ['accepted', 'EmptyResultSet'])
  charger.handle('GetMonitoringReport', () => {
    throw createRPCError('NotImplemented')
  })
  assert.equal((await ask(system, { kind: 'read-monitors', requestId: 43, places: [] })).state, 'refused')
  const states = (await ctx.errands.list(1, { kind: 'monitoring-report', limit: 5 })).map(({ state }) => state)
  assert.deepEqual(states, ['failed', 'done', 'done'], 'nothing hangs')
})

test('N07: an event has the severity of its monitor, and ends when it is cleared', async (t) => {
  const { system, charger, ctx } = await start(t)
  charger.handle('SetVariableMonitoring', () => ({
    setMonitoringResult: [{ id: 11, status: 'Accepted', type: 'UpperThreshold', severity: 3, ...temperature }],
  }))
  await ask(system, { kind: 'set-monitors', monitors: [hot] })
  const event = (eventId: number, actualValue: string, cleared: boolean) => ({
    generatedAt: new Date().toISOString(),
    seqNo: 0,
    eventData: [
      {
        eventId,
        timestamp: new Date().toISOString(),
        trigger: 'Alerting',
        actualValue,
        cleared,
        variableMonitoringId: 11,
        eventNotificationType: 'CustomMonitor',
        ...temperature,
      },
    ],
  })
  const raised = event(1, '71.5', false)
  assert.deepEqual(await charger.call('NotifyEvent', raised), {})
  assert.deepEqual(await charger.call('NotifyEvent', raised), {})
  const [open, ...more] = await ctx.devices.events(1, { limit: 10 })
  assert.deepEqual(more, [], 'the same event again is kept once')
  assert.deepEqual([open!.type, open!.severity, open!.clearedAt], ['Cabinet.Temperature', 3, null])
  assert.equal((await ctx.devices.variable(1, stationVariable('cabinet', 'TEMPERATURE')))?.value, '71.5')

  await charger.call('NotifyEvent', event(2, '60', true))
  const [ended] = await ctx.devices.events(1, { limit: 1 })
  assert.notEqual(ended!.clearedAt, null)
})

test('N03, N05: what is watched, and how severe it has to be', async (t) => {
  const { system, charger } = await start(t)
  const got: unknown[] = []
  for (const action of ['SetMonitoringBase', 'SetMonitoringLevel']) {
    charger.handle(action, (payload) => {
      got.push(payload)
      return { status: got.length <= 2 ? 'Accepted' : 'Rejected' }
    })
  }
  assert.equal((await ask(system, { kind: 'set-monitoring-base', base: 'FactoryDefault' })).state, 'accepted')
  assert.equal((await ask(system, { kind: 'set-monitoring-level', severity: 5 })).state, 'accepted')
  assert.equal((await ask(system, { kind: 'set-monitoring-base', base: 'All' })).state, 'refused')
  assert.equal((await ask(system, { kind: 'set-monitoring-level', severity: 9 })).state, 'refused')
  assert.deepEqual(got.slice(0, 2), [{ monitoringBase: 'FactoryDefault' }, { severity: 5 }])
  assert.deepEqual(charger.violations, [])
})

test('a 1.6 charger is not asked what its version does not know', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const charger = await system.connectCharger('CP-1')
  await charger.call('BootNotification', { chargePointVendor: 'Maker', chargePointModel: 'One' })
  for (const request of [
    { kind: 'set-monitoring-level', severity: 5 },
    { kind: 'clear-message', id: 1 },
    { kind: 'read-event-streams' },
  ] satisfies CommandRequest[]) {
    const command = await ask(system, request)
    assert.equal(command.state, 'refused')
    assert.match(command.reason ?? '', /^OCPP 1\.6 has no/)
    assert.equal(command.sentAt === null || command.action === null, true)
  }
})

test('N11 to N15: a 2.1 charger opens a stream, fills it without being answered, and is slowed when it lags', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const charger = await system.connectRaw('CP-1', { protocols: ['ocpp2.1'] })
  const station = { reason: 'PowerUp', chargingStation: { vendorName: 'Maker', model: 'One' } }
  await charger.call('BootNotification', station)
  const ctx = contextOf(system)
  const constantStreamData = { id: 5, variableMonitoringId: 11, params: { interval: 10, values: 4 } }
  const [, , opened] = await charger.call('OpenPeriodicEventStream', { constantStreamData })
  assert.deepEqual(opened, { status: 'Accepted' })
  const bring = (pending: number, values: string[]) => {
    const data = values.map((v, t) => ({ t, v }))
    charger.send(
      JSON.stringify([
        6,
        `s-${pending}`,
        'NotifyPeriodicEventStream',
        { id: 5, pending, basetime: '2026-03-01T08:00:00Z', data },
      ]),
    )
  }
  bring(2, ['1.5', '1.75'])
  const kept = () => ctx.devices.installed(1, 'event-stream')
  await eventually(kept, ([stream]) => (stream?.body.samples as unknown[] | undefined)?.length === 2)
  bring(7, ['2'])
  const [type, id, action, payload] = await charger.next()
  assert.deepEqual(
    [type, action, payload],
    [2, 'AdjustPeriodicEventStream', { id: 5, params: { interval: 20, values: 8 } }],
  )
  charger.send(JSON.stringify([3, id, { status: 'Accepted' }]))
  await eventually(kept, ([stream]) => stream?.body.intervalSeconds === 20)
  assert.deepEqual(
    charger.frames.filter((frame) => /"s-\d"/.test(frame)),
    [],
    'a message without an answer gets none',
  )

  const reading = ask(system, { kind: 'read-event-streams' })
  const [, asked] = await charger.next()
  charger.send(JSON.stringify([3, asked, { constantStreamData: [] }]))
  assert.equal((await reading).state, 'accepted')
  assert.deepEqual(await kept(), [])
  assert.deepEqual((await charger.call('ClosePeriodicEventStream', { id: 5 }))[2], {})
})

function monitorOf(id: number) {
  return { id, transaction: false, value: 70, type: 'UpperThreshold', severity: 3 }
}

function contextOf({ server }: System) {
  return server.storage.contextFor({ tenant: 1, actor: { kind: 'person', name: 'test' }, door: 'console' })
}

function ask(system: System, request: CommandRequest) {
  return sendCommand(contextOf(system), 'CP-1', request, { deadlineSeconds: 20 })
}

async function start(
  t: TestContext,
): Promise<{ system: System; charger: StrictCharger; ctx: ReturnType<typeof contextOf> }> {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const charger = await system.connectCharger('CP-1', { protocol: 'ocpp2.0.1' })
  await charger.call('BootNotification', { reason: 'PowerUp', chargingStation: { vendorName: 'Maker', model: 'One' } })
  return { system, charger, ctx: contextOf(system) }
}
