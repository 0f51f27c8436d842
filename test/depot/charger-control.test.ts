import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runCommand } from '#test/support/command-line.ts'
import { assertError, openDepot } from '#test/support/depot-api.ts'
import type { StrictCharger } from '#test/support/strict-charger.ts'
import { eventually, startSystem } from '#test/support/system.ts'

const now = () => Temporal.Now.instant().toString()
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
const limit = (externalPowerLimit: number, from = -1, to = 1) => ({
  ...{ fromDate: inHours(from), toDate: inHours(to), externalPowerLimit },
})

test('external power limits over the depot API', async (t) => {
  const env = { VOLTYARD_DEPOT_RATE_LIMIT: 'off' }
  const chargers = ['HALL-1', 'HALL-2', 'YARD-1']
  const system = await startSystem(t, { chargers, evses: 1, tokens: ['CARD-1', 'CARD-2'], env })
  const depot = await openDepot(system)
  const list = async () => (await depot.call('/v1/chargerControl/chargerGroups')).body.items

  // 16 A on each of three phases, for two chargers that fall back to 6 A.
  const group = async (...words: string[]) => {
    const { exitCode, out, err } = await runCommand(['group', ...words, '--data', system.dataFolder])
    assert.equal(exitCode, 0, err)
    return out
  }
  const made = async (...words: string[]) => JSON.parse(await group('add', ...words, '--json'))
  const hall = await made('Hall', '--max-power', '11040', '--charger', 'HALL-1', '--charger', 'hall-2')
  const yard = await made('Yard', '--max-power', '1000', '--charger', 'YARD-1', '--not-live')
  const path = (id: unknown = hall.chargerGroupId) => `/v1/chargerControl/chargerGroups/${id}/externalPowerLimits`
  const put = (body: unknown, to = path()) =>
    depot.call(to, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const say = async (source: string, ...dynamicPowerLimit: object[]) => {
    const { status, body } = await put({ source, externalPowerRateUnit: 'W', dynamicPowerLimit })
    assert.deepEqual([status, body], [200, { message: 'External power limits have been updated.' }])
  }
  const said = async () => (await depot.call(path())).body.items

  await t.test('a group made by the command line is listed, with what it falls back to', async () => {
    assert.deepEqual([hall.newSite, hall.live, hall.fallback], [true, true, 'usual'])
    // 6 A on three phases are 4140 W.
    assert.deepEqual([yard.newSite, yard.siteId, yard.fallback], [false, hall.siteId, 'none'])
    const [first, second] = await list()
    const { status, ...shown } = first
    assert.deepEqual(shown, {
      ...{ chargerGroupId: hall.chargerGroupId, name: 'Hall', maxPower: 11_040, unit: 'W' },
      ...{ chargers: ['HALL-1', 'HALL-2'], siteId: hall.siteId },
    })
    assert.equal(second.name, 'Yard')
    assert.notEqual(status, 'not_live')
  })

  await t.test('a group and a site are known by their ids in capitals too', async () => {
    const group = `/v1/chargerControl/chargerGroups/${String(hall.chargerGroupId).toUpperCase()}`
    const site = `/v1/vppController/${String(hall.siteId).toUpperCase()}`
    for (const path of [`${group}/externalPowerLimits`, `${site}/energyPrices`]) {
      assert.equal((await depot.call(path)).status, 200, path)
    }
  })

  await t.test('limits are given back as they were written, and replaced source by source', async () => {
    const first = [limit(11_000, 24, 25), limit(9_000.5, 25, 26)]
    await say('building-ems', ...first)
    const item = { source: 'building-ems', externalPowerRateUnit: 'W', dynamicPowerLimit: first }
    assert.deepEqual(await said(), [item])
    const amps = { source: 'grid', externalPowerRateUnit: 'A', dynamicPowerLimit: [limit(12.5, 24, 30)] }
    assert.equal((await put(amps)).status, 200)
    const second = [limit(8_000, 40, 41), limit(7_000, 40, 42)]
    await say('building-ems', ...second)
    assert.deepEqual(await said(), [{ ...item, dynamicPowerLimit: second }, amps])
    await say('building-ems')
    await say('building-ems')
    assert.deepEqual(await said(), [amps])
    await say('grid')
  })

  await t.test('kilowatts are watts, and any offset is a time', async () => {
    const span = { fromDate: '2031-02-11T18:00:00+01:00', toDate: '2031-02-11T18:00:00.001Z' }
    const dynamicPowerLimit = [{ ...span, externalPowerLimit: 22.1 }]
    assert.equal((await put({ source: 'trader', externalPowerRateUnit: 'kW', dynamicPowerLimit })).status, 200)
    const [{ externalPowerRateUnit, dynamicPowerLimit: read }] = await said()
    assert.deepEqual(
      [externalPowerRateUnit, read],
      ['kW', [{ ...span, fromDate: '2031-02-11T17:00:00.000Z', externalPowerLimit: 22.1 }]],
    )
    await say('trader')
  })

  await t.test('what is not valid is a 400, and leaves what was said as it is', async () => {
    await say('building-ems', limit(5_000, 24, 25))
    const good = { source: 'building-ems', externalPowerRateUnit: 'W', dynamicPowerLimit: [limit(1)] }
    const bad = [
      { ...good, source: '' },
      { ...good, source: 'a\nb' },
      { ...good, source: undefined },
      { ...good, externalPowerRateUnit: 'MW' },
      { ...good, dynamicPowerLimit: 'none' },
      { ...good, dynamicPowerLimit: [limit(-1)] },
      { ...good, dynamicPowerLimit: [{ ...limit(1), externalPowerLimit: '1' }] },
      { ...good, dynamicPowerLimit: [{ ...limit(1), fromDate: 'tomorrow' }] },
      { ...good, dynamicPowerLimit: [{ ...limit(1), toDate: '2031-02-30T00:00:00Z' }] },
      { ...good, dynamicPowerLimit: [limit(1), limit(1, 2, 1)] },
      { ...good, dynamicPowerLimit: [{ ...limit(1), toDate: undefined }] },
      { ...good, dynamicPowerLimit: Array.from({ length: 2_001 }, (_, i) => limit(1, i, i + 1)) },
    ]
    for (const body of bad) assertError(await put(body), 400, 'invalid_body')
    assert.equal((await said())[0].dynamicPowerLimit[0].externalPowerLimit, 5_000)
    await say('building-ems', ...Array.from({ length: 2_000 }, (_, i) => limit(5_000, i + 1, i + 2)))
    await say('building-ems')
  })

  const status = async () => (await depot.call('/v1/chargerControl/chargerGroups')).body.items[0].status
  const powerInForce = async () => {
    const rows = system.server.steering.view(1)?.rows ?? []
    return rows.find(({ kind }) => kind === 'power')?.limit
  }
  const becomes = (expected: string) => eventually(status, (found) => found === expected, 30_000)

  // 32 A: room for two that begin with 6 A.
  await group('change', 'Hall', '--max-power', '22080')
  const older = told16(await system.connectCharger('HALL-1'))
  const newer = told201(await system.connectCharger('HALL-2', { protocol: 'ocpp2.0.1' }))
  await Promise.all([older.begin(), newer.begin()])
  await becomes('ok')

  await t.test(
    'a lower limit is told to every charger, and the group is reducing until the last has said yes',
    async () => {
      older.hold()
      newer.hold()
      await say('building-ems', limit(13_000))
      await say('grid', limit(0))
      await eventually(
        async () => [older.told(), newer.told()],
        ([a, b]) => a === 0 && b === 0,
        20_000,
      )
      assert.equal(await status(), 'reducing')
      older.release()
      newer.release()
      await becomes('ok')
    },
  )

  await t.test('check 12: the lower of two sources counts, and a new list of one replaces its former', async () => {
    const becomesInForce = (watts: number) => eventually(powerInForce, (found) => found === watts)
    await becomesInForce(0)
    await say('grid', limit(8_000))
    await becomesInForce(8_000)
    await say('building-ems', limit(5_000), limit(6_000))
    await becomesInForce(5_000)
    await say('building-ems', limit(9_000), limit(1, 24, 25))
    await becomesInForce(8_000)
    await say('grid')
    await becomesInForce(9_000)
  })

  await t.test('a charger whose link is lost counts with what it may do by itself', async () => {
    await newer.close()
    await becomes('reducing')
    await say('building-ems')
    await becomes('ok')
  })

  await t.test('a change of which a part cannot be had changes nothing', async () => {
    const [before] = await list()
    const words = ['change', 'Hall', '--without', 'HALL-2', '--name', 'Never', '--charger', 'NOBODY']
    const { exitCode, err } = await runCommand(['group', ...words, '--data', system.dataFolder])
    assert.notEqual(exitCode, 0)
    assert.match(err, /NOBODY/)
    assert.deepEqual((await list())[0], before)
  })

  await t.test('a group that is removed is known no more, and its chargers are free', async () => {
    await group('change', 'Hall', '--without', 'HALL-2', '--name', 'Big hall')
    assert.deepEqual((await list())[0].chargers, ['HALL-1'])
    assert.match(await group('list'), /Big hall: 22080 W, 1 charger, site Depot \(live\)/)
    await group('remove', 'Big hall')
    assertError(await depot.call(path()), 404, 'charger_group_not_found')
    assert.deepEqual(
      (await list()).map(({ name }: { name: string }) => name),
      ['Yard'],
    )
  })

  await t.test('groups of others do not exist, and nobody without the package gets here', async () => {
    await system.admin('tenant.add', { slug: 'other' })
    const { out } = await runCommand(['tenant', 'list', '--data', system.dataFolder])
    assert.deepEqual(out.trim().split('\n'), ['default: Default', 'other: other'])
    const other = await openDepot(system, { name: 'stranger', tenant: 'other' })
    assertError(await other.call(path(yard.chargerGroupId)), 404, 'charger_group_not_found')
    assert.deepEqual((await other.call('/v1/chargerControl/chargerGroups')).body, { items: [] })
    const basic = await openDepot(system, { name: 'reader', package: 'basic', tenant: 'default' })
    assertError(await basic.call(path(yard.chargerGroupId)), 403, 'forbidden')
    assertError(await put({ source: 'x', externalPowerRateUnit: 'W', dynamicPowerLimit: [] }, path('nobody')), 404)
  })

  assert.deepEqual([older.violations, newer.violations], [[], []])
})

type Told = {
  /** The limit of the last grant, in A; null before the first. */
  told(): number | null
  begin(): Promise<void>
  /** Grants are not answered until they are released. */
  hold(): void
  release(): void
  close(): Promise<void>
  violations: string[]
}

/** A charger that does as it is told, with a vehicle that wants to charge. */
function obedient(
  charger: StrictCharger,
  { grantOf, begin }: { grantOf: (profile: any) => number | null; begin: () => Promise<void> },
): Told {
  let [last, held]: [number | null, PromiseWithResolvers<void> | null] = [null, null]
  charger.handle('SetChargingProfile', async (params: any) => {
    last = grantOf(params) ?? last
    await held?.promise
    return { status: 'Accepted' }
  })
  return {
    ...{ told: () => last, begin, close: () => charger.close(), violations: charger.violations },
    hold() {
      held = Promise.withResolvers()
    },
    release() {
      held?.resolve()
      held = null
    },
  }
}

function told16(charger: StrictCharger): Told {
  charger.handle('GetCompositeSchedule', ({ duration }) => ({
    ...{ status: 'Accepted', connectorId: 1, scheduleStart: now() },
    chargingSchedule: { duration, chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit: 6 }] },
  }))
  return obedient(charger, {
    grantOf: ({ csChargingProfiles: { chargingProfilePurpose, chargingSchedule } }) =>
      chargingProfilePurpose === 'TxProfile' ? chargingSchedule.chargingSchedulePeriod[0].limit : null,
    async begin() {
      await charger.call('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'Box' })
      await charger.call('StatusNotification', { connectorId: 1, errorCode: 'NoError', status: 'Charging' })
      await charger.call('StartTransaction', { connectorId: 1, idTag: 'CARD-1', meterStart: 0, timestamp: now() })
    },
  })
}

