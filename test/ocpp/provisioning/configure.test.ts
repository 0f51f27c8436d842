import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { createRPCError } from 'ocpp-rpc'
import { boots, configured, keysOf, settingsCharger } from '#test/support/provisioning-bench.ts'
import { read } from '#test/support/session-rows.ts'
import { eventually, type System, startSystem } from '#test/support/system.ts'

const asWanted = {
  MeterValueSampleInterval: '60',
  ClockAlignedDataInterval: '900',
  WebSocketPingInterval: '60',
  TransactionMessageAttempts: '5',
  TransactionMessageRetryInterval: '60',
  StopTransactionOnInvalidId: 'TRUE',
  AuthorizeRemoteTxRequests: 'false',
  LocalPreAuthorize: 'false',
  LocalAuthorizeOffline: 'true',
  AllowOfflineTxForUnknownId: 'false',
  MeterValuesSampledData:
    "'Energy.Active.Import.Register', 'Power.Active.Import', Current.Import,Voltage,SoC,Current.Offered,Power.Offered",
}
const outcomesOf = (result: any) => Object.fromEntries(result.settings.map((one: any) => [one.name, one.outcome]))
async function startOne(t: TestContext): Promise<System> {
  const system = await startSystem(t, { env: { VOLTYARD_PROVISIONING: 'automatic' }, tokens: ['CARD-1'] })
  await system.addCharger('CP-1', { evses: 1, provisioning: 'automatic' })
  return system
}
const askAgain = (system: System) => read(system, 'update provisioning set is_asked = true')
const trigger = { TriggerMessage: () => ({ status: 'Accepted' }) }

