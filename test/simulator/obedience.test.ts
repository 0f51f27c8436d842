import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startClock } from '#simulator/clock.ts'
import { createConnectedCharger } from '#simulator/connected-charger.ts'
import type { Version } from '#simulator/socket/connection.ts'
import { askedCharger, heard, oneEvse } from '../support/asked-charger.ts'
import { askingServer } from '../support/asking-server.ts'
import { car } from '../support/simulated-site.ts'
import { eventually } from '../support/system.ts'

const soon = () => new Date(Date.now() + 3_600_000).toISOString()

/** What is asked and what must be in the answer. */
type Case = [action: string, request: object, answer: object]

const cases: Record<'1.6' | '2.0.1', Case[]> = {
  '1.6': [
    [
      'GetConfiguration',
      { key: ['heartbeatinterval', 'Nonsense'] },
      {
        configurationKey: [{ key: 'HeartbeatInterval', readonly: false, value: '3600' }],
        unknownKey: ['Nonsense'],
      },
    ],
    ['ChangeConfiguration', { key: 'MeterValueSampleInterval', value: '30' }, { status: 'Accepted' }],
    [
      'GetConfiguration',
      { key: ['MeterValueSampleInterval'] },
      { configurationKey: [{ key: 'MeterValueSampleInterval', readonly: false, value: '30' }] },
    ],
    ['ChangeConfiguration', { key: 'MeterValueSampleInterval', value: 'often' }, { status: 'Rejected' }],
    ['ChangeConfiguration', { key: 'MeterValuesSampledData', value: 'SoC,Temperature' }, { status: 'Rejected' }],
    ['ChangeConfiguration', { key: 'NumberOfConnectors', value: '7' }, { status: 'Rejected' }],
    ['ChangeConfiguration', { key: 'Nonsense', value: '7' }, { status: 'NotSupported' }],
    ['ChangeConfiguration', { key: 'ConnectorPhaseRotation', value: '1.RST' }, { status: 'RebootRequired' }],
    ['ChangeConfiguration', { key: 'AuthorizationKey', value: 'short' }, { status: 'Rejected' }],
    ['ChangeConfiguration', { key: 'SecurityProfile', value: '2' }, { status: 'Rejected' }],
    [
      'GetConfiguration',
      { key: ['AuthorizationKey', 'SecurityProfile'] },
      {
        configurationKey: [
          { key: 'AuthorizationKey', readonly: false },
          { key: 'SecurityProfile', readonly: false, value: '0' },
        ],
      },
    ],
    ['ClearCache', {}, { status: 'Accepted' }],
    ['DataTransfer', { vendorId: 'Nobody' }, { status: 'UnknownVendorId' }],
    ['DataTransfer', { vendorId: 'Voltyard', messageId: 'Sing' }, { status: 'UnknownMessageId' }],
    ['DataTransfer', { vendorId: 'Voltyard', messageId: 'Echo', data: 'ho' }, { status: 'Accepted', data: 'ho' }],
    ['GetInstalledCertificateIds', { certificateType: 'CentralSystemRootCertificate' }, { status: 'NotFound' }],
    [
      'InstallCertificate',
      { certificateType: 'CentralSystemRootCertificate', certificate: 'nonsense' },
      { status: 'Rejected' },
    ],
    ['CertificateSigned', { certificateChain: 'nonsense' }, { status: 'Rejected' }],
    ['GetLocalListVersion', {}, { listVersion: 0 }],
    [
      'SendLocalList',
      {
        listVersion: 3,
        updateType: 'Full',
        localAuthorizationList: [{ idTag: 'A', idTagInfo: { status: 'Accepted' } }],
      },
      { status: 'Accepted' },
    ],
    ['GetLocalListVersion', {}, { listVersion: 3 }],
    ['SendLocalList', { listVersion: 2, updateType: 'Differential' }, { status: 'VersionMismatch' }],
    [
      'SendLocalList',
      { listVersion: 4, updateType: 'Differential', localAuthorizationList: [{ idTag: 'A' }, { idTag: 'a' }] },
      { status: 'Failed' },
    ],
    ['GetLocalListVersion', {}, { listVersion: 3 }],
    ['ReserveNow', { connectorId: 1, expiryDate: soon(), idTag: 'A', reservationId: 9 }, { status: 'Accepted' }],
    ['RemoteStartTransaction', { connectorId: 1, idTag: 'B' }, { status: 'Rejected' }],
    ['CancelReservation', { reservationId: 9 }, { status: 'Accepted' }],
    ['CancelReservation', { reservationId: 9 }, { status: 'Rejected' }],
    ['RemoteStopTransaction', { transactionId: 1 }, { status: 'Rejected' }],
    ['UnlockConnector', { connectorId: 1 }, { status: 'Unlocked' }],
    ['UnlockConnector', { connectorId: 3 }, { status: 'NotSupported' }],
    ['TriggerMessage', { requestedMessage: 'Heartbeat' }, { status: 'Accepted' }],
    ['TriggerMessage', { requestedMessage: 'MeterValues', connectorId: 1 }, { status: 'Accepted' }],
    ['TriggerMessage', { requestedMessage: 'FirmwareStatusNotification' }, { status: 'Accepted' }],
    ['TriggerMessage', { requestedMessage: 'DiagnosticsStatusNotification' }, { status: 'Accepted' }],
    ['TriggerMessage', { requestedMessage: 'MeterValues', connectorId: 0 }, { status: 'Rejected' }],
    ['ExtendedTriggerMessage', { requestedMessage: 'FirmwareStatusNotification' }, { status: 'Accepted' }],
    ['ExtendedTriggerMessage', { requestedMessage: 'LogStatusNotification' }, { status: 'Accepted' }],
    ['ExtendedTriggerMessage', { requestedMessage: 'StatusNotification', connectorId: 5 }, { status: 'Rejected' }],
    ['TriggerMessage', { requestedMessage: 'StatusNotification', connectorId: 5 }, { status: 'Rejected' }],
    ['ClearChargingProfile', {}, { status: 'Unknown' }],
    ['ChangeAvailability', { connectorId: 2, type: 'Inoperative' }, { status: 'Accepted' }],
    ['ChangeAvailability', { connectorId: 9, type: 'Inoperative' }, { status: 'Rejected' }],
  ],
  '2.0.1': [
    [
      'GetVariables',
      {
        getVariableData: [
          { component: { name: 'SampledDataCtrlr' }, variable: { name: 'TxUpdatedInterval' } },
          { component: { name: 'SampledDataCtrlr' }, variable: { name: 'Nonsense' } },
          { component: { name: 'Nonsense' }, variable: { name: 'Nonsense' } },
        ],
      },
      {
        getVariableResult: [
          {
            component: { name: 'SampledDataCtrlr' },
            variable: { name: 'TxUpdatedInterval' },
            attributeStatus: 'Accepted',
            attributeValue: '60',
          },
          {
            component: { name: 'SampledDataCtrlr' },
            variable: { name: 'Nonsense' },
            attributeStatus: 'UnknownVariable',
          },
          { component: { name: 'Nonsense' }, variable: { name: 'Nonsense' }, attributeStatus: 'UnknownComponent' },
        ],
      },
    ],
    [
      'SetVariables',
      {
        setVariableData: [
          {
            component: { name: 'SampledDataCtrlr' },
            variable: { name: 'TxUpdatedInterval' },
            attributeValue: '30',
          },
          {
            component: { name: 'SampledDataCtrlr' },
            variable: { name: 'TxUpdatedInterval' },
            attributeValue: 'often',
          },
        ],
      },
      {
        setVariableResult: [
          {
            component: { name: 'SampledDataCtrlr' },
            variable: { name: 'TxUpdatedInterval' },
            attributeStatus: 'Accepted',
          },
          {
            component: { name: 'SampledDataCtrlr' },
            variable: { name: 'TxUpdatedInterval' },
            attributeStatus: 'Rejected',
          },
        ],
      },
    ],
    ['GetBaseReport', { requestId: 5, reportBase: 'FullInventory' }, { status: 'Accepted' }],
    ['GetBaseReport', { requestId: 6, reportBase: 'SummaryInventory' }, { status: 'NotSupported' }],
    ['ClearCache', {}, { status: 'Accepted' }],
    ['DataTransfer', { vendorId: 'Nobody' }, { status: 'UnknownVendorId' }],
    ['GetLocalListVersion', {}, { versionNumber: 0 }],
    ['GetTransactionStatus', {}, { messagesInQueue: false }],
    [
      'ReserveNow',
      { id: 9, expiryDateTime: soon(), idToken: { idToken: 'A', type: 'Central' }, evseId: 1 },
      { status: 'Accepted' },
    ],
    ['CancelReservation', { reservationId: 9 }, { status: 'Accepted' }],
    ['UnlockConnector', { evseId: 1, connectorId: 1 }, { status: 'Unlocked' }],
    ['UnlockConnector', { evseId: 1, connectorId: 2 }, { status: 'UnknownConnector' }],
    [
      'TriggerMessage',
      { requestedMessage: 'StatusNotification', evse: { id: 1, connectorId: 1 } },
      { status: 'Accepted' },
    ],
    ['TriggerMessage', { requestedMessage: 'BootNotification' }, { status: 'Rejected' }],
    ['TriggerMessage', { requestedMessage: 'LogStatusNotification' }, { status: 'Accepted' }],
    ['ClearChargingProfile', { chargingProfileId: 4 }, { status: 'Unknown' }],
    ['GetChargingProfiles', { requestId: 1, chargingProfile: {} }, { status: 'NoProfiles' }],
    ['ChangeAvailability', { operationalStatus: 'Inoperative', evse: { id: 2 } }, { status: 'Accepted' }],
  ],
}

