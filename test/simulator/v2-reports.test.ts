import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { allHeard, askedCharger, heard } from '../support/asked-charger.ts'
import { askingServer } from '../support/asking-server.ts'
import { fileServer } from '../support/file-server.ts'
import { car } from '../support/simulated-site.ts'
import { eventually } from '../support/system.ts'
import { centralToken, displayMessage, networkProfile, powerOf, profile } from '../support/v2-requests.ts'

test('a report of the device model comes in numbered parts, the last of which says so', async (t) => {
  const { server, frames } = await askedCharger(t, '2.0.1')
  await server.ask('GetBaseReport', { requestId: 5, reportBase: 'FullInventory' })
  await heard(server, 'NotifyReport', ({ tbc }) => tbc === false)
  const parts = allHeard(server, 'NotifyReport')
  assert.ok(parts.length > 2)
  assert.deepEqual(
    parts.map(({ seqNo, tbc, requestId }) => ({ seqNo, tbc, requestId })),
    parts.map((_, seqNo) => ({ seqNo, tbc: seqNo < parts.length - 1, requestId: 5 })),
  )
  const password = parts
    .flatMap(({ reportData }) => reportData)
    .find(({ variable }) => variable.name === 'BasicAuthPassword')
  assert.deepEqual(password.variableAttribute[0].mutability, 'WriteOnly')
  assert.equal(password.variableAttribute[0].value, undefined)
  frames.assertClean()
})

test('a report of some variables gives just those, of all instances and places where none is named', async (t) => {
  const { server, charger, frames } = await askedCharger(t, '2.0.1')
  const componentVariable = [{ component: { name: 'evse' }, variable: { name: 'power' } }]
  await server.ask('GetReport', { requestId: 6, componentVariable })
  const { reportData } = await heard(server, 'NotifyReport', ({ requestId }) => requestId === 6)
  assert.deepEqual(
    reportData.map(({ component }: any) => component.evse.id),
    [1, 2],
  )
  charger.fault(charger.evse(2)!, 'over-temperature')
  await server.ask('GetReport', { requestId: 7, componentCriteria: ['Problem'] })
  const problems = await heard(server, 'NotifyReport', ({ requestId }) => requestId === 7)
  assert.ok(problems.reportData.every(({ component }: any) => component.name === 'EVSE' && component.evse.id === 2))
  frames.assertClean()
})

test('a part of a report that gets lost is missing, and is there when the server asks again', async (t) => {
  const { server, acts } = await askedCharger(t, '2.0.1')
  acts!.lose('NotifyReport', 1)
  for (const requestId of [8, 9]) {
    await server.ask('GetBaseReport', { requestId, reportBase: 'FullInventory' })
    await heard(server, 'NotifyReport', (part) => part.requestId === requestId && part.tbc === false)
  }
  const numbers = (requestId: number) =>
    allHeard(server, 'NotifyReport')
      .filter((part) => part.requestId === requestId)
      .map(({ seqNo }) => seqNo)
  assert.ok(!numbers(8).includes(1) && numbers(8).includes(2))
  assert.ok(numbers(9).includes(1))
})

test('an event of a transaction that gets lost comes once the server asks for the state of the transaction', async (t) => {
  const { server, charger, acts, frames } = await askedCharger(t, '2.0.1')
  acts!.lose('TransactionEvent', 1)
  charger.plug(charger.evse(1)!, car(0.2))
  await charger.tap('CARD-1')
  await heard(server, 'TransactionEvent', ({ seqNo }) => seqNo === 2)
  const numbers = () => allHeard(server, 'TransactionEvent').map(({ seqNo }) => seqNo)
  assert.ok(!numbers().includes(1))

  const transactionId = charger.sessions()[0]!.wireId
  const frame = await server.ask('GetTransactionStatus', { transactionId })
  assert.deepEqual(frame?.[2], { messagesInQueue: true, ongoingIndicator: true })
  await heard(server, 'TransactionEvent', ({ seqNo }) => seqNo === 1)
  frames.assertClean()
})