describe('chargers are set up', { concurrency: 3 }, () => {
  test('a 1.6 charger is set up by the server', async (t) => {
    const system = await startOne(t)
    let refuse = (_key: string, _value: string): string | null => null
    const answers = keysOf(
      { ...asWanted, MeterValueSampleInterval: '10', WebSocketPingInterval: '0', LocalPreAuthorize: 'true' },
      { readonly: ['LocalPreAuthorize'], refuse: (key, value) => refuse(key, value) },
    )
    const charger = await settingsCharger(system, 'CP-1', { answers: { ...answers, ...trigger } })
    const changes = () => charger.of('ChangeConfiguration').map(({ key, value }) => `${key}=${value}`)

    await t.test('B-07, D-06: only what differs and can be written is written, and read again', async () => {
      const { state, result, steps } = await configured(system)
      assert.equal(state, 'done')
      assert.deepEqual(changes(), ['MeterValueSampleInterval=60', 'WebSocketPingInterval=60'])
      assert.deepEqual(steps, ['read', 'write', 'verify', 'status', 'done'])
      const outcomes = outcomesOf(result)
      assert.equal(outcomes['SampledDataCtrlr.TxUpdatedInterval'], 'written')
      assert.equal(outcomes['AuthCtrlr.LocalPreAuthorize'], 'read-only')
      assert.equal(outcomes['SampledDataCtrlr.TxUpdatedMeasurands'], 'same')
      assert.equal(charger.of('TriggerMessage').length, 1, 'its connector has told no status yet')
    })

    await t.test('Q-057: a charger that boots again and again is set up once', async () => {
      for (let i = 0; i < 3; i++) await charger.call('BootNotification', boots['ocpp1.6']!)
      await new Promise((resolve) => setTimeout(resolve, 2_500))
      const [{ count }] = (await read(
        system,
        `select count(*)::int as count from errand where kind = 'provisioning'`,
      )) as any
      assert.equal(count, 1)
    })

    await t.test('D-06: with new firmware it is looked at again, and what drifted is put right', async () => {
      answers.keys.WebSocketPingInterval = '5'
      charger.asked.length = 0
      await charger.call('BootNotification', { ...boots['ocpp1.6'], firmwareVersion: '2.0' })
      await eventually(
        () => read(system, `select state from errand where kind = 'provisioning' and asked->>'why' = 'firmware'`),
        ([one]) => one?.state === 'done',
        20_000,
      )
      assert.deepEqual(changes(), ['WebSocketPingInterval=60'])
    })

    await t.test('Q-200, V-15: a list with one measurand that it refuses is set without it, as a whole', async () => {
      answers.keys.MeterValuesSampledData = 'Energy.Active.Import.Register'
      charger.asked.length = 0
      refuse = (key, value) => (key === 'MeterValuesSampledData' && value.includes('Offered') ? 'Rejected' : null)
      await askAgain(system)
      await eventually(
        () => read(system, 'select from provisioning where is_asked'),
        ({ length }) => length === 0,
      )
      const { state, result } = await configured(system)
      assert.equal(state, 'done')
      const tried = changes().map((one) => one.split('=')[1]!.split(',').length)
      assert.deepEqual(tried, [7, 6, 5], 'never one by one in the live key')
      const list = result.settings.find(({ name }: any) => name === 'SampledDataCtrlr.TxUpdatedMeasurands')
      assert.deepEqual([list.outcome, list.reason], ['reduced', 'The charger refuses Current.Offered, Power.Offered.'])
      assert.equal(
        answers.keys.MeterValuesSampledData,
        'Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage,SoC',
      )
    })

    await t.test('the day after, what was refused is not tried again', async () => {
      charger.asked.length = 0
      await read(system, `update provisioning set ended_at = now() - interval '2 days'`)
      await eventually(
        () => read(system, `select state from errand where kind = 'provisioning' and asked->>'why' = 'daily'`),
        ([one]) => one?.state === 'done',
        20_000,
      )
      assert.deepEqual(changes(), [])
    })

    await t.test(
      'Q-201: a charger that takes a list and makes something else of it gets back what it had',
      async () => {
        answers.keys.MeterValuesSampledData = 'Voltage'
        charger.asked.length = 0
        let isSpoilt = false
        refuse = () => null
        charger.handle('ChangeConfiguration', (payload: any) => {
          charger.asked.push({ action: 'ChangeConfiguration', payload })
          if (payload.key !== 'MeterValuesSampledData') return { status: 'Accepted' }
          answers.keys.MeterValuesSampledData = isSpoilt ? payload.value : ''
          isSpoilt = true
          return { status: 'Accepted' }
        })
        await askAgain(system)
        await eventually(
          () => read(system, 'select from provisioning where is_asked'),
          ({ length }) => length === 0,
        )
        const { state, result } = await configured(system)
        assert.equal(state, 'failed')
        assert.match(result.reason, /TxUpdatedMeasurands/)
        assert.equal(changes().at(-1), 'MeterValuesSampledData=Voltage')
        assert.equal(answers.keys.MeterValuesSampledData, 'Voltage')
      },
    )
    assert.deepEqual(charger.violations, [])
  })

  test('Q-205, D-05: a charger that says RebootRequired to everything is restarted once, when nobody charges', async (t) => {
    const system = await startOne(t)
    await read(
      system,
      `insert into charger_template (tenant_id, name, vendor, settings, extends_default, restart_allowed, accept_when_configured)
     select id, 'restarting', 'ac*e', '[]', true, true, false from tenant`,
    )
    const answers = keysOf({ ...asWanted, MeterValueSampleInterval: '10' }, { refuse: () => 'RebootRequired' })
    const charger = await settingsCharger(system, 'CP-1', { answers: { ...answers, ...trigger }, boot: null })
    let resets = 0
    charger.handle('Reset', () => {
      resets += 1
      return { status: 'Accepted' }
    })
    await charger.call('BootNotification', boots['ocpp1.6']!)
    const meterStart = { connectorId: 1, idTag: 'CARD-1', meterStart: 0, timestamp: new Date().toISOString() }
    const { transactionId } = await charger.call('StartTransaction', meterStart)
    const stepOf = async () => (await read(system, `select run->>'step' as step from provisioning`))[0]?.step
    await eventually(stepOf, (step) => step === 'wait-until-idle', 30_000)
    assert.equal(resets, 0)
    await charger.call('StopTransaction', { transactionId, meterStop: 10, timestamp: new Date().toISOString() })
    await eventually(stepOf, (step) => step === 'restart', 10_000)
    await eventually(
      async () => resets,
      (count) => count === 1,
    )
    await charger.call('BootNotification', boots['ocpp1.6']!)
    const { state, result } = await configured(system)
    assert.equal(state, 'failed')
    const report = result.settings.find(({ name }: any) => name === 'SampledDataCtrlr.TxUpdatedInterval')
    assert.deepEqual([report.outcome, report.value], ['not-kept', '10'])
    assert.equal(result.template, 'restarting')
    await read(system, `update provisioning set ended_at = now() - interval '2 days'`)
    await eventually(
      () => read(system, `select state from errand where kind = 'provisioning' and asked->>'why' = 'daily'`),
      ([one]) => one?.state === 'done',
      20_000,
    )
    assert.equal(resets, 1, 'no loop')
  })

  test('a pending charger is configured, accepted when its template says so, and told to boot; after a crash it goes on', async (t) => {
    const system = await startOne(t)
    await read(system, `update charger set registration = 'pending'`)
    await read(
      system,
      `insert into charger_template (tenant_id, name, settings, extends_default, restart_allowed, accept_when_configured)
     select id, 'pending', '[]', true, false, true from tenant`,
    )
    const silent = await settingsCharger(system, 'CP-1', {
      answers: { GetConfiguration: () => new Promise<object>(() => undefined) },
    })
    await eventually(
      async () => silent.asked.length,
      (count) => count === 1,
      20_000,
    )
    await silent.close()
    await system.restart()

    const answers = keysOf({ ...asWanted, WebSocketPingInterval: '0' })
    const charger = await settingsCharger(system, 'CP-1', { answers: { ...answers, ...trigger }, boot: null })
    const pending = await charger.call('BootNotification', boots['ocpp1.6']!)
    assert.equal(pending.status, 'Pending')
    const { state } = await configured(system, 60_000)
    assert.equal(state, 'done')
    await eventually(
      async () => charger.of('TriggerMessage').map(({ requestedMessage }) => requestedMessage),
      (asked) => asked.includes('BootNotification'),
    )
    assert.equal((await charger.call('BootNotification', boots['ocpp1.6']!)).status, 'Accepted')
    const count = await read(system, `select from errand where kind = 'provisioning'`)
    assert.equal(count.length, 1)
  })

  for (const protocol of ['ocpp2.0.1', 'ocpp2.1']) {
    test(`B07.FR.14: a ${protocol} charger tells its inventory at first contact, and later only what matters`, async (t) => {
      const system = await startOne(t)
      const values: Record<string, string> = {
        TxUpdatedInterval: '10',
        TxUpdatedMeasurands: 'Energy.Active.Import.Register',
        WebSocketPingInterval: '60',
        RetryBackOffRepeatTimes: '1',
      }
      const components: Record<string, string> = {
        TxUpdatedInterval: 'SampledDataCtrlr',
        TxUpdatedMeasurands: 'SampledDataCtrlr',
      }
      const inventory = () =>
        Object.entries(values).map(([name, value]) => ({
          component: { name: components[name] ?? 'OCPPCommCtrlr' },
          variable: { name },
          variableAttribute: [{ value, mutability: 'ReadWrite' }],
          variableCharacteristics: {
            dataType: 'MemberList',
            supportsMonitoring: false,
            ...(name === 'TxUpdatedMeasurands'
              ? { valuesList: 'Energy.Active.Import.Register,Power.Active.Import,SoC' }
              : {}),
          },
        }))
      const charger = await settingsCharger(system, 'CP-1', {
        protocol,
        answers: {
          ...trigger,
          GetBaseReport: ({ requestId }) => {
            const report = { requestId, generatedAt: new Date().toISOString(), seqNo: 0, reportData: inventory() }
            setImmediate(() => void charger.call('NotifyReport', report))
            return { status: 'Accepted' }
          },
          SetVariables: ({ setVariableData }) => ({
            setVariableResult: setVariableData.map(({ component, variable, attributeValue }: any) => {
              values[variable.name] = attributeValue
              return { component, variable, attributeStatus: 'Accepted' }
            }),
          }),
          GetVariables: ({ getVariableData }) => ({
            getVariableResult: getVariableData.map(({ component, variable }: any) => ({
              component,
              variable,
              ...(variable.name in values
                ? { attributeStatus: 'Accepted', attributeValue: values[variable.name] }
                : { attributeStatus: 'UnknownVariable' }),
            })),
          }),
        },
      })
      const first = await configured(system)
      assert.equal(first.state, 'done', JSON.stringify(first))
      assert.equal(values.RetryBackOffRepeatTimes, '6')
      assert.equal(
        values.TxUpdatedMeasurands,
        'Energy.Active.Import.Register,Power.Active.Import,SoC',
        'what it says it can',
      )
      assert.equal(charger.of('GetBaseReport').length, 1)

      charger.asked.length = 0
      values.TxUpdatedInterval = '5'
      await askAgain(system)
      await eventually(
        () => read(system, 'select from provisioning where is_asked'),
        ({ length }) => length === 0,
      )
      assert.equal((await configured(system)).state, 'done')
      assert.equal(values.TxUpdatedInterval, '60')
      assert.equal(charger.of('GetBaseReport').length, 0)
      assert.deepEqual(charger.violations, [])
    })
  }

  test('a 2.0.1 charger that cannot tell its inventory is asked for what matters, and one that tells nothing fails', async (t) => {
    const system = await startOne(t)
    const charger = await settingsCharger(system, 'CP-1', {
      protocol: 'ocpp2.0.1',
      answers: {
        ...trigger,
        GetBaseReport: () => ({ status: 'NotSupported' }),
        GetVariables: () => {
          throw createRPCError('InternalError', 'no')
        },
      },
    })
    const { state, result } = await configured(system)
    assert.deepEqual([state, result.reason], ['failed', 'The charger does not tell its settings.'])
    assert.deepEqual(
      charger.of('GetBaseReport').map(({ reportBase }) => reportBase),
      ['FullInventory', 'ConfigurationInventory'],
    )
    assert.ok(charger.of('GetVariables').length > 0)

    await system.addCharger('CP-2', { provisioning: 'off' })
    const left = await settingsCharger(system, 'CP-2', { answers: keysOf({}) })
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    assert.deepEqual(left.asked, [], 'one that is set up by hand is left alone')
  })
})
