import assert from 'node:assert/strict'
import { test } from 'node:test'
import { schemasOf } from '#ocpp/rpc/schemas.ts'
import { allHeard, askedCharger, heard } from '../support/asked-charger.ts'

const hash = { hashAlgorithm: 'SHA256', issuerNameHash: 'aa', issuerKeyHash: 'bb', serialNumber: '1' }
const schedule = { chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit: 10 }] }
const profile = {
  chargingProfileId: 1,
  stackLevel: 0,
  chargingProfilePurpose: 'TxDefaultProfile',
  chargingProfileKind: 'Relative',
  chargingSchedule: schedule,
}
const later = new Date(Date.now() + 86_400_000).toISOString()
const firmware = {
  location: 'http://127.0.0.1:9/firmware.bin',
  retrieveDateTime: later,
  signingCertificate: 'none',
  signature: 'none',
}

/** Every call of the server in 1.6: a request that is well formed, and the answer that refuses it. */
const refusedCalls: Record<string, [request: object, refusal: object]> = {
  CancelReservation: [{ reservationId: 1 }, { status: 'Rejected' }],
  CertificateSigned: [{ certificateChain: 'none' }, { status: 'Rejected' }],
  ChangeAvailability: [{ connectorId: 1, type: 'Inoperative' }, { status: 'Rejected' }],
  ChangeConfiguration: [{ key: 'MeterValueSampleInterval', value: '11' }, { status: 'Rejected' }],
  ClearCache: [{}, { status: 'Rejected' }],
  ClearChargingProfile: [{}, { status: 'Unknown' }],
  DataTransfer: [{ vendorId: 'Voltyard', messageId: 'Echo', data: 'ho' }, { status: 'Rejected' }],
  DeleteCertificate: [{ certificateHashData: hash }, { status: 'Failed' }],
  ExtendedTriggerMessage: [{ requestedMessage: 'Heartbeat' }, { status: 'Rejected' }],
  GetCompositeSchedule: [{ connectorId: 1, duration: 60 }, { status: 'Rejected' }],
  GetConfiguration: [{ key: ['HeartbeatInterval'] }, { unknownKey: ['HeartbeatInterval'] }],
  GetDiagnostics: [{ location: 'http://127.0.0.1:9/' }, {}],
  GetInstalledCertificateIds: [{ certificateType: 'ManufacturerRootCertificate' }, { status: 'NotFound' }],
  GetLocalListVersion: [{}, { listVersion: -1 }],
  GetLog: [
    { logType: 'SecurityLog', requestId: 1, log: { remoteLocation: 'http://127.0.0.1:9/' } },
    { status: 'Rejected' },
  ],
  InstallCertificate: [{ certificateType: 'ManufacturerRootCertificate', certificate: 'none' }, { status: 'Rejected' }],
  RemoteStartTransaction: [{ connectorId: 1, idTag: 'CARD-1' }, { status: 'Rejected' }],
  RemoteStopTransaction: [{ transactionId: 1 }, { status: 'Rejected' }],
  ReserveNow: [{ connectorId: 1, expiryDate: later, idTag: 'A', reservationId: 1 }, { status: 'Rejected' }],
  Reset: [{ type: 'Soft' }, { status: 'Rejected' }],
  SendLocalList: [{ listVersion: 1, updateType: 'Full' }, { status: 'Failed' }],
  SetChargingProfile: [{ connectorId: 1, csChargingProfiles: profile }, { status: 'Rejected' }],
  SignedUpdateFirmware: [{ requestId: 1, firmware }, { status: 'Rejected' }],
  TriggerMessage: [{ requestedMessage: 'Heartbeat' }, { status: 'Rejected' }],
  UnlockConnector: [{ connectorId: 1 }, { status: 'UnlockFailed' }],
  UpdateFirmware: [{ location: 'http://127.0.0.1:9/firmware.bin', retrieveDate: later }, {}],
}

/** What chargers say; DataTransfer goes both ways. */
const saidByChargers = [
  'Authorize',
  'BootNotification',
  'DiagnosticsStatusNotification',
  'FirmwareStatusNotification',
  'Heartbeat',
  'LogStatusNotification',
  'MeterValues',
  'SecurityEventNotification',
  'SignCertificate',
  'SignedFirmwareStatusNotification',
  'StartTransaction',
  'StatusNotification',
  'StopTransaction',
]