test('a monitor tells when its threshold is passed and when it is no longer, unless it is not severe enough', async (t) => {
  const { server, charger, frames } = await askedCharger(t, '2.0.1')
  const place = charger.evse(1)!
  await server.ask('SetVariableMonitoring', {
    setMonitoringData: [{ ...powerOf(1), type: 'UpperThreshold', value: 5_000, severity: 4 }],
  })
  charger.plug(place, car(0.2))
  await charger.tap('CARD-1', place)
  const passed = await heard(server, 'NotifyEvent')
  assert.partialDeepStrictEqual(passed.eventData[0], {
    trigger: 'Alerting',
    actualValue: '11000',
    eventNotificationType: 'CustomMonitor',
    variableMonitoringId: 3,
    ...powerOf(1),
  })
  charger.unplug(place)
  const cleared = await heard(server, 'NotifyEvent', ({ eventData }) => eventData[0].cleared === true)
  assert.equal(cleared.eventData[0].actualValue, '0')

  const count = allHeard(server, 'NotifyEvent').length
  await server.ask('SetMonitoringLevel', { severity: 1 })
  charger.fault(place, 'over-temperature')
  charger.clearFault(place)
  await server.ask('SetMonitoringLevel', { severity: 9 })
  charger.fault(place, 'over-temperature')
  const hot = await heard(server, 'NotifyEvent', ({ eventData }) => eventData[0].variable.name === 'Temperature')
  assert.equal(hot.eventData[0].eventNotificationType, 'HardWiredMonitor')
  assert.equal(allHeard(server, 'NotifyEvent').length, count + 1)
  frames.assertClean()
})

test('a periodic monitor tells again and again until it is cleared, and its report names it', async (t) => {
  const { server, clock, frames } = await askedCharger(t, '2.0.1')
  const asked = { ...powerOf(2), type: 'Periodic', value: 20, severity: 8 }
  await server.ask('SetVariableMonitoring', { setMonitoringData: [asked] })
  await eventually(
    async () => allHeard(server, 'NotifyEvent').length,
    (count) => count >= 2,
  )
  await server.ask('GetMonitoringReport', { requestId: 4 })
  const last = await heard(server, 'NotifyMonitoringReport', ({ tbc }) => tbc === false)
  const monitors = allHeard(server, 'NotifyMonitoringReport').flatMap(({ monitor }) => monitor)
  assert.equal(last.seqNo, 1)
  assert.deepEqual(monitors.map(({ variableMonitoring: [one] }) => one.type).sort(), [
    'Periodic',
    'UpperThreshold',
    'UpperThreshold',
  ])

  await server.ask('ClearVariableMonitoring', { id: [3] })
  const count = allHeard(server, 'NotifyEvent').length
  await new Promise<void>((resolve) => clock.setTimeout(resolve, 100_000))
  assert.equal(allHeard(server, 'NotifyEvent').length, count)
  frames.assertClean()
})

test('messages for the display are reported in parts, and go with their transaction', async (t) => {
  const { server, charger, frames } = await askedCharger(t, '2.0.1')
  charger.plug(charger.evse(1)!, car(0.2))
  await charger.tap('CARD-1')
  const transactionId = charger.sessions()[0]!.wireId
  for (const id of [1, 2, 3])
    await server.ask('SetDisplayMessage', displayMessage(id, id === 3 ? { transactionId } : {}))
  await server.ask('GetDisplayMessages', { requestId: 5 })
  await heard(server, 'NotifyDisplayMessages', ({ tbc }) => tbc === false)
  assert.deepEqual(
    allHeard(server, 'NotifyDisplayMessages').map(({ messageInfo, tbc }) => [
      messageInfo.map((one: any) => one.id),
      tbc,
    ]),
    [
      [[1, 2], true],
      [[3], false],
    ],
  )
  await charger.tap('CARD-1')
  assert.deepEqual((await server.ask('GetDisplayMessages', { requestId: 6, id: [3] }))?.[2], { status: 'Unknown' })
  frames.assertClean()
})

test('what is known of a customer is told in parts, and after clearing nothing is', async (t) => {
  const { server, charger, frames } = await askedCharger(t, '2.0.1')
  charger.plug(charger.evse(1)!, car(0.2))
  await charger.tap('CARD-1')
  // By then the answer to the first event, which knows the card, has come.
  await heard(server, 'TransactionEvent', ({ seqNo }) => seqNo === 1)
  const ask = (requestId: number, more: object) =>
    server.ask('CustomerInformation', { requestId, idToken: centralToken('CARD-1'), ...more })
  await ask(1, { report: true, clear: true })
  await heard(server, 'NotifyCustomerInformation', ({ tbc }) => tbc === false)
  const parts = allHeard(server, 'NotifyCustomerInformation')
  assert.ok(parts.length > 1)
  assert.match(parts.map(({ data }) => data).join(''), new RegExp(`transaction ${charger.sessions()[0]!.wireId}`))

  await ask(2, { report: true, clear: false })
  const { data } = await heard(server, 'NotifyCustomerInformation', ({ requestId }) => requestId === 2)
  assert.equal(data, '')
  frames.assertClean()
})

