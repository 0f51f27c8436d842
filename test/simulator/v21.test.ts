import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allHeard, askedCharger, heard, oneEvse } from '../support/asked-charger.ts'
import { car } from '../support/simulated-site.ts'
import { eventually } from '../support/system.ts'
import { centralToken, powerOf, profile, tariff, voltVar } from '../support/v2-requests.ts'

async function charging(t: Parameters<typeof askedCharger>[0], rate = 100) {
  const site = await askedCharger(t, '2.1', { rate })
  const place = site.charger.evse(1)!
  const start = async () => {
    site.charger.plug(place, car(0.2))
    await site.charger.tap('CARD-1', place)
    return site.charger.sessions()[0]!
  }
  const event = (triggerReason: string) =>
    heard(site.server, 'TransactionEvent', (one) => one.triggerReason === triggerReason)
  return { ...site, place, start, event }
}

test('the state of a connector is told as an event of the device model, and never as a StatusNotification', async (t) => {
  const { server, charger, frames } = await askedCharger(t, '2.1')
  charger.plug(charger.evse(2)!, car(0.2))
  const { eventData } = await heard(server, 'NotifyEvent', (one) => one.eventData[0].actualValue === 'Occupied')
  assert.partialDeepStrictEqual(eventData[0], {
    component: { name: 'Connector', evse: { id: 2, connectorId: 1 } },
    variable: { name: 'AvailabilityState' },
    trigger: 'Delta',
  })
  assert.equal(allHeard(server, 'StatusNotification').length, 0)
  frames.assertClean()
})

test('an answer that does not fit its schema is complained about', async (t) => {
  const { server, say } = await askedCharger(t, '2.1')
  server.answers.Authorize = () => ({ nonsense: true })
  await say('Authorize', { idToken: centralToken('A') })
  assert.match(await heard(server, 'CALLRESULTERROR'), /Violation|Error/)
})

test('a monitor with a stream sends its values unanswered, and closes the stream when it is cleared', async (t) => {
  const { server, frames } = await askedCharger(t, '2.1')
  server.answers.OpenPeriodicEventStream = () => ({ status: 'Accepted' })
  server.answers.NotifyPeriodicEventStream = () => undefined
  const asked = { ...powerOf(1), type: 'Periodic', value: 5, severity: 8, periodicEventStream: { values: 3 } }
  await server.ask('SetVariableMonitoring', { setMonitoringData: [asked] })
  const { constantStreamData } = await heard(server, 'OpenPeriodicEventStream')
  assert.deepEqual(constantStreamData, { id: 1, params: { values: 3 }, variableMonitoringId: 3 })
  const values = await heard(server, 'NotifyPeriodicEventStream')
  assert.equal(values.data.length, 3)
  assert.equal(values.data[0].t, 0)
  assert.ok(values.data[2].t >= 10)

  assert.deepEqual((await server.ask('GetPeriodicEventStream', {}))?.[2], { constantStreamData: [constantStreamData] })
  assert.equal(
    (await server.ask('AdjustPeriodicEventStream', { id: 1, params: { values: 2 } }))?.[2].status,
    'Accepted',
  )
  await heard(server, 'NotifyPeriodicEventStream', ({ data }) => data.length === 2)
  await server.ask('ClearVariableMonitoring', { id: [3] })
  assert.deepEqual(await heard(server, 'ClosePeriodicEventStream'), { id: 1 })
  assert.deepEqual((await server.ask('GetPeriodicEventStream', {}))?.[2], {})
  frames.assertClean()
})

