import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createRPCError } from 'ocpp-rpc'
import { stationVariable } from '#core/devices/device-variable.ts'
import { connectWire } from '#test/support/ocpp-wire.ts'
import { command, keysOf, knownValue, settingsCharger, variablesOf } from '#test/support/provisioning-bench.ts'
import { read } from '#test/support/session-rows.ts'
import { eventually, type System, startSystem } from '#test/support/system.ts'

const sampled = stationVariable('SampledDataCtrlr', 'TxUpdatedInterval')
const ping = stationVariable('OCPPCommCtrlr', 'WebSocketPingInterval')
const custom = stationVariable('Custom16', 'Acme.Light')

const commandsOf = (system: System) =>
  read(system, 'select kind, state, reason, action, requested_by from command order by id')

describe('settings of chargers', { concurrency: 3 }, () => {
  test('D-01, D-07: all keys of a 1.6 charger are known by their place in the device model', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'] })
    const charger = await settingsCharger(system, 'CP-1', {
      answers: {
        GetConfiguration: () => ({
          configurationKey: [
            { key: 'meterValueSampleInterval', readonly: false, value: '30' },
            { key: 'MeterValueSampleInterval', readonly: false, value: '45' },
            { key: 'Acme.Light', readonly: false, value: 'blue' },
            { key: 'NumberOfConnectors', readonly: true, value: '3' },
            { key: 'HeartbeatInterval', readonly: false },
            { key: 'AuthorizationKey', readonly: false, value: 'canary' },
          ],
        }),
      },
    })
    const ended = await command(system, 'CP-1', { kind: 'read-settings', names: null })
    assert.deepEqual([ended.state, charger.of('GetConfiguration')], ['accepted', [{}]])
    assert.equal(await knownValue(system, 'SampledDataCtrlr', 'TxUpdatedInterval'), '45', 'of two the last counts')
    assert.equal(await knownValue(system, 'Custom16', 'Acme.Light'), 'blue')
    assert.equal(await knownValue(system, 'OCPPCommCtrlr', 'HeartbeatInterval'), null)
    assert.equal(await knownValue(system, 'SecurityCtrlr', 'BasicAuthPassword'), null, 'a password is not kept')
    const [number] = (await variablesOf(system)).filter(({ variable }) => variable === 'NumberOfConnectors')
    assert.equal(number!.mutability, 'ReadOnly')
    const dump = JSON.stringify(
      await read(system, 'select t::text from command t union all select m::text from message_log m'),
    )
    assert.ok(!dump.includes('canary'))
    const evses = await read(system, 'select ocpp_evse from evse order by 1')
    assert.deepEqual(
      evses.map((row) => row.ocpp_evse),
      [1, 2, 3],
      'I-01: as many connectors as it says',
    )
    assert.deepEqual(charger.violations, [])
  })

  test('Q-202: a 1.6 charger that cannot tell all of its keys is asked for them piece by piece', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'] })
    const { keys, GetConfiguration } = keysOf({
      GetConfigurationMaxKeys: '20',
      MeterValueSampleInterval: '60',
      HeartbeatInterval: '300',
    })
    const charger = await settingsCharger(system, 'CP-1', {
      answers: {
        GetConfiguration: (payload) => {
          if (payload.key?.length) return GetConfiguration!(payload)
          throw createRPCError('InternalError', 'too much')
        },
      },
    })
    const ended = await command(system, 'CP-1', { kind: 'read-settings', names: null })
    assert.equal(ended.state, 'refused')
    await eventually(
      () => knownValue(system, 'SampledDataCtrlr', 'TxUpdatedInterval'),
      (value) => value === keys.MeterValueSampleInterval,
    )
    await eventually(
      () => commandsOf(system),
      (commands) => commands.every(({ state }) => state === 'accepted' || state === 'refused') && commands.length > 3,
    )
    const sizes = charger.of('GetConfiguration').map(({ key = [] }) => key.length)
    assert.equal(sizes[0], 0)
    assert.equal(sizes[1], 10, 'without a word of the charger ten')
    assert.ok(
      sizes.slice(2).some((size) => size === 20),
      `as many as it then says: ${sizes}`,
    )
    assert.deepEqual(charger.violations, [])
  })

  test('Q-202: a 1.6 charger that says nothing when it is asked for all keys is asked piece by piece', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'] })
    const charger = await connectWire(system, 'CP-1')
    await charger.call('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' })
    const ended = command(system, 'CP-1', { kind: 'read-settings', names: null })
    const whole = await charger.nextCall()
    assert.deepEqual(whole[3], {})
    const piece = await charger.nextCall(45_000)
    assert.equal((await ended).state, 'timed_out')
    assert.equal(piece[3].key.length, 10)
    charger.answer(piece, {
      configurationKey: [{ key: piece[3].key[0], readonly: true, value: 'x' }],
      unknownKey: piece[3].key.slice(1),
    })
    charger.close()
  })

  test('Q-203: keys that a charger names in neither list stay unknown', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'] })
    await settingsCharger(system, 'CP-1', { answers: { GetConfiguration: () => ({ configurationKey: [] }) } })
    const ended = await command(system, 'CP-1', { kind: 'read-settings', names: [sampled, custom] })
    assert.equal(ended.state, 'accepted')
    assert.deepEqual(await variablesOf(system), [])
  })

  test('a 1.6 charger gets several settings one after another, also after one that it refuses', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'] })
    const answers = keysOf(
      { MeterValueSampleInterval: '30', WebSocketPingInterval: '0', 'Acme.Light': 'blue', HeartbeatInterval: '10' },
      {
        refuse: (key) =>
          key === 'WebSocketPingInterval' ? 'Rejected' : key === 'HeartbeatInterval' ? 'RebootRequired' : null,
      },
    )
    const charger = await settingsCharger(system, 'CP-1', { answers })
    const heartbeat = stationVariable('OCPPCommCtrlr', 'HeartbeatInterval')
    const settings = [
      { ...ping, value: '60' },
      { ...heartbeat, value: '300' },
      { ...custom, value: 'green' },
      { ...sampled, value: '60' },
    ]
    const first = await command(system, 'CP-1', { kind: 'change-settings', settings })
    assert.deepEqual([first.state, first.reason], ['refused', 'Rejected'])
    const all = await eventually(
      () => commandsOf(system),
      (commands) => commands.length === 4 && commands.every(({ state }) => state === 'accepted' || state === 'refused'),
    )
    assert.deepEqual(
      all.map(({ state, reason }) => reason ?? state),
      ['Rejected', 'RebootRequired', 'accepted', 'accepted'],
    )
    assert.deepEqual([...new Set(all.map(({ requested_by }) => requested_by))], ['test'], 'on behalf of whoever asked')
    assert.deepEqual(
      charger.of('ChangeConfiguration').map(({ key }) => key),
      ['WebSocketPingInterval', 'HeartbeatInterval', 'Acme.Light', 'MeterValueSampleInterval'],
    )
    assert.equal(await knownValue(system, 'Custom16', 'Acme.Light'), 'green')
    assert.equal(
      await knownValue(system, 'OCPPCommCtrlr', 'WebSocketPingInterval'),
      undefined,
      'what was refused is not known',
    )
    assert.equal(await knownValue(system, 'OCPPCommCtrlr', 'HeartbeatInterval'), undefined, 'nor what needs a restart')
    assert.deepEqual(charger.violations, [])
  })

  test('a setting that 1.6 has no word for, and a password, are refused before anything is sent', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'] })
    const charger = await settingsCharger(system, 'CP-1', { answers: keysOf({}) })
    for (const [setting, reason] of [
      [{ ...stationVariable('TxCtrlr', 'TxStartPoint'), value: 'EVConnected' }, /no setting TxCtrlr.TxStartPoint/],
      [{ ...stationVariable('SecurityCtrlr', 'BasicAuthPassword'), value: 'canary-canary-canary' }, /password/],
      [{ ...sampled, value: 'x'.repeat(501) }, /longer/],
    ] as const) {
      const ended = await command(system, 'CP-1', { kind: 'change-settings', settings: [setting] })
      assert.equal(ended.state, 'refused')
      assert.match(ended.reason, reason)
    }
    const report = await command(system, 'CP-1', { kind: 'read-report', components: [], criteria: ['problem'] })
    assert.deepEqual([report.state, report.error.code], ['refused', 'NotSupported'])
    assert.deepEqual(charger.asked, [])
  })

  test('an operator’s own ChangeConfiguration and GetConfiguration teach the same as a command does', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'] })
    const charger = await settingsCharger(system, 'CP-1', { answers: keysOf({ 'Acme.Light': 'blue' }) })
    const own = (action: string, payload: object) => command(system, 'CP-1', { kind: 'custom', action, payload })
    assert.equal((await own('ChangeConfiguration', { key: 'Acme.Light', value: 'green' })).state, 'accepted')
    assert.equal(await knownValue(system, 'Custom16', 'Acme.Light'), 'green')
    assert.equal((await own('GetConfiguration', { key: ['Acme.Light'] })).state, 'accepted')
    assert.equal(charger.asked.length, 2)
  })

  for (const protocol of ['ocpp2.0.1', 'ocpp2.1']) {
    test(`B06.FR.05: a ${protocol} charger is asked for no more variables at once than it takes, and for none twice`, async (t) => {
      const system = await startSystem(t, { chargers: ['CP-1'] })
      const charger = await settingsCharger(system, 'CP-1', {
        protocol,
        answers: {
          GetVariables: ({ getVariableData }) => ({
            getVariableResult: getVariableData.map(({ component, variable }: any) => ({
              component,
              variable,
              ...(variable.name === 'Nothing'
                ? { attributeStatus: 'UnknownVariable' }
                : { attributeStatus: 'Accepted', attributeValue: variable.name === 'ItemsPerMessage' ? '2' : '42' }),
            })),
          }),
        },
      })
      const limit = stationVariable('DeviceDataCtrlr', 'ItemsPerMessage', 'GetVariables')
      assert.equal((await command(system, 'CP-1', { kind: 'read-settings', names: [limit] })).state, 'accepted')

      const nothing = stationVariable('Acme', 'Nothing')
      const names = [sampled, ping, { ...sampled, variable: 'TXUPDATEDINTERVAL' }, custom, nothing]
      assert.equal((await command(system, 'CP-1', { kind: 'read-settings', names })).state, 'accepted')
      await eventually(
        () => commandsOf(system),
        (commands) => commands.length === 3 && commands.every(({ state }) => state !== 'queued' && state !== 'sent'),
      )
      const asked = charger
        .of('GetVariables')
        .map(({ getVariableData }) => getVariableData.map((one: any) => one.variable.name))
      assert.deepEqual(asked, [
        ['ItemsPerMessage'],
        ['TXUPDATEDINTERVAL', 'WebSocketPingInterval'],
        ['Acme.Light', 'Nothing'],
      ])
      assert.equal(await knownValue(system, 'OCPPCommCtrlr', 'WebSocketPingInterval'), '42')
      assert.equal(await knownValue(system, 'Acme', 'Nothing'), undefined, 'Q-203')
      assert.equal((await commandsOf(system)).at(-1)!.reason, 'Acme.Nothing: UnknownVariable')
      assert.deepEqual(charger.violations, [])
    })

    test(`B05.FR.11, B05.FR.13: a ${protocol} charger sets each variable by itself`, async (t) => {
      const system = await startSystem(t, { chargers: ['CP-1'] })
      const statuses: Record<string, string> = {
        TxUpdatedInterval: 'Accepted',
        WebSocketPingInterval: 'RebootRequired',
        'Acme.Light': 'Rejected',
      }
      const charger = await settingsCharger(system, 'CP-1', {
        protocol,
        answers: {
          SetVariables: ({ setVariableData }) => ({
            setVariableResult: setVariableData.map(({ component, variable }: any) => ({
              component,
              variable,
              attributeStatus: statuses[variable.name],
            })),
          }),
        },
      })
      const settings = [
        { ...sampled, value: '30' },
        { ...ping, value: '60' },
        { ...custom, value: 'green' },
        { ...sampled, value: '60' },
      ]
      const ended = await command(system, 'CP-1', { kind: 'change-settings', settings })
      assert.equal(ended.state, 'refused')
      assert.equal(ended.reason, 'OCPPCommCtrlr.WebSocketPingInterval: RebootRequired; Custom16.Acme.Light: Rejected')
      assert.deepEqual(
        charger.of('SetVariables').map(({ setVariableData }) => setVariableData.map((one: any) => one.attributeValue)),
        [['60', '60', 'green']],
      )
      assert.equal(await knownValue(system, 'SampledDataCtrlr', 'TxUpdatedInterval'), '60')
      assert.equal(await knownValue(system, 'Custom16', 'Acme.Light'), undefined)
      assert.deepEqual(charger.violations, [])
    })
  }

  test('a 2.0.1 charger that answers a change with an error, or is cut off, leaves nothing hanging', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'] })
    const settings = [{ ...sampled, value: '60' }]
    const charger = await settingsCharger(system, 'CP-1', {
      protocol: 'ocpp2.0.1',
      answers: {
        SetVariables: () => {
          throw createRPCError('NotSupported', 'no')
        },
      },
    })
    const refused = await command(system, 'CP-1', { kind: 'change-settings', settings })
    assert.deepEqual([refused.state, refused.error.code], ['refused', 'NotSupported'])
    charger.handle('SetVariables', () => {
      void charger.close()
      return new Promise(() => undefined)
    })
    const cut = await command(system, 'CP-1', { kind: 'change-settings', settings })
    assert.notEqual(cut.state, 'accepted')
    assert.deepEqual(await variablesOf(system), [])
  })
})
