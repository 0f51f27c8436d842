import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertError, openDepot } from '#test/support/depot-api.ts'
import { dayAt, secondsAgo } from '#test/support/depot-sessions.ts'
import { eventually, startSystem } from '#test/support/system.ts'

test('the status of 1.6 chargers', async (t) => {
  const chargers = ['CP-1', 'CP-2', 'CP-3']
  const system = await startSystem(t, { chargers, env: { VOLTYARD_DEPOT_RATE_LIMIT: 'off' } })
  const depot = await openDepot(system)
  const status = async (place: string, query = '') =>
    (await depot.call(`/v1/chargerStatus/chargers/${place}/availabilityStatus${query}`)).body.items
  const charger = await system.connectCharger('CP-1')
  const at = (time: string) => dayAt(1, time)
  const report = (connectorId: number, word: string, time: string, more: object = {}) =>
    charger.call('StatusNotification', {
      connectorId,
      status: word,
      errorCode: 'NoError',
      timestamp: at(time),
      ...more,
    })

  await t.test('a charger that never sent a status has none', async () => {
    assert.deepEqual(await status('CP-2'), [])
    assert.deepEqual(await status('CP-2/connectors/1'), [])
    assert.deepEqual(await status('CP-2', `?from=${at('00:00')}`), [])
  })

  await report(1, 'Preparing', '08:00', { vendorId: '12', vendorErrorCode: '0' })
  await t.test('a connector has the status that the charger gave it, at the time of the charger', async () => {
    const [item, ...more] = await status('CP-1/connectors/1')
    assert.deepEqual(item, {
      timeStamp: at('08:00'),
      errorCode: 'NoError',
      vendorErrorCode: 0,
      vendorId: 12,
      status: 'Preparing',
    })
    assert.deepEqual(more, [])
    assert.deepEqual(await status('cp-1/connectors/1'), [item])
  })

  await t.test('vendor codes that are no plain integers stay texts, and absent ones are null', async () => {
    await report(2, 'Faulted', '08:01', { errorCode: 'OtherError', vendorId: 'com.acme', vendorErrorCode: '0x1F' })
    const [faulted] = await status('CP-1/connectors/2')
    assert.deepEqual([faulted.vendorId, faulted.vendorErrorCode], ['com.acme', '0x1F'])
    await report(2, 'Available', '08:02')
    const [available] = await status('CP-1/connectors/2')
    assert.deepEqual([available.vendorId, available.vendorErrorCode], [null, null])
  })

  const words = ['Charging', 'SuspendedEVSE', 'SuspendedEV', 'Finishing', 'Reserved', 'Unavailable', 'Available']
  for (const [minute, word] of words.entries()) {
    await t.test(`a connector that is ${word} is shown so`, async () => {
      await report(1, word, `08:1${minute}`)
      assert.equal((await status('CP-1/connectors/1'))[0].status, word)
    })
  }

  const derived: [one: string, two: string, whole: string][] = [
    ['Available', 'Faulted', 'Available'],
    ['Unavailable', 'Charging', 'Available'],
    ['Faulted', 'Unavailable', 'Unavailable'],
    ['Unavailable', 'Unavailable', 'Unavailable'],
    ['Faulted', 'Faulted', 'Faulted'],
    ['Reserved', 'SuspendedEV', 'Available'],
  ]
  for (const [minute, [one, two, whole]] of derived.entries()) {
    await t.test(`a charger whose connectors are ${one} and ${two} is ${whole}`, async () => {
      await report(1, one, `09:0${minute}:00`)
      await report(2, two, `09:0${minute}:30`)
      const [item, ...more] = await status('CP-1')
      assert.deepEqual([item.status, item.timeStamp, more], [whole, at(`09:0${minute}:30`), []])
      assert.deepEqual(await status('CP-1/connectors/0'), [item])
    })
  }

  await t.test('what a charger says of itself counts before its connectors', async () => {
    await report(0, 'Faulted', '10:00', { errorCode: 'GroundFailure' })
    const [item] = await status('CP-1')
    assert.deepEqual([item.status, item.errorCode], ['Faulted', 'GroundFailure'])
    await report(0, 'Available', '10:01')
    assert.equal((await status('CP-1'))[0].status, 'Available')
  })

  await t.test('the history of a connector is of the window, newest first, with inclusive bounds', async () => {
    const history = async (query: string) =>
      (await status('CP-1/connectors/1', query)).map((item: { timeStamp: string }) => item.timeStamp.slice(11, 16))
    const window = (from: string, to: string) => `?from=${at(from)}&to=${at(to)}`
    assert.deepEqual(await history(window('08:10', '08:12')), ['08:12', '08:11', '08:10'])
    assert.deepEqual(await history(`${window('08:10', '08:12')}&limit=2`), ['08:12', '08:11'])
    assert.deepEqual(await history(`?to=${at('08:10')}`), ['08:10', '08:00'])
    assert.deepEqual(await history(`?from=${at('09:05')}`), ['09:05'])
    assert.deepEqual(await history(window('23:00', '23:01')), [])
    assert.deepEqual((await history('?limit=1')).length, 1)
  })

  await t.test('the history of a charger is what it said of itself', async () => {
    const items = await status('CP-1', `?from=${at('00:00')}`)
    assert.deepEqual(
      items.map((item: { status: string }) => item.status),
      ['Available', 'Faulted'],
    )
  })

  await t.test('a repeated report is kept once', async () => {
    await report(1, 'Finishing', '11:00')
    await report(1, 'Finishing', '11:00')
    assert.equal((await status('CP-1/connectors/1', `?from=${at('11:00')}&to=${at('11:00')}`)).length, 1)
  })

  await t.test('a charger that has left keeps its last status', async () => {
    const before = await status('CP-1/connectors/1')
    await charger.close()
    const link = async () => (await depot.call('/v1/chargerStatus/chargers/CP-1/connectivityStatus')).body.items
    await eventually(link, (items) => items[0]?.value === 'false')
    assert.deepEqual(await status('CP-1/connectors/1'), before)
  })

  await t.test('connectivity tells since when, and its history newest first', async () => {
    const began = secondsAgo(1)
    const read = async (query = '') =>
      (await depot.call(`/v1/chargerStatus/chargers/CP-3/connectivityStatus${query}`)).body.items
    assert.deepEqual(await read(), [])
    const visitor = await system.connectCharger('CP-3')
    const [up] = await eventually(read, (items) => items[0]?.value === 'true')
    await visitor.close()
    const [down] = await eventually(read, (items) => items[0]?.value === 'false')
    assert.ok(began < up.time && up.time < down.time)
    const history = await eventually(
      () => read(`?from=${began}`),
      (items) => items.length === 2,
    )
    assert.deepEqual(
      history.map((item: { value: string }) => item.value),
      ['false', 'true'],
    )
    assert.deepEqual(await read(`?from=${began}&limit=1`), [history[0]])
    assert.deepEqual(await read(`?to=${began}`), [])
  })

  for (const path of ['availabilityStatus', 'connectors/1/availabilityStatus', 'connectivityStatus']) {
    await t.test(`${path} of an unknown charger is not found`, async () => {
      for (const identity of ['CP-9', 'CP%201', 'CP-1%2Fx', '%E2%82%AC', 'x'.repeat(5_000)]) {
        const answer = await depot.call(`/v1/chargerStatus/chargers/${identity}/${path}`)
        assertError(answer, 404, 'charger_not_found')
        assert.equal(answer.body.errors[0].source.parameter, 'chargerId')
      }
    })

    await t.test(`${path} refuses an interval that is none`, async () => {
      const queries = ['from=x', 'to=2025-13-01', 'limit=0', 'limit=x', 'from=2025-01-02&to=2025-01-01', 'from=']
      for (const query of queries) {
        const answer = await depot.call(`/v1/chargerStatus/chargers/CP-1/${path}?${query}`)
        assertError(answer, 400, 'invalid_parameter')
      }
    })
  }

  await t.test('an unknown connector is not found, and one that is no number is refused', async () => {
    for (const connector of ['3', '-1', '99999999999999999999']) {
      const answer = await depot.call(`/v1/chargerStatus/chargers/CP-1/connectors/${connector}/availabilityStatus`)
      assertError(answer, 404, 'connector_not_found')
    }
    for (const connector of ['one', '1.0', '0x1', '%00']) {
      const answer = await depot.call(`/v1/chargerStatus/chargers/CP-1/connectors/${connector}/availabilityStatus`)
      assertError(answer, 400, 'invalid_parameter')
    }
  })
})

