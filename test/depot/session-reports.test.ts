import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertError, openDepot } from '#test/support/depot-api.ts'
import { dayAt, reportCharge } from '#test/support/depot-sessions.ts'
import { startSystem } from '#test/support/system.ts'

const at = (time: string) => dayAt(2, time)

test('session reports over the depot API', async (t) => {
  const env = { VOLTYARD_DEPOT_RATE_LIMIT: 'off' }
  const system = await startSystem(t, { chargers: ['HPC-2'], tokens: ['CARD-1'], env })
  const depot = await openDepot(system)
  const charger = await system.connectCharger('HPC-2')
  const says = (status: string, time: string, more: object = {}, connectorId = 1) =>
    charger.call('StatusNotification', { connectorId, errorCode: 'NoError', status, timestamp: at(time), ...more })
  for (const [hour, ending] of [
    ['05', 'EVDisconnected'],
    ['07', 'Local'],
  ]) {
    await says('Preparing', `${hour}:00`)
    await says('Charging', `${hour}:01`)
    if (hour === '07') await says('Charging', '07:10', { errorCode: 'OtherError', vendorErrorCode: 'WA-0131' })
    await reportCharge(charger, { startedAt: at(`${hour}:01`), endedAt: at(`${hour}:30`), reason: ending! })
    await says('Available', `${hour}:32`)
  }
  await says('Charging', '07:05', {}, 2)
  const list = (query: string) => depot.call(`/v1/sessionReports?chargerId=HPC-2&connectorId=1${query}`)

  await t.test('a session is reported with what its connector said of itself, the newest first', async () => {
    const { body } = await list('')
    assert.deepEqual([body.ChargerID, body.ConnectorID], ['HPC-2', '1'])
    const [newest, oldest] = body.items
    const numbers = (await depot.call('/v2/transactions')).body.map((one: any) => one.TransactionID)
    assert.deepEqual([newest.sessionId, oldest.sessionId], numbers)
    assert.equal(newest.vehicleId, 'CARD-1')
    assert.deepEqual(oldest.ocppStatus, [
      { value: 'Preparing', eventTimestamp: at('05:00') },
      { value: 'Charging', eventTimestamp: at('05:01') },
      { value: 'Available', eventTimestamp: at('05:32') },
    ])
    assert.equal(oldest.deviceStatus, undefined)
    assert.equal(newest.ocppStatus.length, 4)
    assert.deepEqual(newest.deviceStatus, [
      {
        ...{ status: 'CHARGING', deviceId: 'Connector', eventTimestamp: at('07:10') },
        errorCodes: [{ errorCode: 'WA-0131', eventTimestamp: at('07:10') }],
      },
    ])
  })

  await t.test('pages and intervals are about the start', async () => {
    const starts = async (query: string) =>
      (await list(query)).body.items.map((one: any) => one.ocppStatus[0].eventTimestamp)
    assert.deepEqual(await starts('&limit=1'), [at('07:00')])
    assert.deepEqual(await starts('&limit=1&page=2'), [at('05:00')])
    assert.deepEqual(await starts('&limit=1&page=3'), [])
    assert.deepEqual(await starts(`&to=${at('05:01')}`), [at('05:00')])
    assert.deepEqual(await starts(`&from=${at('05:02')}`), [at('07:00')])
    assert.match((await list('&limit=1')).headers.get('link')!, /rel="next"/)
  })

  await t.test('what is missing or unknown is an error', async () => {
    const error = async (query: string, status: number, code: string) =>
      assertError(await depot.call(`/v1/sessionReports?${query}`), status, code)
    await error('chargerId=HPC-2', 400, 'invalid_parameter')
    await error('connectorId=1', 400, 'invalid_parameter')
    await error('chargerId=HPC-2&connectorId=1&limit=2001', 400, 'invalid_parameter')
    await error('chargerId=NONE&connectorId=1', 404, 'charger_not_found')
    await error('chargerId=HPC-2&connectorId=9', 404, 'connector_not_found')
    const { body } = await depot.call('/v1/sessionReports?chargerId=HPC-2&connectorId=2')
    assert.deepEqual(body, { ChargerID: 'HPC-2', ConnectorID: '2', items: [] })
  })
})
