import assert from 'node:assert/strict'
import { createSign } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { allHeard, askedCharger, heard } from '../support/asked-charger.ts'
import { fileServer } from '../support/file-server.ts'
import { car } from '../support/simulated-site.ts'
import { eventually } from '../support/system.ts'
import { testAuthority } from '../support/test-authority.ts'

const image = Buffer.from('the new firmware')
const past = '2026-01-01T00:00:00Z'

async function connect(t: TestContext, options: Parameters<typeof askedCharger>[2] = {}) {
  const files = await fileServer(t)
  files.files.set('/charger-2.4.1.bin', image)
  const charger = await askedCharger(t, '1.6', options)
  const maker = await testAuthority('Maker')
  const { key, certificate } = await maker.issue({ commonName: 'Maker of firmware' })
  const signature = createSign('sha256').update(image).sign(key, 'base64')
  const firmware = {
    location: `${files.url}/charger-2.4.1.bin`,
    retrieveDateTime: past,
    signingCertificate: certificate,
    signature,
  }
  return { ...charger, files, maker, firmware }
}

function states(server: Awaited<ReturnType<typeof connect>>['server'], action: string): string[] {
  return allHeard(server, action).map(({ status }) => status)
}

test('firmware is fetched, installed and told step by step, and the charger boots with its new version', async (t) => {
  const { server, files, firmware, frames } = await connect(t)
  files.statuses.push(503)
  const request = { location: firmware.location, retrieveDate: past, retries: 2, retryInterval: 10 }
  assert.deepEqual((await server.ask('UpdateFirmware', request))?.[2], {})
  await heard(server, 'FirmwareStatusNotification', ({ status }) => status === 'Installed')
  assert.deepEqual(states(server, 'FirmwareStatusNotification'), [
    'Downloading',
    'Downloading',
    'Downloaded',
    'Installing',
    'Installed',
  ])
  const boots = allHeard(server, 'BootNotification').map(({ firmwareVersion }) => firmwareVersion)
  assert.deepEqual(boots, ['1.0.0', '2.4.1'])
  const event = await heard(server, 'SecurityEventNotification', ({ type }) => type === 'FirmwareUpdated')
  assert.equal(event.techInfo, '2.4.1')
  frames.assertClean()
})

test('firmware that cannot be fetched is given up after the retries', async (t) => {
  const { server, files, frames } = await connect(t)
  const request = { location: `${files.url}/missing.bin`, retrieveDate: past, retries: 1, retryInterval: 5 }
  await server.ask('UpdateFirmware', request)
  await heard(server, 'FirmwareStatusNotification', ({ status }) => status === 'DownloadFailed')
  assert.equal(files.requests.length, 2)
  await server.ask('TriggerMessage', { requestedMessage: 'FirmwareStatusNotification' })
  await heard(server, 'FirmwareStatusNotification', ({ status }) => status === 'Idle')
  frames.assertClean()
})

test('signed firmware is verified before it is installed, and every step carries the number of the order', async (t) => {
  const { server, equipment, maker, firmware, frames } = await connect(t)
  equipment.certificates.install('manufacturer', maker.certificate)
  assert.deepEqual((await server.ask('SignedUpdateFirmware', { requestId: 7, firmware }))?.[2], { status: 'Accepted' })
  await heard(server, 'SignedFirmwareStatusNotification', ({ status }) => status === 'Installed')
  const told = allHeard(server, 'SignedFirmwareStatusNotification')
  assert.deepEqual(
    told.map(({ status }) => status),
    ['Downloading', 'Downloaded', 'SignatureVerified', 'Installing', 'InstallRebooting', 'Installed'],
  )
  assert.ok(told.every(({ requestId }) => requestId === 7))
  frames.assertClean()
})

test('firmware whose signature is not of this file is not installed, and that is told', async (t) => {
  const { server, files, firmware, frames } = await connect(t)
  files.files.set('/charger-2.4.1.bin', Buffer.from('something else'))
  await server.ask('SignedUpdateFirmware', { requestId: 8, firmware })
  await heard(server, 'SignedFirmwareStatusNotification', ({ status }) => status === 'InvalidSignature')
  await heard(server, 'SecurityEventNotification', ({ type }) => type === 'InvalidFirmwareSignature')
  assert.equal(allHeard(server, 'BootNotification').length, 1)
  frames.assertClean()
})