test('what 2.0.1 calls Occupied is shown in the words of 1.6', async (t) => {
  const env = { VOLTYARD_DEPOT_RATE_LIMIT: 'off' }
  const system = await startSystem(t, { chargers: ['CS-1'], tokens: ['CARD-1'], env })
  const depot = await openDepot(system)
  const charger = await system.connectCharger('CS-1', { protocol: 'ocpp2.0.1' })
  const status = async (place: string) =>
    (await depot.call(`/v1/chargerStatus/chargers/CS-1/${place}availabilityStatus`)).body.items[0]
  let seqNo = 0
  const event = (eventType: string, transactionInfo: object, more: object = {}) =>
    charger.call('TransactionEvent', {
      eventType,
      triggerReason: 'ChargingStateChanged',
      seqNo: seqNo++,
      timestamp: secondsAgo(60 - seqNo),
      transactionInfo: { transactionId: 'tx-1', ...transactionInfo },
      ...more,
    })

  const chargingStation = { vendorName: 'Acme', model: 'Two' }
  await charger.call('BootNotification', { reason: 'PowerUp', chargingStation })
  const report = { timestamp: secondsAgo(100), connectorStatus: 'Occupied', evseId: 1, connectorId: 1 }
  await charger.call('StatusNotification', report)
  assert.equal((await status('connectors/1/')).status, 'Preparing')
  assert.equal((await status('connectors/1/')).timeStamp, report.timestamp)
  assert.equal((await status('')).status, 'Available')

  const started = { idToken: { idToken: 'CARD-1', type: 'ISO14443' }, evse: { id: 1, connectorId: 1 } }
  await event('Started', { chargingState: 'EVConnected' }, started)
  assert.equal((await status('connectors/1/')).status, 'Preparing')
  for (const [state, word] of [
    ['Charging', 'Charging'],
    ['SuspendedEV', 'SuspendedEV'],
    ['SuspendedEVSE', 'SuspendedEVSE'],
    ['Charging', 'Charging'],
    ['Idle', 'Finishing'],
  ] as const) {
    await event('Updated', { chargingState: state })
    assert.equal((await status('connectors/1/')).status, word)
  }
  await event('Ended', { stoppedReason: 'EVDisconnected' })
  await charger.call('StatusNotification', { ...report, timestamp: secondsAgo(1), connectorStatus: 'Available' })
  assert.equal((await status('connectors/1/')).status, 'Available')

  const history = async (query: string) =>
    (await depot.call(`/v1/chargerStatus/chargers/CS-1/connectors/1/availabilityStatus?${query}`)).body.items
  const words = async (query: string) => (await history(query)).map((item: { status: string }) => item.status)
  const since = `from=${secondsAgo(3_600)}`
  const [all, newest] = [await history(since), await history(`${since}&limit=3`)]
  const told = ['Preparing', 'Charging', 'SuspendedEV', 'SuspendedEVSE', 'Charging', 'Finishing', 'Available']
  assert.deepEqual(all.map((item: { status: string }) => item.status).toReversed(), told)
  assert.deepEqual(newest, all.slice(0, 3))
  const [, , charging] = all
  assert.deepEqual(await words(`from=${charging.timeStamp}&to=${charging.timeStamp}`), ['Charging'])
  const { body } = await depot.call('/v1/sessionReports?chargerId=CS-1&connectorId=1')
  assert.deepEqual(
    body.items[0].ocppStatus.map((one: { value: string }) => one.value),
    told,
  )
})