function told201(charger: StrictCharger): Told {
  charger.handle('GetCompositeSchedule', ({ duration, evseId }) => ({
    status: 'Accepted',
    schedule: {
      ...{ evseId, duration, scheduleStart: now(), chargingRateUnit: 'A' },
      chargingSchedulePeriod: [{ startPeriod: 0, limit: 6 }],
    },
  }))
  return obedient(charger, {
    grantOf: ({ chargingProfile: { chargingProfilePurpose, chargingSchedule } }) =>
      chargingProfilePurpose === 'TxProfile' ? chargingSchedule[0].chargingSchedulePeriod[0].limit : null,
    async begin() {
      const chargingStation = { vendorName: 'Acme', model: 'Pole' }
      await charger.call('BootNotification', { reason: 'PowerUp', chargingStation })
      await charger.call('StatusNotification', {
        ...{ timestamp: now(), connectorStatus: 'Occupied', evseId: 1, connectorId: 1 },
      })
      await charger.call('TransactionEvent', {
        ...{ eventType: 'Started', timestamp: now(), triggerReason: 'Authorized', seqNo: 0 },
        transactionInfo: { transactionId: 'T-1', chargingState: 'Charging' },
        evse: { id: 1, connectorId: 1 },
        idToken: { idToken: 'CARD-2', type: 'Central' },
      })
    },
  })
}