for (const version of ['1.6', '2.0.1'] as const) {
  test(`${version}: calls of the server are obeyed, and every answer fits its schema`, async (t) => {
    const { server, frames } = await askedCharger(t, version)
    for (const [action, request, answer] of cases[version]) {
      const frame = await server.ask(action, request)
      assert.equal(frame?.[0], 3, `${action}: ${JSON.stringify(frame)}`)
      assert.deepEqual(frame?.[2], answer, action)
    }
    await heard(server, 'StatusNotification', (status) => Object.values(status).includes('Unavailable'))
    if (version === '2.0.1') {
      await heard(server, 'NotifyReport', ({ tbc }) => tbc === false)
      const parts = server.heard.filter(({ action }) => action === 'NotifyReport').map(({ payload }) => payload)
      assert.deepEqual(
        parts.map(({ seqNo }) => seqNo),
        parts.map((_, index) => index),
      )
    }
    frames.assertClean()
  })

  test(`${version}: what it is told not to know, what is unknown and what is malformed get the error of the standard`, async (t) => {
    const misbehaviour = { answers: { ClearCache: 'not-implemented' } } as const
    const { server } = await askedCharger(t, version, { misbehaviour })
    const codes: [action: string, payload: object][] = [
      ['ClearCache', {}],
      ['Nonsense', {}],
      ['Reset', {}],
    ]
    const answers = await Promise.all(codes.map(async ([action, payload]) => (await server.ask(action, payload))?.[2]))
    assert.deepEqual(answers, [
      'NotImplemented',
      'NotImplemented',
      version === '1.6' ? 'OccurenceConstraintViolation' : 'OccurrenceConstraintViolation',
    ])
  })

  test(`${version}: a profile limits what flows at once, and clearing it lifts the limit`, async (t) => {
    const { server, charger, frames } = await askedCharger(t, version)
    const place = charger.evse(1)!
    charger.plug(place, car(0.2))
    await charger.tap('CARD-1', place)
    await eventually(
      async () => charger.sessions()[0]?.wireId,
      (wireId) => typeof wireId === 'string',
    )
    assert.equal(place.powerW, 11_000)

    const [set, clear, ask] = profileCalls(version, { limitA: 10, transactionId: charger.sessions()[0]!.wireId! })
    assert.deepEqual((await server.ask('SetChargingProfile', set))?.[2], { status: 'Accepted' })
    await eventually(
      async () => place.powerW,
      (powerW) => powerW === 10 * 230 * 3,
    )
    const schedule = (await server.ask('GetCompositeSchedule', ask))?.[2]
    const periods = (schedule.chargingSchedule ?? schedule.schedule).chargingSchedulePeriod
    assert.deepEqual(periods, [{ startPeriod: 0, limit: 10 }])
    assert.equal((await server.ask('ClearChargingProfile', clear))?.[2].status, 'Accepted')
    await eventually(
      async () => place.powerW,
      (powerW) => powerW === 11_000,
    )

    const [pause] = profileCalls(version, { limitA: 0, transactionId: charger.sessions()[0]!.wireId! })
    await server.ask('SetChargingProfile', pause)
    await eventually(
      async () => place.status,
      (status) => status === 'suspended-evse',
    )
    frames.assertClean()
  })

  test(`${version}: a remote start and stop begin and end a session`, async (t) => {
    const { server, charger, frames } = await askedCharger(t, version)
    charger.plug(charger.evse(1)!, car(0.2))
    const [start, request] =
      version === '1.6'
        ? ['RemoteStartTransaction', { connectorId: 1, idTag: 'R-1' }]
        : ['RequestStartTransaction', { evseId: 1, remoteStartId: 5, idToken: { idToken: 'R-1', type: 'Central' } }]
    assert.equal((await server.ask(start, request as object))?.[2].status, 'Accepted')
    const wireId = await eventually(
      async () => charger.sessions()[0]?.wireId,
      (id) => typeof id === 'string',
    )
    assert.equal(charger.sessions()[0]?.card, 'R-1')

    const [stop, which] =
      version === '1.6'
        ? ['RemoteStopTransaction', { transactionId: Number(wireId) }]
        : ['RequestStopTransaction', { transactionId: wireId }]
    assert.equal((await server.ask(stop, which))?.[2].status, 'Accepted')
    await eventually(
      async () => charger.sessions().length,
      (count) => count === 0,
    )
    if (version === '1.6') assert.equal((await heard(server, 'StopTransaction')).reason, 'Remote')
    else assert.equal((await heard(server, 'TransactionEvent', isEnded)).transactionInfo.stoppedReason, 'Remote')
    frames.assertClean()
  })

  test(`${version}: a reset ends sessions, and the charger boots again`, async (t) => {
    const { server, charger, frames } = await askedCharger(t, version)
    charger.plug(charger.evse(1)!, car(0.2))
    await charger.tap('CARD-1')
    const request = version === '1.6' ? { type: 'Hard' } : { type: 'Immediate' }
    assert.equal((await server.ask('Reset', request))?.[2].status, 'Accepted')
    const boots = async () => server.heard.filter(({ action }) => action === 'BootNotification')
    await eventually(boots, (heard) => heard.length === 2)
    await heard(
      server,
      version === '1.6' ? 'StopTransaction' : 'TransactionEvent',
      version === '1.6' ? () => true : isEnded,
    )
    assert.equal(server.connections(), 2)
    frames.assertClean()
  })

  test(`${version}: a pending charger says nothing but its boot and what it is asked for`, async (t) => {
    const server = await askingServer(t)
    let answer = { status: 'Pending', currentTime: new Date().toISOString(), interval: 30 }
    server.answers.BootNotification = () => answer
    const clock = startClock({ rate: 100 })
    const connected = createConnectedCharger({
      endpoint: server.endpoint,
      identity: 'CP-1',
      version,
      clock,
      evses: [oneEvse],
    })
    t.after(() => connected.stop())
    connected.start()
    connected.charger.plug(connected.charger.evse(1)!, car(0.2))
    await connected.charger.tap('CARD-1')
    await eventually(
      async () => server.heard.length,
      (count) => count >= 2,
    )
    assert.ok(server.heard.every(({ action }) => action === 'BootNotification'))
    await server.ask('TriggerMessage', { requestedMessage: 'Heartbeat' })
    await heard(server, 'Heartbeat')
    assert.deepEqual([...new Set(server.heard.map(({ action }) => action))], ['BootNotification', 'Heartbeat'])

    answer = { ...answer, status: 'Accepted' }
    await heard(server, version === '1.6' ? 'StartTransaction' : 'TransactionEvent')
  })

  test(`${version}: a rejected charger boots until it is accepted, and until then says and obeys nothing`, async (t) => {
    const server = await askingServer(t)
    let answer = { status: 'Rejected', currentTime: new Date().toISOString(), interval: 30 }
    server.answers.BootNotification = () => answer
    const connected = createConnectedCharger({
      endpoint: server.endpoint,
      identity: 'CP-1',
      version,
      clock: startClock({ rate: 100 }),
      evses: [oneEvse],
    })
    t.after(() => connected.stop())
    connected.start()
    await eventually(
      async () => connected.link.registration,
      (registration) => registration === 'rejected',
    )
    connected.charger.plug(connected.charger.evse(1)!, car(0.2))
    await connected.charger.tap('CARD-1')
    const refusal = await server.ask('TriggerMessage', { requestedMessage: 'Heartbeat' })
    assert.deepEqual([refusal?.[0], refusal?.[2]], [4, 'SecurityError'])
    await eventually(
      async () => server.heard.length,
      (count) => count >= 3,
    )
    assert.deepEqual([...new Set(server.heard.map(({ action }) => action))], ['BootNotification'])

    answer = { ...answer, status: 'Accepted' }
    await heard(server, version === '1.6' ? 'StartTransaction' : 'TransactionEvent')
    assert.equal(server.connections(), 1)
  })

  test(`${version}: a reservation keeps others away until it expires, which is told`, async (t) => {
    const { server, charger, clock, frames } = await askedCharger(t, version)
    const place = charger.evse(1)!
    const expires = new Date(clock.nowMs() + 200_000).toISOString()
    assert.deepEqual((await server.ask('ReserveNow', reservation(version, { expires })))?.[2], { status: 'Accepted' })
    await heard(server, 'StatusNotification', (status) => Object.values(status).includes('Reserved'))
    charger.plug(place, car(0.2))
    assert.equal(await charger.tap('STRANGER', place), 'no-place')
    charger.unplug(place)

    if (version === '2.0.1') {
      const update = await heard(server, 'ReservationStatusUpdate')
      assert.deepEqual(update, { reservationId: 9, reservationUpdateStatus: 'Expired' })
    }
    await eventually(
      async () => server.heard.findLast(({ payload }) => (payload.evseId ?? payload.connectorId) === 1)?.payload,
      (last) => (last?.status ?? last?.connectorStatus) === 'Available',
    )
    charger.plug(place, car(0.2))
    assert.equal(await charger.tap('STRANGER', place), 'started')
    const started = await heard(server, version === '1.6' ? 'StartTransaction' : 'TransactionEvent')
    assert.equal(started.reservationId, undefined)
    frames.assertClean()
  })

  test(`${version}: what is reserved for a group, a card of the group may use, and another of it may stop`, async (t) => {
    const { server, charger, frames } = await askedCharger(t, version)
    server.answers.Authorize = ({ idTag, idToken }) => {
      const isFamily = (idTag ?? idToken.idToken).startsWith('FAMILY')
      return version === '1.6'
        ? { idTagInfo: { status: 'Accepted', ...(isFamily ? { parentIdTag: 'FAMILY' } : {}) } }
        : { idTokenInfo: { status: 'Accepted', ...(isFamily ? { groupIdToken: centralToken('FAMILY') } : {}) } }
    }
    const place = charger.evse(1)!
    const request = reservation(version, { expires: soon(), group: 'family' })
    assert.deepEqual((await server.ask('ReserveNow', request))?.[2], { status: 'Accepted' })

    assert.equal(await charger.tap('STRANGER', place), 'no-place')
    assert.equal(await charger.tap('FAMILY-2', place), 'waiting')
    charger.plug(place, car(0.2))
    const started = await heard(server, version === '1.6' ? 'StartTransaction' : 'TransactionEvent')
    assert.equal(started.reservationId, 9)
    assert.equal(place.session?.card, 'FAMILY-2')

    assert.equal(await charger.tap('STRANGER', place), 'refused')
    assert.equal(await charger.tap('FAMILY-3', place), 'stopped')
    const { idTag, idToken } = await heard(
      server,
      version === '1.6' ? 'StopTransaction' : 'TransactionEvent',
      version === '1.6' ? () => true : isEnded,
    )
    assert.equal(idTag ?? idToken.idToken, 'FAMILY-3')
    frames.assertClean()
  })

  test(`${version}: a message of a transaction that the server fails to process is tried again`, async (t) => {
    const { server, charger } = await askedCharger(t, version)
    const action = version === '1.6' ? 'StartTransaction' : 'TransactionEvent'
    const usual = server.answers[action]!
    let failures = 0
    server.answers[action] = (payload) => (failures++ < 2 ? { broken: true } : usual(payload))
    charger.plug(charger.evse(1)!, car(0.2))
    await charger.tap('CARD-1')
    await eventually(
      async () => failures,
      (count) => count >= 3,
    )
    const tried = server.heard.filter((one) => one.action === action).slice(0, 3)
    assert.deepEqual(tried[1]!.payload, tried[0]!.payload)
    assert.deepEqual(tried[2]!.payload, tried[0]!.payload)
  })

  test(`${version}: a connection that breaks comes back by itself, without a boot`, async (t) => {
    const { server } = await askedCharger(t, version)
    server.drop()
    await heard(server, 'Heartbeat')
    assert.equal(server.connections(), 2)
    assert.equal(server.heard.filter(({ action }) => action === 'BootNotification').length, 1)
  })

  test(`${version}: a silent charger answers no call, and a slow one late`, async (t) => {
    const { server, misbehaviour, link } = await askedCharger(t, version)
    misbehaviour.isSilent = true
    assert.equal(await server.ask('ClearCache', {}), null)
    misbehaviour.isSilent = false
    misbehaviour.answerDelayMs = 200
    const answered = server.ask('ClearCache', {})
    const first = await Promise.race([
      answered.then(() => 'answer'),
      link.call('Heartbeat', {}).then(() => 'heartbeat'),
    ])
    assert.equal(first, 'heartbeat')
    assert.equal((await answered)?.[0], 3)
  })
}