test('profiles are reported as they came, those from outside with their source, and their limits are told', async (t) => {
  const { server, charger, acts, frames } = await askedCharger(t, '2.0.1')
  const place = charger.evse(1)!
  charger.plug(place, car(0.2))
  await charger.tap('CARD-1', place)
  await server.ask('SetChargingProfile', { evseId: 1, chargingProfile: profile() })
  acts!.limitFromOutside({ evse: 1, limitW: 5_000, source: 'EMS', isGridCritical: true })
  await eventually(
    async () => place.powerW,
    (powerW) => powerW === 5_000,
  )
  const told = await heard(server, 'NotifyChargingLimit')
  assert.deepEqual(told.chargingLimit, { chargingLimitSource: 'EMS', isGridCritical: true })

  await server.ask('GetChargingProfiles', { requestId: 3, chargingProfile: {} })
  await heard(server, 'ReportChargingProfiles', ({ tbc }) => tbc === false)
  const reported = allHeard(server, 'ReportChargingProfiles')
  assert.deepEqual(
    reported.map(({ chargingLimitSource }) => chargingLimitSource),
    ['CSO', 'EMS'],
  )
  assert.deepEqual(reported[0].chargingProfile, [profile()])

  await server.ask('ClearChargingProfile', { chargingProfileCriteria: {} })
  assert.equal(charger.profiles.length, 1)
  acts!.liftLimitFromOutside(1)
  assert.deepEqual(await heard(server, 'ClearedChargingLimit'), { chargingLimitSource: 'EMS', evseId: 1 })
  await eventually(
    async () => place.powerW,
    (powerW) => powerW === 11_000,
  )
  frames.assertClean()
})

test('a vehicle that speaks ISO 15118 says what it needs, and its plan once it has a profile', async (t) => {
  const { server, charger, frames } = await askedCharger(t, '2.0.1')
  server.answers.NotifyEVChargingNeeds = () => ({ status: 'Accepted' })
  server.answers.NotifyEVChargingSchedule = () => ({ status: 'Accepted' })
  const enabled = { component: { name: 'ISO15118Ctrlr' }, variable: { name: 'Enabled' }, attributeValue: 'true' }
  await server.ask('SetVariables', { setVariableData: [enabled] })
  charger.plug(charger.evse(1)!, car(0.2))
  await charger.tap('CARD-1')
  const needs = await heard(server, 'NotifyEVChargingNeeds')
  assert.equal(needs.chargingNeeds.requestedEnergyTransfer, 'AC_three_phase')
  assert.equal(needs.chargingNeeds.acChargingParameters.energyAmount, 48_000)

  const transactionId = charger.sessions()[0]!.wireId
  const offered = profile({ chargingProfilePurpose: 'TxProfile', transactionId })
  await server.ask('SetChargingProfile', { evseId: 1, chargingProfile: offered })
  const plan = await heard(server, 'NotifyEVChargingSchedule')
  assert.deepEqual(plan.chargingSchedule.chargingSchedulePeriod, [{ startPeriod: 0, limit: 15.9 }])
  frames.assertClean()
})

test('a charger moves to the server of a network profile with a restart, and comes back when nobody is there', async (t) => {
  const other = await askingServer(t)
  const { server, access, frames } = await askedCharger(t, '2.0.1', { password: 'the-usual-password' })
  const home = access.endpoint
  const first = (slots: string) => ({
    setVariableData: [
      {
        component: { name: 'OCPPCommCtrlr' },
        variable: { name: 'NetworkConfigurationPriority' },
        attributeValue: slots,
      },
    ],
  })
  const slot = (configurationSlot: number, ocppCsmsUrl: string) => ({
    configurationSlot,
    connectionData: { ...networkProfile.connectionData, ocppCsmsUrl },
  })
  await server.ask('SetNetworkProfile', slot(1, other.endpoint))
  await server.ask('SetVariables', first('1,0'))
  assert.equal(access.endpoint, home)
  await server.ask('Reset', { type: 'Immediate' })
  await heard(other, 'BootNotification')

  await other.ask('SetNetworkProfile', slot(2, 'ws://127.0.0.1:9/ocpp'))
  await other.ask('SetVariables', first('2,1'))
  await other.ask('Reset', { type: 'Immediate' })
  await eventually(
    async () => allHeard(other, 'BootNotification').length,
    (count) => count === 2,
  )
  frames.assertClean()
})