test('a transaction under a tariff ends with what it has cost', async (t) => {
  const { server, charger, clock, start, frames } = await charging(t, 3_000)
  const fees = { fixedFee: { prices: [{ priceFixed: 1 }] }, idleTime: { prices: [{ priceMinute: 0.1 }] } }
  await server.ask('SetDefaultTariff', { evseId: 0, tariff: tariff('T-1', fees) })
  const session = await start()
  await new Promise<void>((resolve) => clock.setTimeout(resolve, 1_800_000))
  await charger.tap('CARD-1')
  const { costDetails, transactionInfo } = await heard(server, 'TransactionEvent', (one) => one.eventType === 'Ended')
  assert.equal(transactionInfo.tariffId, 'T-1')
  const wh = charger.energyWh(session)
  assert.ok(wh > 5_000)
  assert.equal(costDetails.totalUsage.energy, wh / 1_000)
  const energy = (wh * 0.4) / 1_000
  const { totalCost } = costDetails
  assert.equal(totalCost.currency, 'EUR')
  assert.ok(Math.abs(totalCost.energy.exclTax - energy) <= 0.0051)
  assert.equal(totalCost.fixed.exclTax, 1)
  assert.ok(Math.abs(totalCost.total.exclTax - energy - 1) <= 0.0101)
  assert.ok(Math.abs(totalCost.total.inclTax - energy * 1.19 - 1) <= 0.0101)
  frames.assertClean()
})

test('a changed tariff counts from its change, in the same currency', async (t) => {
  const { server, charger, start, event, frames } = await charging(t)
  await server.ask('SetDefaultTariff', { evseId: 1, tariff: tariff() })
  const { id: transactionId } = await start()
  const change = (one: object) => server.ask('ChangeTransactionTariff', { transactionId, tariff: one })
  assert.deepEqual((await change(tariff('T-2', { currency: 'CHF' })))?.[2], { status: 'NoCurrencyChange' })
  assert.deepEqual((await change(tariff('T-2')))?.[2], { status: 'Accepted' })
  assert.equal((await event('TariffChanged')).transactionInfo.tariffId, 'T-2')
  await charger.tap('CARD-1')
  const { costDetails } = await heard(server, 'TransactionEvent', (one) => one.eventType === 'Ended')
  assert.deepEqual(
    costDetails.chargingPeriods.map(({ tariffId }: any) => tariffId),
    ['T-1', 'T-2'],
  )
  frames.assertClean()
})

test('the limit of a transaction is told once, obeyed when it is reached, and may be raised', async (t) => {
  const { server, place, start, event, frames } = await charging(t, 1_000)
  const usual = server.answers.TransactionEvent!
  let maxEnergy = 500
  server.answers.TransactionEvent = (one) => ({ ...usual(one), transactionLimit: { maxEnergy } })
  await start()
  assert.deepEqual((await event('LimitSet')).transactionInfo.transactionLimit, { maxEnergy: 500 })
  const reached = await event('EnergyLimitReached')
  assert.equal(reached.transactionInfo.chargingState, 'SuspendedEVSE')
  await eventually(
    async () => place.powerW,
    (powerW) => powerW === 0,
  )
  assert.equal(allHeard(server, 'TransactionEvent').filter((one) => one.triggerReason === 'LimitSet').length, 1)

  maxEnergy = 50_000
  await server.ask('TriggerMessage', { requestedMessage: 'TransactionEvent' })
  await eventually(
    async () => place.powerW,
    (powerW) => powerW === 11_000,
  )
  frames.assertClean()
})

test('limits of time, cost and battery end the flow, each for its own reason', async (t) => {
  const reasons = [
    [{ maxTime: 60 }, 'TimeLimitReached'],
    [{ maxCost: 1.5 }, 'CostLimitReached'],
    [{ maxSoC: 22 }, 'SoCLimitReached'],
  ] as const
  for (const [transactionLimit, reason] of reasons) {
    const { server, start, event, frames } = await charging(t, 1_000)
    const usual = server.answers.TransactionEvent!
    server.answers.TransactionEvent = (one) => ({ ...usual(one), transactionLimit })
    await server.ask('SetDefaultTariff', { evseId: 0, tariff: tariff() })
    await start()
    await event(reason)
    frames.assertClean()
  }
})