test('a wrong clock stamps what is sent and reads what is received', async (t) => {
  const { server, charger, clock } = await askedCharger(t, '1.6', { misbehaviour: { clockOffsetSeconds: 3_600 } })
  await server.ask('TriggerMessage', { requestedMessage: 'StatusNotification', connectorId: 1 })
  const { timestamp } = await heard(server, 'StatusNotification', ({ connectorId }) => connectorId === 1)
  const aheadMs = Date.parse(timestamp) - clock.nowMs()
  assert.ok(aheadMs > 3_000_000 && aheadMs <= 3_600_000, `${aheadMs}`)
  assert.equal(charger.identity, 'CP-1')
})

/** Of EVSE 1 for the card A, under the number 9. */
function reservation(version: Version, { expires, group }: { expires: string; group?: string }) {
  return version === '1.6'
    ? {
        reservationId: 9,
        connectorId: 1,
        idTag: 'A',
        expiryDate: expires,
        ...(group === undefined ? {} : { parentIdTag: group }),
      }
    : {
        id: 9,
        evseId: 1,
        idToken: centralToken('A'),
        expiryDateTime: expires,
        ...(group === undefined ? {} : { groupIdToken: centralToken(group) }),
      }
}

function centralToken(idToken: string) {
  return { idToken, type: 'Central' }
}

function isEnded({ eventType }: { eventType: string }): boolean {
  return eventType === 'Ended'
}

function profileCalls(version: Version, { limitA, transactionId }: { limitA: number; transactionId: string }) {
  const schedule = { chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit: limitA }] }
  const profile = { stackLevel: 0, chargingProfilePurpose: 'TxProfile', chargingProfileKind: 'Relative' }
  return version === '1.6'
    ? ([
        {
          connectorId: 1,
          csChargingProfiles: {
            ...profile,
            chargingProfileId: 4,
            transactionId: Number(transactionId),
            chargingSchedule: schedule,
          },
        },
        { id: 4 },
        { connectorId: 1, duration: 600, chargingRateUnit: 'A' },
      ] as const)
    : ([
        {
          evseId: 1,
          chargingProfile: { ...profile, id: 4, transactionId, chargingSchedule: [{ ...schedule, id: 1 }] },
        },
        { chargingProfileId: 4 },
        { evseId: 1, duration: 600, chargingRateUnit: 'A' },
      ] as const)
}
