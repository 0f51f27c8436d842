import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askedCharger, heard } from '../support/asked-charger.ts'
import { car } from '../support/simulated-site.ts'
import { eventually } from '../support/system.ts'
import {
  centralToken,
  certificateHash,
  displayMessage,
  networkProfile,
  powerOf,
  profile,
  requests21,
  requests201,
  soon,
  tariff,
  updatedInterval,
  voltVar,
} from '../support/v2-requests.ts'

/** What is asked, and what is in the answer; a text stands for its status. */
type Case = [action: string, request: object, answer: object | string]

const setProfile = (more: object, evseId = 0) => ({ evseId, chargingProfile: profile(more) })
const language = { component: { name: 'DisplayMessageCtrlr' }, variable: { name: 'Language' } }
const password = { component: { name: 'SecurityCtrlr' }, variable: { name: 'BasicAuthPassword' } }
const priority = { component: { name: 'OCPPCommCtrlr' }, variable: { name: 'NetworkConfigurationPriority' } }
const model = { component: { name: 'ChargingStation' }, variable: { name: 'Model' } }

const cases: Case[] = [
  ['GetVariables', { getVariableData: [updatedInterval] }, variables('get', 'Accepted', '60')],
  ['SetVariables', { setVariableData: [{ ...updatedInterval, attributeValue: '30' }] }, variables('set', 'Accepted')],
  ['SetVariables', { setVariableData: [{ ...updatedInterval, attributeValue: 'x' }] }, variables('set', 'Rejected')],
  ['GetVariables', { getVariableData: [updatedInterval] }, variables('get', 'Accepted', '30')],
  [
    'GetVariables',
    { getVariableData: [{ ...updatedInterval, attributeType: 'Target' }] },
    variables('get', 'NotSupportedAttributeType'),
  ],
  [
    'GetVariables',
    { getVariableData: [{ ...powerOf(1), attributeType: 'MaxSet' }] },
    variables('get', 'Accepted', '22000'),
  ],
  ['GetVariables', { getVariableData: [powerOf(9)] }, variables('get', 'UnknownComponent')],
  ['GetVariables', { getVariableData: [{ ...model, variable: { name: 'X' } }] }, variables('get', 'UnknownVariable')],
  ['GetVariables', { getVariableData: [password] }, variables('get', 'Rejected')],
  ['SetVariables', { setVariableData: [{ ...password, attributeValue: 'short' }] }, variables('set', 'Rejected')],
  ['SetVariables', { setVariableData: [{ ...model, attributeValue: 'X' }] }, variables('set', 'Rejected')],
  ['SetVariables', { setVariableData: [{ ...language, attributeValue: 'de' }] }, variables('set', 'RebootRequired')],
  ['GetBaseReport', { requestId: 1, reportBase: 'ConfigurationInventory' }, 'Accepted'],
  ['GetBaseReport', { requestId: 2, reportBase: 'SummaryInventory' }, 'NotSupported'],
  ['GetReport', { requestId: 3, componentCriteria: ['Enabled'] }, 'Accepted'],
  ['GetReport', { requestId: 4, componentCriteria: ['Problem'] }, 'EmptyResultSet'],
  ['SetMonitoringBase', { monitoringBase: 'HardWiredOnly' }, 'Accepted'],
  ['SetMonitoringLevel', { severity: 5 }, 'Accepted'],
  ['SetMonitoringLevel', { severity: 12 }, 'Rejected'],
  ['SetVariableMonitoring', monitoring({ ...powerOf(1), type: 'Delta', value: 1_000 }), monitored('Accepted')],
  ['SetVariableMonitoring', monitoring({ ...powerOf(1), type: 'Delta', value: 2_000 }), monitored('Duplicate')],
  ['SetVariableMonitoring', monitoring({ ...powerOf(9), type: 'Delta', value: 1 }), monitored('UnknownComponent')],
  [
    'SetVariableMonitoring',
    monitoring({ ...powerOf(1), variable: { name: 'X' }, type: 'Delta', value: 1 }),
    monitored('UnknownVariable'),
  ],
  ['SetVariableMonitoring', monitoring({ ...powerOf(1), type: 'Delta', value: -1 }), monitored('Rejected')],
  [
    'SetVariableMonitoring',
    monitoring({ ...powerOf(1), variable: { name: 'AvailabilityState' }, type: 'UpperThreshold', value: 1 }),
    monitored('UnsupportedMonitorType'),
  ],
  ['SetVariableMonitoring', monitoring({ ...model, type: 'Delta', value: 1 }), monitored('UnsupportedMonitorType')],
  ['GetMonitoringReport', { requestId: 5 }, 'Accepted'],
  ['GetMonitoringReport', { requestId: 6, monitoringCriteria: ['PeriodicMonitoring'] }, 'EmptyResultSet'],
  [
    'ClearVariableMonitoring',
    { id: [1, 3, 77] },
    {
      clearMonitoringResult: [
        { id: 1, status: 'Rejected' },
        { id: 3, status: 'Accepted' },
        { id: 77, status: 'NotFound' },
      ],
    },
  ],
  ['SetDisplayMessage', displayMessage(1), 'Accepted'],
  ['SetDisplayMessage', displayMessage(2, { transactionId: 'T' }), 'UnknownTransaction'],
  [
    'SetDisplayMessage',
    displayMessage(3, { message: { format: 'HTML', content: '<b>' } }),
    'NotSupportedMessageFormat',
  ],
  ['GetDisplayMessages', { requestId: 7 }, 'Accepted'],
  ['GetDisplayMessages', { requestId: 8, priority: 'AlwaysFront' }, 'Unknown'],
  ['ClearDisplayMessage', { id: 1 }, 'Accepted'],
  ['ClearDisplayMessage', { id: 1 }, 'Unknown'],
  ['CustomerInformation', { requestId: 9, report: true, clear: false, idToken: centralToken('A') }, 'Accepted'],
  ['CustomerInformation', { requestId: 9, report: false, clear: false, idToken: centralToken('A') }, 'Rejected'],
  ['CustomerInformation', { requestId: 9, report: true, clear: false }, 'Invalid'],
  ['CostUpdated', { transactionId: 'T', totalCost: 1.5 }, {}],
  ['SetNetworkProfile', networkProfile, 'Accepted'],
  ['SetNetworkProfile', { ...networkProfile, configurationSlot: 9 }, 'Rejected'],
  ['SetVariables', { setVariableData: [{ ...priority, attributeValue: '1,0' }] }, variables('set', 'Accepted')],
  ['SetVariables', { setVariableData: [{ ...priority, attributeValue: '2' }] }, variables('set', 'Rejected')],
  ['SetChargingProfile', setProfile({}), 'Accepted'],
  ['SetChargingProfile', setProfile({ id: 8 }), 'Rejected'],
  ['SetChargingProfile', setProfile({ id: 9, chargingProfilePurpose: 'TxProfile', transactionId: 'T' }, 1), 'Rejected'],
  ['GetChargingProfiles', { requestId: 10, chargingProfile: {} }, 'Accepted'],
  ['GetChargingProfiles', { requestId: 11, chargingProfile: { stackLevel: 3 } }, 'NoProfiles'],
  ['GetCompositeSchedule', { evseId: 9, duration: 60 }, 'Rejected'],
  ['ClearChargingProfile', { chargingProfileId: 7 }, 'Accepted'],
  ['ClearChargingProfile', { chargingProfileId: 7 }, 'Unknown'],
  ['SendLocalList', { versionNumber: 2, updateType: 'Full' }, 'Accepted'],
  ['SendLocalList', { versionNumber: 1, updateType: 'Differential' }, 'VersionMismatch'],
  ['SendLocalList', { versionNumber: 0, updateType: 'Full' }, 'Failed'],
  ['GetLocalListVersion', {}, { versionNumber: 2 }],
  ['GetTransactionStatus', { transactionId: 'T' }, { messagesInQueue: false, ongoingIndicator: false }],
  ['RequestStopTransaction', { transactionId: 'T' }, 'Rejected'],
  ['RequestStartTransaction', { evseId: 9, remoteStartId: 1, idToken: centralToken('A') }, 'Rejected'],
  ['RequestStartTransaction', { evseId: 2, remoteStartId: 1, idToken: centralToken('A') }, 'Accepted'],
  ['ReserveNow', { id: 9, expiryDateTime: soon(), idToken: centralToken('A'), evseId: 1 }, 'Accepted'],
  ['CancelReservation', { reservationId: 9 }, 'Accepted'],
  ['CancelReservation', { reservationId: 9 }, 'Rejected'],
  ['UnlockConnector', { evseId: 1, connectorId: 1 }, 'Unlocked'],
  ['UnlockConnector', { evseId: 1, connectorId: 2 }, 'UnknownConnector'],
  ['DataTransfer', { vendorId: 'Nobody' }, 'UnknownVendorId'],
  ['DataTransfer', { vendorId: 'Voltyard', messageId: 'Echo' }, 'Accepted'],
  ['InstallCertificate', { certificateType: 'CSMSRootCertificate', certificate: 'nonsense' }, 'Rejected'],
  ['DeleteCertificate', { certificateHashData: certificateHash }, 'NotFound'],
  ['GetInstalledCertificateIds', {}, 'NotFound'],
  ['CertificateSigned', { certificateChain: 'nonsense' }, 'Rejected'],
  ['UnpublishFirmware', { checksum: 'abc' }, 'NoFirmware'],
  ['PublishFirmware', { location: 'nowhere', checksum: 'abc', requestId: 1 }, 'Rejected'],
  ['ChangeAvailability', { operationalStatus: 'Inoperative', evse: { id: 1 } }, 'Accepted'],
  ['ChangeAvailability', { operationalStatus: 'Inoperative', evse: { id: 9 } }, 'Rejected'],
  ['ClearCache', {}, 'Accepted'],
]