test('a transaction outlives a restart that says so, and goes on without its profile', async (t) => {
  const { server, charger, place, start, event, frames } = await charging(t)
  const { id: transactionId } = await start()
  const own = profile({ chargingProfilePurpose: 'TxProfile', transactionId })
  await server.ask('SetChargingProfile', { evseId: 1, chargingProfile: own })
  assert.deepEqual((await server.ask('Reset', { type: 'ImmediateAndResume' }))?.[2], { status: 'Accepted' })
  assert.equal((await event('TxResumed')).transactionInfo.transactionId, transactionId)
  assert.equal(allHeard(server, 'BootNotification').at(-1).reason, 'RemoteReset')
  assert.equal(charger.sessions()[0]?.id, transactionId)
  assert.equal(charger.profiles.length, 0)
  await eventually(
    async () => place.powerW,
    (powerW) => powerW === 11_000,
  )
  frames.assertClean()
})

test('a dynamic profile follows what the server pushes, and what the charger asks for', async (t) => {
  const { server, place, start, frames } = await charging(t)
  server.answers.PullDynamicScheduleUpdate = () => ({ status: 'Accepted', scheduleUpdate: { limit: 6_000 } })
  await start()
  const schedule = { id: 1, chargingRateUnit: 'W', chargingSchedulePeriod: [{ startPeriod: 0, limit: 9_000 }] }
  const dynamic = (more: object) => profile({ chargingProfileKind: 'Dynamic', chargingSchedule: [schedule], ...more })
  const flows = (wantedW: number) =>
    eventually(
      async () => place.powerW,
      (powerW) => powerW === wantedW,
    )
  await server.ask('SetChargingProfile', { evseId: 1, chargingProfile: dynamic({}) })
  await flows(9_000)
  await server.ask('UpdateDynamicSchedule', { chargingProfileId: 7, scheduleUpdate: { limit: 7_000 } })
  await flows(7_000)
  await server.ask('SetChargingProfile', { evseId: 1, chargingProfile: dynamic({ dynUpdateInterval: 30 }) })
  await flows(6_000)
  assert.deepEqual(await heard(server, 'PullDynamicScheduleUpdate'), { chargingProfileId: 7 })
  await server.ask('GetChargingProfiles', { requestId: 1, chargingProfile: {} })
  const reported = await heard(server, 'ReportChargingProfiles')
  assert.equal(reported.chargingProfile[0].chargingProfileKind, 'Dynamic')
  frames.assertClean()
})

test('the signal of the grid is followed along the curve of a profile', async (t) => {
  const { server, place, start, frames } = await charging(t)
  await start()
  const period = {
    startPeriod: 0,
    operationMode: 'LocalFrequency',
    v2xSignalWattCurve: [
      { signal: 0, power: 5_000 },
      { signal: 10, power: 9_000 },
    ],
  }
  const schedule = { id: 1, chargingRateUnit: 'W', chargingSchedulePeriod: [period] }
  const following = profile({ chargingProfileKind: 'Dynamic', chargingSchedule: [schedule] })
  await server.ask('SetChargingProfile', { evseId: 1, chargingProfile: following })
  const signal = await server.ask('AFRRSignal', { timestamp: '2026-01-01T00:00:00Z', signal: 5 })
  assert.deepEqual(signal?.[2], { status: 'Accepted' })
  await eventually(
    async () => place.powerW,
    (powerW) => powerW === 7_000,
  )
  frames.assertClean()
})

