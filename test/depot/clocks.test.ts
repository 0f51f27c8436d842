import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDepot } from '#test/support/depot-api.ts'
import { reportCharge } from '#test/support/depot-sessions.ts'
import { read } from '#test/support/session-rows.ts'
import type { StrictCharger } from '#test/support/strict-charger.ts'
import { startSystem } from '#test/support/system.ts'

// In Berlin it is the Sunday on which the hour from two to three comes twice.
const noon = Temporal.Instant.from('2026-10-25T12:00:00Z')
const zone = 'Europe/Berlin'
const chargers = ['FAST', 'SLOW', 'UNSET', 'LOCAL', 'STEP', 'RIGHT']

test('F7: what the depot API tells while clocks are wrong', async (t) => {
  let now = noon
  const env = { VOLTYARD_DEPOT_RATE_LIMIT: 'off' }
  const system = await startSystem(t, { chargers, tokens: ['CARD-1'], env, now: () => now })
  /** Of the server and its database; a token of the API is of one time. */
  const setClock = async (time: Temporal.Instant) => {
    now = time
    const held = `language sql volatile parallel safe as 'select timestamptz ''${time}'''`
    await read(system, `create or replace function server_time() returns timestamptz ${held}`)
    return openDepot(system, { name: `at ${time}` })
  }
  let depot = await setClock(noon)
  const recordsOf = async (charger: string, query: Record<string, string> = {}) =>
    (await depot.call(`/v2/transactions?${new URLSearchParams({ chargerId: charger, order: 'asc', ...query })}`)).body
  const timesOf = async (charger: string, query: Record<string, string> = {}): Promise<string[]> => {
    const asked = new URLSearchParams({ measurand: 'ActivePowerImport', ...query })
    const { body } = await depot.call(`/v1/timeSeries/chargers/${charger}/connectors/1?${asked}`)
    return body.items.map((item: { timeStamp: string }) => item.timeStamp)
  }

  for (const [identity, hours] of [
    ['FAST', 24],
    ['SLOW', -24],
  ] as const) {
    await t.test(`a clock ${hours} hours off is told as it stands, beside when the server heard of it`, async () => {
      const said = (minutes: number) => iso(noon.add({ hours }).add({ minutes }))
      const charger = await system.connectCharger(identity)
      await measure(charger, said(-20))
      await reportCharge(charger, { startedAt: said(-30), endedAt: said(-5), meterStart: 1_000, meterStop: 6_500 })
      const [record, ...others] = await recordsOf(identity)
      assert.deepEqual(others, [])
      assert.deepEqual([record.StartAt, record.EndAt], [said(-30), said(-5)])
      assert.deepEqual([record.EnergyDelivered, record.InsertedAt], [5_500, iso(noon)])
      // Who polls by InsertedAt gets it, whatever its charger thinks of the time.
      const poll = { filterBy: 'InsertedAt', from: iso(noon.subtract({ minutes: 5 })), to: iso(noon) }
      assert.equal((await recordsOf(identity, poll)).length, 1)
      assert.deepEqual(await timesOf(identity, { from: said(-30), to: said(-5) }), [said(-20)])
      const [reading] = await read(system, 'select received_at from meter_reading where reported_at = $1', [said(-20)])
      assert.equal(reading!.received_at.toISOString(), iso(noon))
    })
  }

  await t.test('a clock that was never set: times of arrival, and the energy of the registers', async () => {
    const charger = await system.connectCharger('UNSET')
    await measure(charger, '1970-01-01T00:20:00Z')
    const [startedAt, endedAt] = ['1970-01-01T00:00:31Z', '1970-01-01T00:31:00Z']
    await reportCharge(charger, { startedAt, endedAt, meterStart: 1_000, meterStop: 1_900 })
    const [record] = await recordsOf('UNSET')
    assert.deepEqual([record.StartAt, record.EndAt, record.InsertedAt], [iso(noon), iso(noon), iso(noon)])
    assert.equal(record.EnergyDelivered, 900)
    assert.deepEqual(await timesOf('UNSET', { from: '1970-01-01', to: '1971-01-01' }), [])
    assert.deepEqual(await timesOf('UNSET', { from: iso(noon), to: iso(noon) }), [iso(noon)])
  })

  await t.test('local times through the hour that comes twice: no hour is lost', async () => {
    await read(system, `update charger set time_zone = $1 where identity = 'LOCAL'`, [zone])
    const charger = await system.connectCharger('LOCAL')
    await reportCharge(charger, { startedAt: '2026-10-25T01:50:00', endedAt: '2026-10-25T03:10:00' })
    const [record] = await recordsOf('LOCAL')
    assert.deepEqual([record.StartAt, record.EndAt], ['2026-10-24T23:50:00.000Z', '2026-10-25T02:10:00.000Z'])
    assert.equal(record.EnergyDelivered, 5_000)
  })

  await t.test('a server whose clock is set back gives no record a time before one that was told', async () => {
    const charger = await system.connectCharger('STEP')
    const charge = (minutes: number) => ({
      ...{ startedAt: iso(noon.add({ minutes: minutes - 10 })), endedAt: iso(noon.add({ minutes })) },
    })
    await reportCharge(charger, charge(0))
    await setClock(noon.subtract({ hours: 1 }))
    await reportCharge(charger, charge(20))
    const later = noon.add({ hours: 1 })
    depot = await setClock(later)
    await reportCharge(charger, charge(40))
    const records = await recordsOf('STEP')
    assert.deepEqual(
      records.map(({ StartAt, EndAt, EnergyDelivered }: Record<string, unknown>) => [StartAt, EndAt, EnergyDelivered]),
      [0, 20, 40].map((minutes) => [charge(minutes).startedAt, charge(minutes).endedAt, 5_000]),
    )
    assert.deepEqual(
      records.map(({ InsertedAt }: { InsertedAt: string }) => InsertedAt),
      [iso(noon), iso(noon), iso(later)],
    )
  })

  await t.test('the day before has the 25 hours that it had at the site', async () => {
    const site = await system.admin('site.add', { name: 'Depot', timeZone: zone })
    const circuit = await system.admin('circuit.add', { name: 'Grid', site: String(site.id), ratedA: 250 })
    await system.admin('circuit.connect', { charger: 'RIGHT', circuit: String(circuit.id) })
    const charger = await system.connectCharger('RIGHT')
    const within = ['2026-10-24T22:00:00.000Z', '2026-10-25T00:30:00.000Z', '2026-10-25T22:59:59.000Z']
    for (const time of ['2026-10-24T21:59:59.000Z', ...within, '2026-10-25T23:00:00.000Z']) await measure(charger, time)
    depot = await setClock(Temporal.Instant.from('2026-10-26T12:00:00Z'))
    assert.deepEqual(await timesOf('RIGHT'), within)
  })
})

function iso(time: Temporal.Instant): string {
  return time.toString({ fractionalSecondDigits: 3 })
}

function measure(charger: StrictCharger, timestamp: string) {
  const sampledValue = [{ measurand: 'Power.Active.Import', value: '11000', unit: 'W' }]
  return charger.call('MeterValues', { connectorId: 1, meterValue: [{ timestamp, sampledValue }] })
}