test('a new password is used for the next connection, which follows at once', async (t) => {
  const { server } = await askedCharger(t, '2.0.1', { password: 'the-usual-password' })
  const set = (attributeValue: string) => ({
    setVariableData: [
      { component: { name: 'SecurityCtrlr' }, variable: { name: 'BasicAuthPassword' }, attributeValue },
    ],
  })
  const tooLong = await server.ask('SetVariables', set('x'.repeat(41)))
  assert.equal(tooLong?.[2].setVariableResult[0].attributeStatus, 'Rejected')
  const accepted = await server.ask('SetVariables', set('another-good-password'))
  assert.equal(accepted?.[2].setVariableResult[0].attributeStatus, 'Accepted')
  await eventually(
    async () => server.knocks.length,
    (count) => count === 2,
  )
  assert.equal(server.knocks[1]?.password?.toString(), 'another-good-password')
})

test('firmware is fetched, checked and published, and unpublished again', async (t) => {
  const files = await fileServer(t)
  files.files.set('/fw-2.0.bin', Buffer.from('the new firmware'))
  const { server, frames } = await askedCharger(t, '2.0.1')
  const checksum = createHash('md5').update('the new firmware').digest('hex')
  const location = `${files.url}/fw-2.0.bin`
  const last = (requestId: number, status: string) =>
    heard(server, 'PublishFirmwareStatusNotification', (one) => one.requestId === requestId && one.status === status)

  await server.ask('PublishFirmware', { location, checksum: 'wrong', requestId: 1 })
  await last(1, 'InvalidChecksum')
  await server.ask('PublishFirmware', { location: `${files.url}/missing`, checksum, requestId: 2 })
  await last(2, 'DownloadFailed')
  await server.ask('PublishFirmware', { location, checksum, requestId: 3 })
  assert.equal((await last(3, 'Published')).location.length, 1)
  assert.deepEqual((await server.ask('UnpublishFirmware', { checksum }))?.[2], { status: 'Unpublished' })
  assert.deepEqual((await server.ask('UnpublishFirmware', { checksum }))?.[2], { status: 'NoFirmware' })
  frames.assertClean()
})

test('firmware and logs travel in the words of 2.0.1, each notification with its request', async (t) => {
  const files = await fileServer(t)
  files.files.set('/fw-2.5.0.bin', Buffer.from('the new firmware'))
  const { server, frames } = await askedCharger(t, '2.0.1')
  const log = { remoteLocation: `${files.url}/logs/` }
  const got = await server.ask('GetLog', { requestId: 11, logType: 'DiagnosticsLog', log })
  assert.equal(got?.[2].status, 'Accepted')
  await heard(server, 'LogStatusNotification', ({ status, requestId }) => status === 'Uploaded' && requestId === 11)
  assert.equal(files.requests.at(-1)?.path, `/logs/${got?.[2].filename}`)

  const firmware = { location: `${files.url}/fw-2.5.0.bin`, retrieveDateTime: '2026-01-01T00:00:00Z' }
  assert.deepEqual((await server.ask('UpdateFirmware', { requestId: 12, firmware }))?.[2], { status: 'Accepted' })
  await heard(server, 'FirmwareStatusNotification', ({ status }) => status === 'Installed')
  assert.deepEqual(
    allHeard(server, 'FirmwareStatusNotification').map(({ status, requestId }) => `${status} ${requestId}`),
    ['Downloading 12', 'Downloaded 12', 'Installing 12', 'InstallRebooting 12', 'Installed 12'],
  )
  const boot = allHeard(server, 'BootNotification').at(-1)
  assert.deepEqual([boot.reason, boot.chargingStation.firmwareVersion], ['FirmwareUpdate', '2.5.0'])
  frames.assertClean()
})
