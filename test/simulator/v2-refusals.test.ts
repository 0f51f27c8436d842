import assert from 'node:assert/strict'
import { test } from 'node:test'
import { schemasOf } from '#ocpp/rpc/schemas.ts'
import { askedCharger } from '../support/asked-charger.ts'
import { requests21, requests201 } from '../support/v2-requests.ts'

/** Calls whose answers have no word for a no. */
const undeniable = [
  'CostUpdated',
  'GetLocalListVersion',
  'GetPeriodicEventStream',
  'GetTransactionStatus',
  'NotifyWebPaymentStarted',
]

/** Words by which other calls than most are refused. */
const otherWords: Record<string, string> = {
  ClearChargingProfile: 'Unknown',
  ClearDisplayMessage: 'Unknown',
  DeleteCertificate: 'Failed',
  GetChargingProfiles: 'NoProfiles',
  GetDisplayMessages: 'Unknown',
  GetInstalledCertificateIds: 'NotFound',
  SendLocalList: 'Failed',
  UnlockConnector: 'UnlockFailed',
  UnpublishFirmware: 'DownloadOngoing',
}

const saidByChargers = [
  'Authorize',
  'BootNotification',
  'ClearedChargingLimit',
  'FirmwareStatusNotification',
  'Get15118EVCertificate',
  'GetCertificateStatus',
  'Heartbeat',
  'LogStatusNotification',
  'MeterValues',
  'NotifyChargingLimit',
  'NotifyCustomerInformation',
  'NotifyDisplayMessages',
  'NotifyEVChargingNeeds',
  'NotifyEVChargingSchedule',
  'NotifyEvent',
  'NotifyMonitoringReport',
  'NotifyReport',
  'PublishFirmwareStatusNotification',
  'ReportChargingProfiles',
  'ReservationStatusUpdate',
  'SecurityEventNotification',
  'SignCertificate',
  'StatusNotification',
  'TransactionEvent',
]

const saidByChargers21 = [
  'BatterySwap',
  'ClosePeriodicEventStream',
  'GetCertificateChainStatus',
  'NotifyDERAlarm',
  'NotifyDERStartStop',
  'NotifyPeriodicEventStream',
  'NotifyPriorityCharging',
  'NotifySettlement',
  'OpenPeriodicEventStream',
  'PullDynamicScheduleUpdate',
  'ReportDERControl',
  'VatNumberValidation',
]

const versions = [
  { version: '2.0.1', requests: requests201, said: saidByChargers, count: 64 },
  {
    version: '2.1',
    requests: { ...requests201, ...requests21 },
    said: [...saidByChargers, ...saidByChargers21],
    count: 91,
  },
] as const

for (const { version, requests, said, count } of versions) {
  test(`every message of ${version} is either said or answered by a charger`, () => {
    const all = [...said, ...Object.keys(requests)].sort()
    assert.deepEqual(all, [...schemasOf(version).keys()].sort())
    assert.equal(all.length, count)
  })

  test(`every call of ${version} that can be refused is refused by a charger that is told to, and nothing follows`, async (t) => {
    const answers = Object.fromEntries(Object.keys(requests).map((action) => [action, 'rejected' as const]))
    const { server, frames, charger, link } = await askedCharger(t, version, { misbehaviour: { answers } })
    const before = server.heard.length
    for (const [action, request] of Object.entries(requests)) {
      const frame = await server.ask(action, request)
      if (undeniable.includes(action)) assert.equal(frame?.[0], 4, action)
      else assert.equal(statusIn(frame?.[2]), otherWords[action] ?? 'Rejected', `${action} ${JSON.stringify(frame)}`)
    }
    // Whatever had followed would have been said before this.
    await link.call('Heartbeat', {})
    const usual = ['Heartbeat', 'NotifyEvent', 'StatusNotification', 'SecurityEventNotification']
    assert.deepEqual(
      server.heard.slice(before).filter(({ action }) => !usual.includes(action)),
      [],
    )
    assert.equal(charger.settings.sampleIntervalSeconds, 60)
    assert.equal(charger.profiles.length, 0)
    assert.equal(charger.evse(1)?.isOperative, true)
    frames.assertClean()
  })

  test(`every call of ${version} is answered in the terms of its schema by a charger as it comes`, async (t) => {
    const { server, frames } = await askedCharger(t, version)
    for (const [action, request] of Object.entries(requests)) {
      // It comes last, since the charger is gone for a while.
      if (action === 'Reset') continue
      const frame = await server.ask(action, request)
      assert.equal(frame?.[0], 3, `${action} ${JSON.stringify(frame)}`)
    }
    assert.equal((await server.ask('Reset', requests.Reset!))?.[2].status, 'Accepted')
    frames.assertClean()
  })
}

/** The status of an answer, or of the first item in it. */
function statusIn(answer: any): string | undefined {
  const item = Object.values(answer ?? {}).find(Array.isArray)?.[0]
  return answer?.status ?? item?.status ?? item?.attributeStatus
}