test('a signing certificate of a stranger is refused where the maker is known', async (t) => {
  const { server, equipment, firmware, frames } = await connect(t)
  const other = await testAuthority('Another maker')
  equipment.certificates.install('manufacturer', other.certificate)
  const answer = await server.ask('SignedUpdateFirmware', { requestId: 9, firmware })
  assert.deepEqual(answer?.[2], { status: 'InvalidCertificate' })
  await heard(server, 'SecurityEventNotification', ({ type }) => type === 'InvalidFirmwareSigningCertificate')
  frames.assertClean()
})

for (const [failure, last] of [
  ['download', 'DownloadFailed'],
  ['signature', 'InvalidSignature'],
  ['install', 'InstallationFailed'],
] as const) {
  test(`an update that a story lets fail at the ${failure} ends there`, async (t) => {
    const { server, firmware, frames } = await connect(t, { misbehaviour: { failsFirmware: failure } })
    await server.ask('SignedUpdateFirmware', { requestId: 3, firmware })
    await heard(server, 'SignedFirmwareStatusNotification', ({ status }) => status === last)
    assert.equal(states(server, 'SignedFirmwareStatusNotification').at(-1), last)
    assert.equal(allHeard(server, 'BootNotification').length, 1)
    frames.assertClean()
  })
}

test('an order for later waits for its time, shows it when asked, and gives way to another order', async (t) => {
  const { server, clock, firmware, frames } = await connect(t)
  const tomorrow = new Date(clock.nowMs() + 86_400_000).toISOString()
  const first = { requestId: 1, firmware: { ...firmware, retrieveDateTime: tomorrow } }
  assert.deepEqual((await server.ask('SignedUpdateFirmware', first))?.[2], { status: 'Accepted' })
  await server.ask('ExtendedTriggerMessage', { requestedMessage: 'FirmwareStatusNotification' })
  await eventually(
    async () => states(server, 'SignedFirmwareStatusNotification'),
    (told) => told.join() === 'DownloadScheduled,DownloadScheduled',
  )
  const second = { requestId: 2, firmware }
  assert.deepEqual((await server.ask('SignedUpdateFirmware', second))?.[2], { status: 'AcceptedCanceled' })
  const done = await heard(server, 'SignedFirmwareStatusNotification', ({ status }) => status === 'Installed')
  assert.equal(done.requestId, 2)
  frames.assertClean()
})

test('an installation waits until no vehicle charges', async (t) => {
  const { server, charger, firmware, frames } = await connect(t)
  charger.plug(charger.evse(1)!, car(0.2))
  await charger.tap('CARD-1')
  await server.ask('SignedUpdateFirmware', { requestId: 4, firmware })
  await heard(server, 'SignedFirmwareStatusNotification', ({ status }) => status === 'InstallScheduled')
  assert.equal(charger.sessions().length, 1)
  charger.unplug(charger.evse(1)!)
  await heard(server, 'SignedFirmwareStatusNotification', ({ status }) => status === 'Installed')
  assert.equal((await heard(server, 'StopTransaction')).reason, 'EVDisconnected')
  frames.assertClean()
})

test('diagnostics of the asked time are uploaded under the name that was answered', async (t) => {
  const { server, clock, files, frames } = await connect(t)
  const startTime = new Date(clock.nowMs() - 3 * 3_600_000).toISOString()
  const stopTime = new Date(clock.nowMs() - 3_600_000).toISOString()
  const request = { location: `${files.url}/logs/`, startTime, stopTime }
  const { fileName } = (await server.ask('GetDiagnostics', request))?.[2] ?? {}
  await heard(server, 'DiagnosticsStatusNotification', ({ status }) => status === 'Uploaded')
  assert.deepEqual(states(server, 'DiagnosticsStatusNotification'), ['Uploading', 'Uploaded'])
  const [upload] = files.requests
  assert.deepEqual([upload?.method, upload?.path], ['PUT', `/logs/${fileName}`])
  const times = upload!.body
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' ')[0]!)
  assert.ok(times.length >= 7, upload!.body)
  assert.ok(times.every((time) => time >= startTime && time <= stopTime))
  frames.assertClean()
})

