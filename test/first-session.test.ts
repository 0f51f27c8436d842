import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventually, startSystem } from './support/system.ts'

test('a 1.6 charger boots, authorises, charges and stops, and its session is read through the depot API', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1'] })
  const depot = await system.client()
  const charger = await system.connectCharger('CP-1')

  const boot = await charger.call('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' })
  assert.equal(boot.status, 'Accepted')
  await charger.call('StatusNotification', { connectorId: 1, errorCode: 'NoError', status: 'Preparing' })
  assert.deepEqual(await charger.call('Authorize', { idTag: 'card-1' }).then(statusOf), 'Accepted')
  const start = await charger.call('StartTransaction', {
    connectorId: 1,
    idTag: 'CARD-1',
    meterStart: 12_000,
    timestamp: ago(600),
  })
  assert.equal(start.idTagInfo.status, 'Accepted')
  assert.ok(start.transactionId > 0)
  await charger.call('MeterValues', {
    connectorId: 1,
    transactionId: start.transactionId,
    meterValue: [
      {
        timestamp: ago(300),
        sampledValue: [
          { value: '15.5', unit: 'kWh' },
          { value: '41', measurand: 'SoC', unit: 'Percent', location: 'EV' },
        ],
      },
    ],
  })
  const stop = { transactionId: start.transactionId, meterStop: 20_500, timestamp: ago(1), reason: 'EVDisconnected' }
  await charger.call('StopTransaction', { ...stop, idTag: 'CARD-1' })
  assert.deepEqual(charger.violations, [])

  const { status, body } = await depot.get('/v2/transactions')
  assert.equal(status, 200)
  assert.equal(body.length, 1)
  const [record] = body
  assert.equal(record.ChargerID, 'CP-1')
  assert.equal(record.ConnectorID, 1)
  assert.equal(record.EnergyDelivered, 8_500)
  assert.equal(record.EndResult, 'EVDisconnected')
  assert.equal(record.Initiator, 'CARD-1')
  assert.equal(record.InitialSoC, 41)
  assert.deepEqual((await depot.get(`/v2/transactions/${record.TransactionID}`)).body, record)
})

test('a 2.0.1 charger boots, authorises, charges and stops, and its session is read through the depot API', async (t) => {
  const system = await startSystem(t, { chargers: ['CS-1'], tokens: ['04A2B9D1'] })
  const depot = await system.client()
  const charger = await system.connectCharger('CS-1', { protocol: 'ocpp2.0.1' })
  const idToken = { idToken: '04a2b9d1', type: 'ISO14443' }

  const boot = await charger.call('BootNotification', {
    reason: 'PowerUp',
    chargingStation: { vendorName: 'Acme', model: 'Two' },
  })
  assert.equal(boot.status, 'Accepted')
  await charger.call('StatusNotification', {
    timestamp: ago(700),
    connectorStatus: 'Occupied',
    evseId: 2,
    connectorId: 1,
  })
  assert.equal((await charger.call('Authorize', { idToken })).idTokenInfo.status, 'Accepted')
  const transaction = (seqNo: number, eventType: string, triggerReason: string, seconds: number, more: object) =>
    charger.call('TransactionEvent', {
      eventType,
      triggerReason,
      seqNo,
      timestamp: ago(seconds),
      ...more,
      transactionInfo: { transactionId: 'tx-1', ...(more as { transactionInfo?: object }).transactionInfo },
    })
  const meter = (wh: number, context: string, seconds: number) => ({
    meterValue: [{ timestamp: ago(seconds), sampledValue: [{ value: wh, context }] }],
  })
  const started = await transaction(0, 'Started', 'Authorized', 600, {
    idToken,
    evse: { id: 2, connectorId: 1 },
    transactionInfo: { chargingState: 'Charging' },
    ...meter(1_000, 'Transaction.Begin', 600),
  })
  assert.equal(started.idTokenInfo.status, 'Accepted')

  const during = await depot.get('/v1/chargerStatus/chargers/CS-1/connectors/2/availabilityStatus')
  assert.equal(during.body.items[0].status, 'Charging')

  await transaction(1, 'Updated', 'MeterValuePeriodic', 300, meter(4_000, 'Sample.Periodic', 300))
  await transaction(2, 'Ended', 'EVDeparted', 1, {
    transactionInfo: { stoppedReason: 'EVDisconnected' },
    ...meter(9_250, 'Transaction.End', 1),
  })
  await charger.call('StatusNotification', {
    timestamp: ago(0),
    connectorStatus: 'Available',
    evseId: 2,
    connectorId: 1,
  })
  assert.deepEqual(charger.violations, [])

  const { body } = await depot.get('/v2/transactions')
  assert.equal(body.length, 1)
  assert.equal(body[0].EnergyDelivered, 8_250)
  assert.equal(body[0].ConnectorID, 2)
  assert.equal(body[0].EndResult, 'EVDisconnected')
  assert.equal(body[0].VehicleID, '04a2b9d1')
})

test('a charger that connects and leaves is seen by the depot API', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const depot = await system.client()
  const connectivity = async () => (await depot.get('/v1/chargerStatus/chargers/CP-1/connectivityStatus')).body.items
  assert.deepEqual(await connectivity(), [])

  const charger = await system.connectCharger('CP-1')
  await eventually(connectivity, (items) => items[0]?.value === 'true')
  await charger.close()
  await eventually(connectivity, (items) => items[0]?.value === 'false')
})

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString()
const statusOf = (answer: { idTagInfo: { status: string } }) => answer.idTagInfo.status
