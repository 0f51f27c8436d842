import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { runCommand } from '#test/support/command-line.ts'
import { logIn } from '#test/support/console.ts'
import { basic } from '#test/support/depot-api.ts'
import { startSystem } from '#test/support/system.ts'

const vin = 'WEB62800123456789'
const otherVin = 'WEB62800123456790'

test('a fleet: vehicles, their passwords and their departures, by command line, console and CSV', async (t) => {
  const system = await startSystem(t)
  const anna = await logIn(system)
  const otto = await logIn(system, { role: 'operator' })
  const vera = await logIn(system, { role: 'viewer' })
  const cli = async (...words: string[]) => {
    const env = { DATABASE_URL: system.databaseUrl, VOLTYARD_DATA: system.dataFolder }
    const { exitCode: code, out } = await runCommand([...words, '--json'], env)
    return { code, result: JSON.parse(out) }
  }
  const comesIn = async (password: string) => {
    const answer = await fetch(`${system.url}/vdv`, {
      method: 'POST',
      headers: { authorization: basic(vin, password), 'content-type': 'application/json' },
      body: JSON.stringify({ seq: 0, vin, bat_eamount: 40, evccid: '001A2B3C4D5E' }),
    })
    return answer.status
  }
  const idOf = async (vehicle: string) =>
    (await anna.get('vehicles')).body.items.find((one: { vehicle: string }) => one.vehicle === vehicle).id

  await t.test('a vehicle is added with a password that is told once', async () => {
    const { code, result } = await cli('vehicle', 'add', vin, '--id', 'BUS-1', '--battery-kwh', '350')
    assert.deepEqual([code, result.vehicle, result.vin, result.batteryWh], [0, 'BUS-1', vin, 350_000])
    assert.equal(await comesIn(result.password), 200)
    const shown = await cli('vehicle', 'show', vin)
    assert.ok(shown.result.link.synchronisedAt)
    assert.equal(JSON.stringify(shown.result).includes(result.password), false)
    const described = await cli('vehicle', 'describe', vin, '--name', 'Bus one')
    assert.equal(described.result.vehicle, 'BUS-1', 'its VIN names it as well')
    assert.equal((await cli('vehicle', 'add', vin, '--id', 'BUS-1')).result.error.code, 'conflict')
    assert.equal((await cli('vehicle', 'add', vin, '--id', 'BUS-2')).result.error.code, 'conflict')
    assert.equal((await cli('vehicle', 'add', otherVin, '--password', 'short')).result.error.code, 'invalid_value')
    assert.equal((await cli('vehicle', 'show', otherVin)).result.error.code, 'not_found')
  })

  await t.test('it is switched off and on, and its password is renewed and taken away', async () => {
    const given = (await cli('vehicle', 'password', 'BUS-1', '--password', 'x:y', '--rule', '1')).result.password
    assert.equal(given, 'x:y')
    assert.equal(await comesIn(given), 200)
    assert.equal((await cli('vehicle', 'disable', vin)).code, 0)
    assert.equal(await comesIn(given), 403)
    assert.equal((await cli('vehicle', 'enable', vin)).code, 0)
    assert.equal(await comesIn(given), 200)
    assert.equal((await cli('vehicle', 'password', vin, '--revoke')).code, 0)
    assert.equal(await comesIn(given), 401)
  })

  await t.test('a departure is set, listed, changed and removed', async () => {
    assert.equal(
      (await cli('departure', 'set', 'BUS-1', '--at', '2999-05-01T04:45:00Z')).result.error.code,
      'not_found',
    )
    await cli('site', 'add', 'North', '--time-zone', 'Europe/Berlin')
    const set = ['departure', 'set', vin, '--at', '2999-05-01T04:45:00Z', '--target-soc', '90']
    assert.equal((await cli(...set)).code, 0)
    assert.equal((await cli(...set, '--trip', 'evening', '--source', 'fleet')).code, 0)
    assert.equal((await cli(...set, '--at', '2999-05-01T05:00:00Z')).code, 0)
    const { departures } = (await cli('departure', 'list', 'BUS-1')).result
    assert.deepEqual(
      departures.map((one: any) => [one.source, one.departsAt, one.targetSoc, one.site]),
      [
        ['fleet', '2999-05-01T04:45:00Z', 90, 'North'],
        ['operator', '2999-05-01T05:00:00Z', 90, 'North'],
      ],
    )
    assert.equal(
      (await cli('departure', 'set', vin, '--at', '2001-05-01T04:45:00Z')).result.error.code,
      'invalid_value',
    )
    assert.equal((await cli('departure', 'remove', vin, '--trip', 'evening')).result.removed.length, 1)
    assert.equal((await cli('departure', 'remove', vin)).result.removed.length, 1)
    assert.equal((await cli('departure', 'remove', vin)).result.error.code, 'not_found')
  })

  await t.test('the weather of a site is told for a while, and forgotten', async () => {
    const { result } = await cli('site', 'weather', 'North', '--celsius', '-3', '--for', '6')
    assert.deepEqual([result.celsius, typeof result.until], [-3, 'string'])
    const [site] = (await anna.get('sites')).body.items
    const path = `sites/${site.id}/weather`
    assert.equal((await vera.get(path)).body.celsius, -3)
    const put = (who: typeof anna, body: object) => who.call(path, { method: 'PUT', body })
    assert.equal((await put(vera, { celsius: 1, hours: null })).status, 403)
    assert.equal((await put(otto, { celsius: 21.5, hours: null })).status, 204)
    assert.deepEqual([(await vera.get(path)).body.celsius, (await vera.get(path)).body.until], [21.5, null])
    assert.equal((await put(otto, { celsius: 99, hours: null })).status, 400)
    assert.equal((await put(otto, { celsius: null, hours: null })).status, 204)
    const { celsius, source, reportedAt, until } = (await vera.get(path)).body
    assert.deepEqual([celsius, source, reportedAt, until], [null, null, null, null])
  })

  await t.test('the console makes passwords for administrators, and shows everybody what a vehicle said', async () => {
    const id = await idOf('BUS-1')
    assert.equal((await otto.post(`vehicles/${id}/password`, {})).status, 403)
    const { status, body } = await anna.post(`vehicles/${id}/password`, {})
    assert.equal(status, 200)
    const link = async () => (await vera.get(`vehicles/${id}/link`)).body
    assert.equal((await link()).synchronisedAt, null)
    assert.equal(await comesIn(body.password), 200)
    const seen = await link()
    assert.ok(seen.synchronisedAt)
    assert.deepEqual([seen.heard.needKwh, seen.heard.controllerId, seen.preconditions], [40, '001A2B3C4D5E', false])
    assert.equal((await vera.patch(`vehicles/${id}/link`, { preconditions: true })).status, 403)
    assert.equal((await otto.patch(`vehicles/${id}/link`, { preconditions: true, climate: 'heating' })).status, 204)
    assert.deepEqual([(await link()).preconditions, (await link()).climate], [true, 'heating'])
    assert.equal((await otto.patch(`vehicles/${id}/link`, { climate: 'tropical' })).status, 400)
    assert.equal((await anna.post(`vehicles/${id}/password`, { password: 'weak' })).body.error.field, 'password')
    assert.equal((await anna.del(`vehicles/${id}/password`)).status, 204)
    assert.equal(await comesIn(body.password), 401)
    assert.equal((await anna.get('vehicles/987654321/link')).status, 404)
  })

  await t.test(
    'a file with a bad line changes nothing unless that is asked for, and says where it is bad',
    async () => {
      const path = join(system.dataFolder, 'vehicles.csv')
      const bad = [
        'vehicle;vin;battery_kwh;phases',
        `BUS-1;${vin};400,5;3`,
        'BUS-2;;x;',
        `BUS-3;${vin};;`,
        'BUS-4;SHORT;;',
        'BUS-1;;;',
        'BUS-5;;;4',
        'BUS-6;;300;',
        '',
      ].join('\n')
      await writeFile(path, bad)
      const refused = await cli('import', 'vehicles', path)
      assert.equal(refused.code, 1)
      assert.deepEqual(
        refused.result.bad.map(({ line, column }: any) => [line, column]),
        [
          [3, 'battery_kwh'],
          [4, 'vin'],
          [5, 'vin'],
          [6, 'vehicle'],
          [7, 'phases'],
        ],
      )
      assert.equal(refused.result.rolledBack, true)
      assert.deepEqual(
        (await anna.get('vehicles')).body.items.map((one: any) => [one.vehicle, one.batteryWh]),
        [['BUS-1', 350_000]],
      )
      const taken = await cli('import', 'vehicles', path, '--skip-bad')
      assert.deepEqual([taken.code, taken.result.imported, taken.result.changed], [0, 1, 1])
      assert.deepEqual(
        (await anna.get('vehicles')).body.items.map((one: any) => [one.vehicle, one.batteryWh, one.phases]),
        [
          ['BUS-1', 400_500, 3],
          ['BUS-6', 300_000, null],
        ],
      )
    },
  )

  await t.test(
    'the console imports as well; two vehicles may change their VINs, and keep their passwords',
    async () => {
      const password = (await cli('vehicle', 'password', 'BUS-1')).result.password
      assert.equal(await comesIn(password), 200)
      await cli('vehicle', 'describe', 'BUS-6', '--vin', otherVin)
      const swapped = `vehicle,vin\nBUS-1,${otherVin}\nBUS-6,${vin}\n`
      assert.equal((await vera.post('vehicles/import', swapped)).status, 403)
      const dry = await otto.post('vehicles/import?dryRun=true', swapped)
      assert.deepEqual([dry.body.changed, dry.body.rolledBack], [2, true])
      assert.equal((await otto.post('vehicles/import', swapped)).body.changed, 2)
      assert.equal((await otto.post('vehicles/import', swapped)).body.unchanged, 2)
      // The VIN is another vehicle's now, which has no password.
      assert.equal(await comesIn(password), 401)
      await otto.post('vehicles/import', `vehicle,vin\nBUS-6,\nBUS-1,${vin}\n`)
      assert.equal(await comesIn(password), 200)
    },
  )

  await t.test('a vehicle that is removed is gone, and a card that names it again begins anew', async () => {
    await cli('token', 'add', 'CARD-1', '--vehicle', 'BUS-1')
    const id = await idOf('BUS-1')
    assert.equal((await otto.del(`vehicles/${id}`)).status, 403)
    assert.equal((await anna.del(`vehicles/${id}`)).status, 204)
    assert.equal((await anna.get(`vehicles/${id}`)).status, 404)
    const [card] = (await anna.get('cards')).body.items
    assert.deepEqual([card.uid, card.vehicle], ['CARD-1', null])
    assert.equal((await cli('token', 'add', 'CARD-2', '--vehicle', 'BUS-1')).code, 0)
    const again = (await cli('vehicle', 'show', 'BUS-1')).result
    assert.deepEqual([again.vin, again.link.passwordSetAt, again.state], [null, null, null])
  })
})