const cases21: Case[] = [
  ['SetDefaultTariff', { evseId: 0, tariff: tariff() }, 'Accepted'],
  ['SetDefaultTariff', { evseId: 9, tariff: tariff() }, 'Rejected'],
  ['SetDefaultTariff', { evseId: 1, tariff: tariff('T-1', { currency: 'CHF' }) }, 'DuplicateTariffId'],
  [
    'SetDefaultTariff',
    { evseId: 0, tariff: tariff('T-2', { energy: { prices: [{ priceKwh: 1, conditions: { minEnergy: 5 } }] } }) },
    'ConditionNotSupported',
  ],
  [
    'GetTariffs',
    { evseId: 1 },
    {
      status: 'Accepted',
      tariffAssignments: [{ tariffId: 'T-1', tariffKind: 'DefaultTariff', evseIds: [0] }],
    },
  ],
  [
    'ClearTariffs',
    { tariffIds: ['T-1', 'T-9'] },
    {
      clearTariffsResult: [
        { tariffId: 'T-1', status: 'Accepted' },
        { tariffId: 'T-9', status: 'NoTariff' },
      ],
    },
  ],
  ['GetTariffs', { evseId: 0 }, 'NoTariff'],
  ['ChangeTransactionTariff', { transactionId: 'T', tariff: tariff() }, 'TxNotFound'],
  ['SetDERControl', voltVar('D-1'), 'Accepted'],
  ['SetDERControl', voltVar('D-2', { priority: 1 }), { status: 'Accepted', supersededIds: ['D-1'] }],
  ['SetDERControl', voltVar('D-3', { startTime: soon() }), 'Rejected'],
  ['SetDERControl', { ...voltVar('D-4'), controlType: 'WattPF' }, 'NotSupported'],
  ['GetDERControl', { requestId: 20 }, 'Accepted'],
  ['GetDERControl', { requestId: 21, controlId: 'D-9' }, 'NotFound'],
  ['ClearDERControl', { isDefault: true, controlId: 'D-2' }, 'Accepted'],
  ['ClearDERControl', { isDefault: true, controlId: 'D-2' }, 'NotFound'],
  ['UpdateDynamicSchedule', { chargingProfileId: 7, scheduleUpdate: { limit: 3 } }, 'Rejected'],
  [
    'SetChargingProfile',
    setProfile({ chargingProfileKind: 'Dynamic', chargingSchedule: [dynamicSchedule()] }),
    'Accepted',
  ],
  ['UpdateDynamicSchedule', { chargingProfileId: 7, scheduleUpdate: { limit: 3 } }, 'Accepted'],
  ['UsePriorityCharging', { transactionId: 'T', activate: true }, 'Rejected'],
  ['AFRRSignal', { timestamp: soon(), signal: 1 }, 'Rejected'],
  ['NotifyAllowedEnergyTransfer', { transactionId: 'T', allowedEnergyTransfer: ['DC'] }, 'Rejected'],
  ['GetPeriodicEventStream', {}, {}],
  ['AdjustPeriodicEventStream', { id: 3, params: {} }, 'Rejected'],
  ['NotifyWebPaymentStarted', { evseId: 2, timeout: 60 }, {}],
  ['RequestBatterySwap', { idToken: centralToken('A'), requestId: 3 }, 'Accepted'],
]

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version}: each call of the server is obeyed or refused as the standard says`, async (t) => {
    const { server, frames } = await askedCharger(t, version)
    for (const [action, request, answer] of version === '2.1' ? [...cases, ...cases21] : cases) {
      const frame = await server.ask(action, request)
      assert.equal(frame?.[0], 3, `${action}: ${JSON.stringify(frame)}`)
      if (typeof answer === 'string') assert.equal(frame?.[2].status, answer, `${action} ${JSON.stringify(request)}`)
      else assert.partialDeepStrictEqual(frame?.[2], answer, action)
    }
    frames.assertClean()
  })

  test(`${version}: everything that can be triggered is said, once it is asked for`, async (t) => {
    const { server, frames, charger } = await askedCharger(t, version)
    server.answers.SignCertificate = () => ({ status: 'Accepted' })
    charger.plug(charger.evse(1)!, car(0.2))
    await charger.tap('CARD-1', charger.evse(1))
    const triggered: [message: string, said: string, pleases?: (payload: any) => boolean][] = [
      ['Heartbeat', 'Heartbeat'],
      ['StatusNotification', version === '2.1' ? 'NotifyEvent' : 'StatusNotification'],
      ['MeterValues', 'MeterValues', ({ evseId }) => evseId === 2],
      ['TransactionEvent', 'TransactionEvent', ({ triggerReason }) => triggerReason === 'Trigger'],
      ['LogStatusNotification', 'LogStatusNotification', ({ status }) => status === 'Idle'],
      ['FirmwareStatusNotification', 'FirmwareStatusNotification', ({ status }) => status === 'Idle'],
      ['PublishFirmwareStatusNotification', 'PublishFirmwareStatusNotification', ({ status }) => status === 'Idle'],
      ['SignChargingStationCertificate', 'SignCertificate', ({ csr }) => csr.includes('CERTIFICATE REQUEST')],
      ['SignV2GCertificate', 'SignCertificate', ({ certificateType }) => certificateType === 'V2GCertificate'],
      ['SignCombinedCertificate', 'SignCertificate'],
    ]
    for (const [requestedMessage, said, pleases] of triggered) {
      const before = server.heard.length
      assert.equal((await server.ask('TriggerMessage', { requestedMessage }))?.[2].status, 'Accepted', requestedMessage)
      await eventually(
        async () =>
          server.heard.slice(before).some(({ action, payload }) => action === said && (pleases?.(payload) ?? true)),
        (isSaid) => isSaid,
      )
    }
    const refused = await server.ask('TriggerMessage', { requestedMessage: 'BootNotification' })
    assert.equal(refused?.[2].status, 'Rejected')
    const nowhere = { requestedMessage: 'StatusNotification', evse: { id: 9 } }
    assert.equal((await server.ask('TriggerMessage', nowhere))?.[2].status, 'Rejected')
    frames.assertClean()
  })

  test(`${version}: too many variables or monitors in one call are an error, not an answer`, async (t) => {
    const { server } = await askedCharger(t, version)
    const many = <Item>(item: Item) => Array.from({ length: 101 }, () => item)
    const calls: [string, object][] = [
      ['GetVariables', { getVariableData: many(updatedInterval) }],
      ['SetVariables', { setVariableData: many({ ...updatedInterval, attributeValue: '1' }) }],
      ['GetReport', { requestId: 1, componentVariable: many({ component: { name: 'EVSE' } }) }],
      ['SetVariableMonitoring', { setMonitoringData: many({ ...powerOf(1), type: 'Delta', value: 1, severity: 1 }) }],
      ['ClearVariableMonitoring', { id: many(1) }],
    ]
    for (const [action, request] of calls) {
      const frame = await server.ask(action, request)
      assert.deepEqual([frame?.[0], frame?.[2]], [4, 'OccurrenceConstraintViolation'], action)
    }
  })
}

test('2.0.1: every call that 2.1 added is unknown to it', async (t) => {
  const { server } = await askedCharger(t, '2.0.1')
  for (const [action, request] of Object.entries(requests21)) {
    assert.deepEqual((await server.ask(action, request))?.[2], 'NotImplemented', action)
  }
  assert.equal(Object.keys(requests201).length, 40)
})

test('a message of 2.1 that is never answered is said in its own kind of frame', async (t) => {
  const { server, say, frames } = await askedCharger(t, '2.1')
  const values = { id: 4, pending: 0, basetime: soon(), data: [{ t: 0, v: '12' }] }
  await say('NotifyPeriodicEventStream', values)
  assert.deepEqual(await heard(server, 'NotifyPeriodicEventStream'), values)
  frames.assertClean()
})

function variables(kind: 'get' | 'set', attributeStatus: string, attributeValue?: string) {
  return {
    [`${kind}VariableResult`]: [{ attributeStatus, ...(attributeValue === undefined ? {} : { attributeValue }) }],
  }
}

function monitoring(item: object) {
  return { setMonitoringData: [{ severity: 4, ...item }] }
}

function monitored(status: string) {
  return { setMonitoringResult: [{ status }] }
}

function dynamicSchedule() {
  return { id: 1, chargingRateUnit: 'W', chargingSchedulePeriod: [{ startPeriod: 0, limit: 5_000 }] }
}