test('every message of 1.6 with its security extension is either said or answered by a charger', () => {
  const all = [...saidByChargers, ...Object.keys(refusedCalls)].sort()
  assert.deepEqual(all, [...schemasOf('1.6').keys()].sort())
  assert.equal(all.length, 39)
})

test('every call of 1.6 is refused by a charger that is told to, and nothing follows', async (t) => {
  const answers = Object.fromEntries(Object.keys(refusedCalls).map((action) => [action, 'rejected' as const]))
  const { server, frames, charger, link } = await askedCharger(t, '1.6', { misbehaviour: { answers } })
  // What a boot brings has been said before this.
  await link.call('Heartbeat', {})
  const calls = server.heard.length
  for (const [action, [request, refusal]] of Object.entries(refusedCalls)) {
    const frame = await server.ask(action, request)
    assert.deepEqual([frame?.[0], frame?.[2]], [3, refusal], action)
  }
  // Whatever had followed would have been said before this.
  await link.call('Heartbeat', {})
  assert.deepEqual(
    server.heard.slice(calls).filter(({ action }) => !['Heartbeat', 'SecurityEventNotification'].includes(action)),
    [],
  )
  assert.equal(charger.settings.sampleIntervalSeconds, 60)
  assert.equal(charger.profiles.length, 0)
  assert.equal(charger.evse(1)?.isOperative, true)
  frames.assertClean()
})

test('every call of 1.6 is unknown to a charger that is told so', async (t) => {
  const answers = Object.fromEntries(Object.keys(refusedCalls).map((action) => [action, 'not-implemented' as const]))
  const { server } = await askedCharger(t, '1.6', { misbehaviour: { answers } })
  for (const [action, [request]] of Object.entries(refusedCalls)) {
    const frame = await server.ask(action, request)
    assert.deepEqual([frame?.[0], frame?.[2]], [4, 'NotImplemented'], action)
  }
})

test('one call is never answered, another late, and all others as ever', async (t) => {
  const { server, misbehaviour, link } = await askedCharger(t, '1.6')
  misbehaviour.answers = { ClearCache: 'silent', GetLocalListVersion: { delayMs: 300 } }
  const never = server.ask('ClearCache', {})
  const late = server.ask('GetLocalListVersion', {})
  const first = await Promise.race([late.then(() => 'late'), link.call('Heartbeat', {}).then(() => 'heartbeat')])
  assert.equal(first, 'heartbeat')
  assert.deepEqual((await server.ask('GetConfiguration', { key: ['NumberOfConnectors'] }))?.[0], 3)
  assert.deepEqual((await late)?.[2], { listVersion: 0 })
  assert.equal(await never, null)
})

test('a charger gives data that the standard has no message for, and understands what it was taught', async (t) => {
  const { server, sendData, equipment, frames } = await askedCharger(t, '1.6')
  server.answers.DataTransfer = ({ data }) => ({ status: 'Accepted', data: `${data}!` })
  const outcome = await sendData({ vendorId: 'Example', messageId: 'Greeting', data: 'hello' })
  assert.deepEqual(outcome, { kind: 'answered', payload: { status: 'Accepted', data: 'hello!' } })

  equipment.dataTransfers.register('Example', '', (data) => ({
    outcome: 'rejected',
    data: { length: String(data).length },
  }))
  const answer = await server.ask('DataTransfer', { vendorId: 'Example', data: 'four' })
  assert.deepEqual(answer?.[2], { status: 'Rejected', data: '{"length":4}' })
  frames.assertClean()
})

test('a charger says that it has started, and that it was restarted, with the time at which it was', async (t) => {
  const { server, clock, frames } = await askedCharger(t, '1.6')
  const started = await heard(server, 'SecurityEventNotification')
  assert.equal(started.type, 'StartupOfTheDevice')
  assert.ok(Date.parse(started.timestamp) <= clock.nowMs())
  await server.ask('Reset', { type: 'Soft' })
  await heard(server, 'SecurityEventNotification', ({ type }) => type === 'ResetOrReboot')
  assert.equal(allHeard(server, 'BootNotification').length, 2)
  frames.assertClean()
})
