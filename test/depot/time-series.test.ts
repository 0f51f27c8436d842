import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertError, openDepot } from '#test/support/depot-api.ts'
import { dayAt, reportCharge } from '#test/support/depot-sessions.ts'
import { startSystem } from '#test/support/system.ts'

const zone = 'Europe/Berlin'
const today = Temporal.Now.zonedDateTimeISO(zone).toPlainDate()
/** Minutes after the beginning of yesterday, in the zone of the site. */
const at = (minutes: number, daysAgo = 1) =>
  new Date(
    today.subtract({ days: daysAgo }).toZonedDateTime(zone).toInstant().epochMilliseconds + minutes * 60_000,
  ).toISOString()

test('time series over the depot API', async (t) => {
  const system = await startSystem(t, {
    chargers: ['CP-1', 'CP-2', 'CP-3', 'SILENT'],
    tokens: ['CARD-1'],
    env: { VOLTYARD_DEPOT_RATE_LIMIT: 'off' },
  })
  const depot = await openDepot(system)
  const charger = await system.connectCharger('CP-1')
  const report = (connectorId: number, minutes: number, samples: object[], daysAgo?: number) =>
    charger.call('MeterValues', {
      connectorId,
      meterValue: [{ timestamp: at(minutes, daysAgo), sampledValue: samples }],
    })
  const power = (value: string, unit = 'W') => ({ measurand: 'Power.Active.Import', value, unit })
  const read = async (query: Record<string, string>, where = 'CP-1') => {
    const answer = await depot.call(`/v1/timeSeries/chargers/${where}?${new URLSearchParams(query)}`)
    assert.equal(answer.status, 200, answer.text)
    return answer.body.items.map((item: { timeStamp: string; value: string }) => [item.timeStamp, item.value])
  }

  await report(1, 60, [power('48.21', 'kW'), { measurand: 'SoC', value: '41', unit: 'Percent' }])
  await report(1, 61, [
    power('48195.5'),
    { value: '1200.5', measurand: 'Energy.Active.Import.Register', unit: 'kWh' },
    ...['L1', 'L2', 'L3'].map((phase, place) => ({
      ...{ measurand: 'Current.Import', value: String(60 + place), unit: 'A', phase },
    })),
    ...['L1-N', 'L2-N'].map((phase) => ({ measurand: 'Voltage', value: '230.1', unit: 'V', phase })),
    { measurand: 'Temperature', value: '31.5', unit: 'Celsius', location: 'Body' },
    { measurand: 'Power.Offered', value: '50', unit: 'kW' },
    { measurand: 'Current.Offered', value: '72', unit: 'A', phase: 'L2' },
    { measurand: 'Power.Active.Export', value: '0', unit: 'W' },
    { measurand: 'Energy.Active.Export.Register', value: '7', unit: 'Wh' },
    { measurand: 'Current.Export', value: '0.5', unit: 'A', phase: 'L1' },
  ])
  await report(2, 61, [power('10000')])
  await report(1, 60, [power('1')], 2)
  await report(1, 0, [power('2')], 0)
  await charger.call('StatusNotification', {
    ...{ connectorId: 1, errorCode: 'HighTemperature', status: 'Faulted', timestamp: at(70) },
  })
  await charger.call('StatusNotification', {
    ...{ connectorId: 1, errorCode: 'OtherError', vendorErrorCode: 'E42', status: 'Faulted', timestamp: at(71) },
  })
  const connector = 'CP-1/connectors/1'
  const site = await system.admin('site.add', { name: 'Depot', timeZone: zone })
  const circuit = await system.admin('circuit.add', { name: 'Grid', site: String(site.id), ratedA: 250 })
  await system.admin('circuit.connect', { charger: 'CP-1', circuit: String(circuit.id) })

  await t.test('check 7: without an interval it is the day before, and the values are texts', async () => {
    assert.deepEqual(await read({ measurand: 'ActivePowerImport' }, connector), [
      [at(60), '48210'],
      [at(61), '48195.5'],
    ])
  })

  await t.test('check 6: values are texts, and of transactions the numbers are numbers', async () => {
    const third = await system.connectCharger('CP-3')
    await reportCharge(third, { startedAt: dayAt(1, '08:00'), endedAt: dayAt(1, '09:00') })
    const items = async (path: string) => (await depot.call(path)).body.items
    const [link] = await items('/v1/chargerStatus/chargers/CP-3/connectivityStatus')
    const [point] = await items(`/v1/timeSeries/chargers/${connector}?measurand=SoC`)
    assert.deepEqual([typeof link.value, typeof point.value], ['string', 'string'])
    const [record] = (await depot.call('/v2/transactions?chargerId=CP-3')).body
    assert.deepEqual([typeof record.TransactionID, record.ConnectorID], ['number', 1])
    const reports = (await depot.call('/v1/sessionReports?chargerId=CP-3&connectorId=1')).body
    assert.deepEqual([reports.ConnectorID, reports.items[0].sessionId], ['1', record.TransactionID])
  })

  await t.test('the day before is that of the zone of the site, and UTC without one', async () => {
    const other = await system.connectCharger('CP-2')
    const utc = (daysAgo: number, time: string) =>
      new Date(`${Temporal.Now.plainDateISO('UTC').subtract({ days: daysAgo })}T${time}Z`).toISOString()
    const times = [utc(2, '23:59:59.999'), utc(1, '00:00'), utc(1, '23:59:59.999'), utc(0, '00:00')]
    const meterValue = times.map((timestamp) => ({ timestamp, sampledValue: [power('5')] }))
    await other.call('MeterValues', { connectorId: 1, meterValue })
    const found = await read({ measurand: 'ActivePowerImport' }, 'CP-2/connectors/1')
    assert.deepEqual(
      found,
      [times[1], times[2]].map((time) => [time, '5']),
    )
  })

  await t.test('every measurand is told in its base unit, by phase where it has phases', async () => {
    const expected: [string, string | undefined, string[]][] = [
      ['ActiveEnergyImport', undefined, ['1200500']],
      ['ActiveEnergyExport', undefined, ['7']],
      ['ActivePowerExport', undefined, ['0']],
      ['PowerOffered', undefined, ['50000']],
      ['CurrentImport', 'L1', ['60']],
      ['CurrentImport', 'L3', ['62']],
      ['CurrentExport', 'L1', ['0.5']],
      ['CurrentExport', 'L2', []],
      ['CurrentOffered', 'L2', ['72']],
      ['Voltage', 'L1', ['230.1']],
      ['Voltage', 'L2-N', ['230.1']],
      ['Temperature', undefined, ['31.5']],
      // Of what has no phases it is ignored.
      ['Temperature', 'L1', ['31.5']],
      ['SoC', undefined, ['41']],
      ['AlarmCode', undefined, ['HighTemperature', 'E42']],
    ]
    for (const where of [connector, 'CP-1', 'CP-1/connectors/0']) {
      for (const [measurand, phase, found] of expected) {
        const items = await read({ measurand, ...(phase ? { phase } : {}) }, where)
        assert.deepEqual(
          items.map(([, value]: string[]) => value),
          found,
          `${measurand} ${phase} of ${where}`,
        )
      }
    }
  })

  await t.test('a charger whose connectors report shows their sum', async () => {
    assert.deepEqual(await read({ measurand: 'ActivePowerImport', from: at(60), to: at(61) }), [
      [at(60), '48210'],
      [at(61), '58195.5'],
    ])
  })

  await t.test('a current without its phase is refused where it came by phase', async () => {
    const call = (query: string) => depot.call(`/v1/timeSeries/chargers/${connector}?${query}`)
    assertError(await call('measurand=CurrentImport'), 400, 'invalid_parameter')
    await report(2, 90, [{ measurand: 'Current.Import', value: '16', unit: 'A' }])
    assert.deepEqual(await read({ measurand: 'CurrentImport' }, 'CP-1/connectors/2'), [[at(90), '16']])
  })

  await t.test('an interval is inclusive, and read by pages', async () => {
    const ask = { measurand: 'activepowerimport', from: at(60, 2), to: at(61) }
    const all = [at(60, 2), at(60), at(61)]
    const times = async (more: object) => (await read({ ...ask, ...more }, connector)).map(([time]: string[]) => time)
    assert.deepEqual(await times({}), all)
    assert.deepEqual(await times({ limit: '2' }), all.slice(0, 2))
    assert.deepEqual(await times({ limit: '2', page: '2' }), all.slice(2))
    assert.deepEqual(await times({ limit: '2', page: '3' }), [])
    assert.deepEqual(await read({ ...ask, limit: '1', page: '2' }), [[at(60), '48210']])
  })

  await t.test('nothing measured is an empty list; what does not exist is an error', async () => {
    assert.deepEqual(await read({ measurand: 'Voltage', phase: 'L1' }, 'SILENT'), [])
    const error = async (path: string, status: number, code: string) =>
      assertError(await depot.call(`/v1/timeSeries/chargers/${path}`), status, code)
    await error('NONE?measurand=SoC', 404, 'charger_not_found')
    await error('CP-1/connectors/9?measurand=SoC', 404, 'connector_not_found')
    await error('CP-1', 400, 'invalid_parameter')
    await error('CP-1?measurand=Happiness', 400, 'invalid_parameter')
    await error('CP-1?measurand=Voltage&phase=L4', 400, 'invalid_parameter')
    await error(`CP-1?measurand=SoC&from=${at(2)}&to=${at(1)}`, 400, 'invalid_parameter')
  })
})
