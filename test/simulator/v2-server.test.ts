import assert from 'node:assert/strict'
import { test } from 'node:test'
import { handlers as handlers21 } from '#ocpp/v21/messages/index.ts'
import { handlers as handlers201 } from '#ocpp/v201/messages/index.ts'
import { car, pass, simulatedSite } from '../support/simulated-site.ts'
import { eventually } from '../support/system.ts'
import { centralToken, certificateHash, powerOf } from '../support/v2-requests.ts'

test('2.1: what a vehicle received is what its session says, to the watt-hour', async (t) => {
  const site = await simulatedSite(t)
  const { charger, link } = await site.charger('2.1')
  const place = charger.evse(1)!
  charger.plug(place, car(0.2))
  assert.equal(await charger.tap('CARD-1'), 'started')
  const [session] = charger.sessions()
  await pass(site, 1_800)
  await charger.tap('CARD-1')
  charger.unplug(place)
  await eventually(
    async () => link.waitingDurable,
    (count) => count === 0,
  )
  const [record] = await site.records(1)
  assert.equal(record.EnergyDelivered, charger.energyWh(session!))
  site.frames.assertClean()
})

const at = '2026-01-01T00:00:00Z'
const ocsp = { ...certificateHash, responderURL: 'http://127.0.0.1:9/' }
const schedule = { id: 1, chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit: 16 }] }
const event = {
  eventId: 1,
  timestamp: at,
  trigger: 'Delta',
  actualValue: '5',
  eventNotificationType: 'HardWiredNotification',
  ...powerOf(1),
}

/** What chargers say beside boots, states, meters and transactions. */
const said: [action: string, payload: object][] = [
  ['ClearedChargingLimit', { chargingLimitSource: 'EMS', evseId: 1 }],
  ['FirmwareStatusNotification', { status: 'Idle' }],
  ['Get15118EVCertificate', { iso15118SchemaVersion: 'urn:x', action: 'Install', exiRequest: 'AAAA' }],
  ['GetCertificateStatus', { ocspRequestData: ocsp }],
  ['LogStatusNotification', { status: 'Idle' }],
  ['NotifyChargingLimit', { chargingLimit: { chargingLimitSource: 'EMS' }, chargingSchedule: [schedule] }],
  ['NotifyCustomerInformation', { data: 'x', seqNo: 0, generatedAt: at, requestId: 1 }],
  ['NotifyDisplayMessages', { requestId: 1 }],
  ['NotifyEVChargingNeeds', { evseId: 1, chargingNeeds: { requestedEnergyTransfer: 'DC' } }],
  ['NotifyEVChargingSchedule', { evseId: 1, timeBase: at, chargingSchedule: schedule }],
  ['NotifyEvent', { generatedAt: at, seqNo: 0, eventData: [event] }],
  ['NotifyMonitoringReport', { requestId: 1, seqNo: 0, generatedAt: at }],
  ['NotifyReport', { requestId: 1, seqNo: 0, generatedAt: at }],
  ['PublishFirmwareStatusNotification', { status: 'Idle' }],
  ['ReservationStatusUpdate', { reservationId: 1, reservationUpdateStatus: 'Expired' }],
  ['SecurityEventNotification', { type: 'StartupOfTheDevice', timestamp: at }],
  ['DataTransfer', { vendorId: 'Nobody' }],
]

const chain = { certificateHashData: certificateHash, source: 'OCSP', urls: ['http://127.0.0.1:9/'] }
const stream = { constantStreamData: { id: 1, params: { interval: 5 }, variableMonitoringId: 1 } }
const battery = { evseId: 1, serialNumber: 'B-1', soC: 10, soH: 90 }
const settled = { pspRef: 'P-1', status: 'Settled', settlementAmount: 3, settlementTime: at }

const said21: [action: string, payload: object][] = [
  ['BatterySwap', { eventType: 'BatteryIn', requestId: 1, idToken: centralToken('CARD-1'), batteryData: [battery] }],
  ['OpenPeriodicEventStream', stream],
  ['NotifyPeriodicEventStream', { id: 1, pending: 0, basetime: at, data: [{ t: 0, v: '1' }] }],
  ['ClosePeriodicEventStream', { id: 1 }],
  ['GetCertificateChainStatus', { certificateStatusRequests: [chain] }],
  ['NotifyDERAlarm', { controlType: 'VoltVar', gridEventFault: 'OverVoltage', timestamp: at }],
  ['NotifyDERStartStop', { controlId: 'D-1', started: true, timestamp: at }],
  ['NotifyPriorityCharging', { transactionId: 'T', activated: true }],
  ['NotifySettlement', settled],
  ['PullDynamicScheduleUpdate', { chargingProfileId: 1 }],
  ['ReportDERControl', { requestId: 1 }],
  ['VatNumberValidation', { vatNumber: 'DE1' }],
]

for (const [version, messages, handlers] of [
  ['2.0.1', said, handlers201],
  ['2.1', [...said, ...said21], { ...handlers21, NotifyPeriodicEventStream: null }],
] as const) {
  test(`${version}: what the server has a handler for is answered to a charger that says it, in the terms of its schema`, async (t) => {
    const site = await simulatedSite(t, { rate: 1 })
    const { say } = await site.charger(version)
    const unanswered: string[] = []
    const understood = messages.filter(([action]) => Object.hasOwn(handlers, action))
    assert.ok(understood.length > 5)
    for (const [action, payload] of understood) {
      const outcome = await say(action, payload)
      if (outcome.kind !== 'answered') unanswered.push(`${action} ${JSON.stringify(outcome)}`)
    }
    assert.deepEqual(unanswered, [])
    site.frames.assertClean()
  })
}