test('diagnostics of a time that has not been are nothing to upload', async (t) => {
  const { server, clock, files } = await connect(t)
  const startTime = new Date(clock.nowMs() + 86_400_000).toISOString()
  const answer = await server.ask('GetDiagnostics', { location: files.url, startTime })
  assert.deepEqual(answer?.[2], {})
  assert.equal(files.requests.length, 0)
})

test('a log is sent with POST where PUT is not allowed, and again when the server fails', async (t) => {
  const { server, files, frames } = await connect(t)
  files.statuses.push(500)
  files.refusedMethods.add('PUT')
  const request = {
    logType: 'SecurityLog',
    requestId: 5,
    retries: 1,
    retryInterval: 10,
    log: { remoteLocation: `${files.url}/upload` },
  }
  const { status, filename } = (await server.ask('GetLog', request))?.[2] ?? {}
  assert.equal(status, 'Accepted')
  assert.match(filename, /^CP-1-security-\d{14}\.log$/)
  const done = await heard(server, 'LogStatusNotification', ({ status }) => status === 'Uploaded')
  assert.equal(done.requestId, 5)
  assert.deepEqual(
    files.requests.map(({ method, status }) => `${method} ${status}`),
    ['PUT 500', 'PUT 405', 'POST 201'],
  )
  assert.match(files.requests.at(-1)!.body, /Z started 1\.0\.0\n/)
  frames.assertClean()
})

for (const [name, status, expected] of [
  ['that forbids it', 403, 'PermissionDenied'],
  ['that does not understand it', 400, 'BadMessage'],
  ['that fails', 500, 'UploadFailure'],
] as const) {
  test(`a log that is sent to a server ${name} ends as ${expected}`, async (t) => {
    const { server, files, frames } = await connect(t)
    files.statuses.push(status)
    const log = { remoteLocation: `${files.url}/upload` }
    await server.ask('GetLog', { logType: 'DiagnosticsLog', requestId: 6, log })
    await heard(server, 'LogStatusNotification', (payload) => payload.status === expected)
    frames.assertClean()
  })
}

test('a log that is ordered while another is on its way takes its place', async (t) => {
  const { server, files, frames } = await connect(t)
  files.statuses.push(500)
  const log = { remoteLocation: `${files.url}/upload` }
  const first = { logType: 'DiagnosticsLog', requestId: 1, retries: 5, retryInterval: 86_400, log }
  assert.equal((await server.ask('GetLog', first))?.[2].status, 'Accepted')
  await eventually(
    async () => files.requests.length,
    (count) => count === 1,
  )
  assert.equal((await server.ask('GetLog', { ...first, requestId: 2 }))?.[2].status, 'AcceptedCanceled')
  const done = await heard(server, 'LogStatusNotification', ({ status }) => status === 'Uploaded')
  assert.equal(done.requestId, 2)
  frames.assertClean()
})

test('an upload that a story lets fail fails without a request', async (t) => {
  const { server, files, misbehaviour } = await connect(t)
  misbehaviour.failsUploads = true
  await server.ask('GetDiagnostics', { location: files.url, retries: 1, retryInterval: 1 })
  await heard(server, 'DiagnosticsStatusNotification', ({ status }) => status === 'UploadFailed')
  assert.equal(files.requests.length, 0)
})

test('a place where nothing but FTP is spoken is not supported', async (t) => {
  const { server } = await connect(t)
  const log = { remoteLocation: 'ftp://127.0.0.1/logs' }
  await server.ask('GetLog', { logType: 'DiagnosticsLog', requestId: 6, log })
  await heard(server, 'LogStatusNotification', ({ status }) => status === 'NotSupportedOperation')
})