test('priority is given by the server, or by the driver, which the server hears', async (t) => {
  const { server, acts, place, start, frames } = await charging(t)
  const { id: transactionId } = await start()
  const use = (activate: boolean) => server.ask('UsePriorityCharging', { transactionId, activate })
  const slow = { ...profile().chargingSchedule[0], chargingSchedulePeriod: [{ startPeriod: 0, limit: 8 }] }
  const flows = (wantedW: number) =>
    eventually(
      async () => place.powerW,
      (powerW) => powerW === wantedW,
    )
  assert.deepEqual((await use(true))?.[2], { status: 'NoProfile' })
  await server.ask('SetChargingProfile', { evseId: 1, chargingProfile: profile({ chargingSchedule: [slow] }) })
  const fast = profile({ id: 8, chargingProfilePurpose: 'PriorityCharging' })
  await server.ask('SetChargingProfile', { evseId: 1, chargingProfile: fast })
  await flows(8 * 690)
  await server.ask('GetChargingProfiles', { requestId: 1, chargingProfile: { chargingProfileId: [8] } })
  assert.deepEqual((await heard(server, 'ReportChargingProfiles')).chargingProfile, [fast])
  assert.deepEqual((await use(true))?.[2], { status: 'Accepted' })
  await flows(11_000)
  await use(false)
  await flows(8 * 690)
  assert.ok(acts && 'pressPriority' in acts)
  assert.equal(acts.pressPriority(1), 'accepted')
  assert.deepEqual(await heard(server, 'NotifyPriorityCharging'), { transactionId, activated: true })
  await flows(11_000)
  const criteria = { chargingProfileCriteria: { chargingProfilePurpose: 'PriorityCharging' } }
  assert.deepEqual((await server.ask('ClearChargingProfile', criteria))?.[2], { status: 'Accepted' })
  assert.deepEqual((await use(true))?.[2], { status: 'NoProfile' })
  frames.assertClean()
})

test('controls of the grid begin and end by the clock, yield to stronger ones, and are reported', async (t) => {
  const { server, acts, clock, frames } = await askedCharger(t, '2.1')
  const startTime = new Date(clock.nowMs() + 60_000).toISOString()
  const timed = (id: string, priority: number) =>
    server.ask('SetDERControl', { ...voltVar(id, { startTime, duration: 60, priority }), isDefault: false })
  assert.deepEqual((await timed('D-1', 5))?.[2], { status: 'Accepted' })
  assert.deepEqual((await timed('D-2', 9))?.[2], { status: 'Accepted' })
  assert.deepEqual((await timed('D-3', 1))?.[2], { status: 'Accepted', supersededIds: ['D-1'] })
  const droop = { priority: 1, overFreq: 50.2, underFreq: 49.8, overDroop: 5, underDroop: 5, responseTime: 1 }
  const byFrequency = { isDefault: true, controlId: 'D-4', controlType: 'FreqDroop', freqDroop: droop }
  assert.deepEqual((await server.ask('SetDERControl', byFrequency))?.[2], { status: 'Accepted' })

  await server.ask('GetDERControl', { requestId: 2 })
  await heard(server, 'ReportDERControl', ({ tbc }) => tbc === false)
  const reports = allHeard(server, 'ReportDERControl')
  assert.deepEqual(
    reports
      .flatMap(({ curve = [], freqDroop = [] }) => [...curve, ...freqDroop])
      .map((one) => [one.id, one.isSuperseded]),
    [
      ['D-1', true],
      ['D-2', true],
      ['D-3', false],
      ['D-4', false],
    ],
  )
  const begun = await heard(server, 'NotifyDERStartStop', ({ started }) => started)
  assert.deepEqual([begun.controlId, begun.supersededIds], ['D-3', ['D-1']])
  assert.equal((await heard(server, 'NotifyDERStartStop', ({ started }) => !started)).controlId, 'D-3')

  assert.ok(acts && 'gridFault' in acts)
  acts.gridFault('HVMustTrip', 'OverVoltage')
  acts.gridFaultEnded('HVMustTrip')
  await heard(server, 'NotifyDERAlarm', ({ alarmEnded }) => alarmEnded === true)
  assert.equal(allHeard(server, 'NotifyDERAlarm')[0].gridEventFault, 'OverVoltage')
  frames.assertClean()
})

