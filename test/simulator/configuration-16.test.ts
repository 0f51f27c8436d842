import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allHeard, askedCharger, heard } from '../support/asked-charger.ts'
import { car } from '../support/simulated-site.ts'
import { eventually } from '../support/system.ts'

test('all keys are shown in order, secrets without their value, and each that can be written says so', async (t) => {
  const { server, frames } = await askedCharger(t, '1.6')
  const { configurationKey } = (await server.ask('GetConfiguration', {}))?.[2] ?? {}
  const names = configurationKey.map(({ key }: { key: string }) => key)
  assert.deepEqual(names, [...new Set(names)].sort())
  const [max] = configurationKey.filter(({ key }: { key: string }) => key === 'GetConfigurationMaxKeys')
  assert.ok(names.length <= Number(max.value))
  const secrets = configurationKey.filter((one: { value?: string }) => one.value === undefined)
  assert.deepEqual(secrets, [{ key: 'AuthorizationKey', readonly: false }])

  for (const { key, readonly, value = 'none' } of configurationKey) {
    const { status } = (await server.ask('ChangeConfiguration', { key, value }))?.[2] ?? {}
    if (readonly) assert.equal(status, 'Rejected', key)
  }
  frames.assertClean()
})

test('no more keys are answered than the charger says it can at once', async (t) => {
  const { server } = await askedCharger(t, '1.6')
  const key = Array.from({ length: 120 }, (_, index) => `Nonsense${index}`)
  const answer = (await server.ask('GetConfiguration', { key }))?.[2]
  assert.equal(answer.unknownKey.length, 100)
})

test('meters are told at round times of day, of each connector, within a session with its transaction', async (t) => {
  const { server, charger, frames } = await askedCharger(t, '1.6', { settings: { sampleIntervalSeconds: 0 } })
  charger.plug(charger.evse(1)!, car(0.2))
  await charger.tap('CARD-1')
  const change = (key: string, value: string) => server.ask('ChangeConfiguration', { key, value })
  await change('MeterValuesAlignedData', 'Energy.Active.Import.Register,Voltage')
  await change('StopTxnAlignedData', 'Energy.Active.Import.Register')
  assert.deepEqual((await change('ClockAlignedDataInterval', '60'))?.[2], { status: 'Accepted' })

  const told = await eventually(
    async () => allHeard(server, 'MeterValues'),
    (all) => all.filter(({ connectorId }) => connectorId === 1).length >= 2 && all.length >= 4,
  )
  for (const { connectorId, transactionId, meterValue } of told) {
    assert.equal(transactionId, connectorId === 1 ? 77 : undefined)
    const [{ sampledValue }] = meterValue
    assert.ok(sampledValue.every(({ context }: { context: string }) => context === 'Sample.Clock'))
    assert.deepEqual(new Set(sampledValue.map(({ measurand }: { measurand: string }) => measurand)).size, 2)
  }
  await change('ClockAlignedDataInterval', '0')
  charger.unplug(charger.evse(1)!)
  const { transactionData } = await heard(server, 'StopTransaction')
  const contexts = transactionData.map((one: any) => one.sampledValue[0].context)
  assert.ok(contexts.filter((one: string) => one === 'Sample.Clock').length >= 2)
  assert.equal(contexts.at(-1), 'Transaction.End')
  frames.assertClean()
})

test('a charger says whatever it is asked to say', async (t) => {
  const { server, frames } = await askedCharger(t, '1.6')
  const triggered: [call: string, asked: string, said: string][] = [
    ['TriggerMessage', 'BootNotification', 'BootNotification'],
    ['TriggerMessage', 'DiagnosticsStatusNotification', 'DiagnosticsStatusNotification'],
    ['TriggerMessage', 'FirmwareStatusNotification', 'FirmwareStatusNotification'],
    ['TriggerMessage', 'Heartbeat', 'Heartbeat'],
    ['TriggerMessage', 'MeterValues', 'MeterValues'],
    ['TriggerMessage', 'StatusNotification', 'StatusNotification'],
    ['ExtendedTriggerMessage', 'BootNotification', 'BootNotification'],
    ['ExtendedTriggerMessage', 'FirmwareStatusNotification', 'SignedFirmwareStatusNotification'],
    ['ExtendedTriggerMessage', 'Heartbeat', 'Heartbeat'],
    ['ExtendedTriggerMessage', 'LogStatusNotification', 'LogStatusNotification'],
    ['ExtendedTriggerMessage', 'MeterValues', 'MeterValues'],
    ['ExtendedTriggerMessage', 'SignChargePointCertificate', 'SignCertificate'],
    ['ExtendedTriggerMessage', 'StatusNotification', 'StatusNotification'],
  ]
  for (const [call, requestedMessage, said] of triggered) {
    const before = allHeard(server, said).length
    assert.deepEqual((await server.ask(call, { requestedMessage }))?.[2], { status: 'Accepted' }, requestedMessage)
    await eventually(
      async () => allHeard(server, said).length,
      (count) => count > before,
    )
  }
  frames.assertClean()
})

test('the local list takes no more cards than it holds, and a full list needs every card with its state', async (t) => {
  const settings = { maxListEntries: 2, maxListEntriesPerUpdate: 2 }
  const { server, charger, frames } = await askedCharger(t, '1.6', { settings })
  const card = (idTag: string) => ({ idTag, idTagInfo: { status: 'Accepted' } })
  const send = async (listVersion: number, updateType: string, localAuthorizationList: object[]) =>
    (await server.ask('SendLocalList', { listVersion, updateType, localAuthorizationList }))?.[2].status
  assert.equal(await send(1, 'Full', [card('A'), card('B')]), 'Accepted')
  assert.equal(await send(2, 'Full', [card('A'), card('B'), card('C')]), 'Failed')
  assert.equal(await send(2, 'Full', [{ idTag: 'A' }]), 'Failed')
  assert.equal(await send(2, 'Differential', [card('C')]), 'Failed')
  assert.equal(await send(2, 'Differential', [{ idTag: 'A' }, card('C')]), 'Accepted')
  assert.equal(await send(2, 'Differential', [card('A')]), 'VersionMismatch')
  assert.equal(charger.cards.listVersion, 2)
  frames.assertClean()
})

test('what a driver pays can be read on the display, of the session that runs there', async (t) => {
  const { server, charger, frames } = await askedCharger(t, '1.6', { settings: { sampleIntervalSeconds: 0 } })
  const tell = async (messageId: string, data: object) => {
    const vendorId = 'org.openchargealliance.costmsg'
    return (await server.ask('DataTransfer', { vendorId, messageId, data: JSON.stringify(data) }))?.[2].status
  }
  const display = async () =>
    (await server.ask('GetConfiguration', { key: ['Display'] }))?.[2].configurationKey[0].value
  assert.equal(await tell('RunningCost', { transactionId: 77, cost: 1, state: 'Charging' }), 'Rejected')
  assert.equal(await tell('SetUserPrice', { idToken: 'CARD-1', priceText: '0.50 EUR/kWh' }), 'Accepted')
  assert.equal(await display(), '0.50 EUR/kWh')
  charger.plug(charger.evse(1)!, car(0.2))
  await charger.tap('CARD-1')
  await eventually(
    () => tell('RunningCost', { transactionId: 77, cost: 1.5, state: 'Charging' }),
    (status) => status === 'Accepted',
  )
  assert.equal(await display(), '1.5 (Charging)')
  assert.equal(await tell('Unheard', {}), 'UnknownMessageId')
  assert.equal(await tell('FinalCost', {}), 'Rejected')
  frames.assertClean()
})