test('batteries are swapped when the server asks for it, and refused when every slot is in use', async (t) => {
  const { server, charger, acts, frames } = await askedCharger(t, '2.1', { evses: [oneEvse] })
  const ask = (requestId: number) => server.ask('RequestBatterySwap', { idToken: centralToken('A'), requestId })
  assert.deepEqual((await ask(4))?.[2], { status: 'Accepted' })
  await heard(server, 'BatterySwap', ({ eventType }) => eventType === 'BatteryOut')
  assert.deepEqual(
    allHeard(server, 'BatterySwap').map(({ eventType, requestId, batteryData: [one] }) => [
      eventType,
      requestId,
      one.soC,
    ]),
    [
      ['BatteryIn', 4, 12],
      ['BatteryOut', 4, 100],
    ],
  )
  assert.ok(acts && 'swapBatteries' in acts)
  const batteries = [{ evseId: 1, serialNumber: 'MINE', soC: 8, soH: 90 }]
  await acts.swapBatteries({ idToken: centralToken('A'), requestId: 5, batteries, isAbandoned: true })
  await heard(server, 'BatterySwap', ({ eventType }) => eventType === 'BatteryOutTimeout')
  charger.plug(charger.evse(1)!, car(0.2))
  assert.equal((await ask(6))?.[2].status, 'Rejected')
  frames.assertClean()
})

test('a place is kept for whoever pays on the web, and what was paid is settled at the end', async (t) => {
  const { server, charger, place, frames } = await charging(t)
  await server.ask('SetDefaultTariff', {
    evseId: 0,
    tariff: tariff('T-1', { fixedFee: { prices: [{ priceFixed: 2 }] } }),
  })
  await server.ask('NotifyWebPaymentStarted', { evseId: 1, timeout: 600 })
  await heard(server, 'NotifyEvent', ({ eventData }) => eventData[0].actualValue === 'Reserved')
  charger.plug(place, car(0.2))
  assert.equal(await charger.tap('STRANGER', place), 'no-place')

  const idToken = { idToken: 'PSP-77', type: 'DirectPayment' }
  const started = await server.ask('RequestStartTransaction', { evseId: 1, remoteStartId: 3, idToken })
  assert.equal(started?.[2].status, 'Accepted')
  const session = await eventually(
    async () => charger.sessions()[0],
    (one) => one !== undefined,
  )
  await server.ask('RequestStopTransaction', { transactionId: session!.id })
  const settled = await heard(server, 'NotifySettlement')
  assert.partialDeepStrictEqual(settled, { pspRef: 'PSP-77', transactionId: session!.id, status: 'Settled' })
  assert.ok(settled.settlementAmount >= 2)
  assert.equal(allHeard(server, 'ReservationStatusUpdate').length, 0)
  frames.assertClean()
})

test('a place that is kept for a payment is free again when nobody has paid in time', async (t) => {
  const { server, frames } = await askedCharger(t, '2.1')
  await server.ask('NotifyWebPaymentStarted', { evseId: 1, timeout: 30 })
  await heard(server, 'NotifyEvent', ({ eventData }) => eventData[0].actualValue === 'Reserved')
  await eventually(
    async () => allHeard(server, 'NotifyEvent').findLast(({ eventData: [one] }) => one.component.evse.id === 1),
    (last) => last?.eventData[0].actualValue === 'Available',
  )
  assert.equal(allHeard(server, 'ReservationStatusUpdate').length, 0)
  frames.assertClean()
})

test('a password of 2.1 may be longer, and a company is asked about by its number', async (t) => {
  const { server, acts, frames } = await askedCharger(t, '2.1', { password: 'the-usual-password' })
  server.answers.VatNumberValidation = ({ vatNumber, evseId }) => ({ status: 'Accepted', vatNumber, evseId })
  assert.ok(acts && 'enterVatNumber' in acts)
  await acts.enterVatNumber('DE123456789', 1)
  assert.deepEqual(await heard(server, 'VatNumberValidation'), { vatNumber: 'DE123456789', evseId: 1 })

  const attributeValue = 'long-password-'.repeat(4)
  const password = { component: { name: 'SecurityCtrlr' }, variable: { name: 'BasicAuthPassword' }, attributeValue }
  await server.ask('SetVariables', { setVariableData: [password] })
  await eventually(
    async () => server.knocks.at(-1)?.password?.toString(),
    (shown) => shown === attributeValue,
  )
  frames.assertClean()
})
