import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFetchOutside } from '#server/egress.ts'
import { createLog } from '#server/log.ts'
import { startWeather } from '#server/weather.ts'
import { runCommand } from '#test/support/command-line.ts'
import { logIn } from '#test/support/console.ts'
import { askDatabase, basic } from '#test/support/depot-api.ts'
import { heldClock } from '#test/support/held-clock.ts'
import { eventually, startSystem } from '#test/support/system.ts'
import { startWeatherService, weatherOf } from '#test/support/weather-service.ts'

const vin = 'WEB62800123456789'
const key = 'paid-for-k3y'

test('the weather of a site by itself', async (t) => {
  const clock = heldClock()
  const service = await startWeatherService(t, clock.now)
  const lines: string[] = []
  const log = createLog({ level: 'info' }, { write: (line) => void lines.push(line) })
  const outside = { VOLTYARD_WEATHER_URL: service.url, VOLTYARD_WEATHER_KEY: key }
  const env = { ...outside, VOLTYARD_OUTSIDE_ALLOW_NETWORKS: '127.0.0.0/8' }
  const system = await startSystem(t, { env, now: clock.now, log })
  // Looks far more often than in earnest, for the sake of the test.
  const world = { log, now: clock.now, service: { url: service.url, key }, everySeconds: 0.05 }
  const often = startWeather(system.server.storage, { ...world, fetchOutside: createFetchOutside(['127.0.0.0/8']) })
  t.after(() => often.stop())

  await system.admin('site.add', { name: 'Depot', timeZone: 'Europe/Berlin' })
  const { password } = await system.admin('vehicle.add', { vehicle: 'BUS-12', vin, batteryWh: 350_000 })
  const departsAt = clock.now().add({ hours: 12 }).toString()
  await system.admin('departure.set', { vehicle: vin, at: departsAt, targetSoc: 90 })
  await system.admin('vehicle.describe', { vehicle: 'BUS-12', link: { preconditions: true, climate: 'automatic' } })

  const weather = (args: object = {}) => system.admin('site.weather', { site: 'Depot', ...args })
  const munich = { latitude: 48.137, longitude: 11.575 }
  const isTold = async () => {
    const headers = { authorization: basic(vin, String(password)), 'content-type': 'application/json' }
    const answer = await fetch(`${system.url}/vdv`, { method: 'POST', headers, body: JSON.stringify({ seq: 0, vin }) })
    assert.equal(answer.status, 200, await answer.clone().text())
    const { ambienttemp, prec_hvac } = (await answer.json()) as Record<string, number>
    return [ambienttemp, prec_hvac]
  }
  const turnCome = () => askDatabase(system.databaseUrl, 'update site_weather set next_at = server_time()')
  /** The next answer has been taken in. */
  const askedAnew = async () => {
    const [before] = await askDatabase(system.databaseUrl, 'select next_at as at from site_weather limit 1')
    const { length } = service.asked
    await turnCome()
    const next = `select next_at as at from site_weather where next_at > server_time() + interval '150 seconds'`
    await eventually(
      async () => (service.asked.length > length ? askDatabase(system.databaseUrl, next) : []),
      ([row]) => row !== undefined && String(row.at) !== String(before?.at),
    )
  }
  const failures = async () => {
    const [row] = await askDatabase(system.databaseUrl, 'select failures from site_weather')
    return row.failures
  }
  const cli = (...words: string[]) =>
    runCommand(['site', 'weather', 'Depot', ...words], {
      ...{ DATABASE_URL: system.databaseUrl, VOLTYARD_DATA: system.dataFolder },
    })

  await t.test('nobody is asked until it was turned on, and then the place has to be known', async () => {
    await assert.rejects(weather({ automatic: true }), /place is known/)
    assert.deepEqual((await weather({ place: munich })).place, munich)
    assert.deepEqual(await isTold(), [255, 3])
    const rows = await askDatabase(system.databaseUrl, 'select is_automatic from site_weather')
    assert.deepEqual(rows, [{ is_automatic: false }])
    assert.equal(service.asked.length, 0)
  })

  await t.test('what the service says is told to vehicles, which heat by it', async () => {
    service.celsius = -3.4
    await weather({ automatic: true })
    await eventually(isTold, ([celsius]) => celsius === -3)
    assert.deepEqual(await isTold(), [-3, 1])
    const { source, celsius, until, error } = await weather()
    assert.deepEqual([source, celsius, error], ['service', -3.4, null])
    assert.ok(Temporal.Instant.compare(String(until), clock.now().add({ minutes: 104 })) > 0)
    // Once, although two look; it is told of the place what it needs to know.
    const [asked, ...more] = service.asked
    assert.equal(more.length, 0)
    assert.deepEqual(
      ['latitude', 'longitude', 'current', 'apikey'].map((name) => asked?.get(name)),
      ['48.14', '11.58', 'temperature_2m', key],
    )
    service.celsius = 25
    await askedAnew()
    assert.deepEqual(await isTold(), [25, 2])
  })

  await t.test('what somebody says outranks the service as long as it holds', async () => {
    await weather({ celsius: 4, hours: 1 })
    await askedAnew()
    assert.deepEqual(await isTold(), [4, 1])
    assert.equal((await weather()).source, 'hand')
    clock.pass({ minutes: 61 })
    assert.deepEqual(await isTold(), [25, 2])
    await weather({ celsius: 5 })
    assert.equal((await isTold())[0], 5)
    assert.equal((await weather({ celsius: null })).celsius, 25)
  })

  await t.test('an answer that makes no sense changes nothing, and its reason is shown and logged', async () => {
    service.celsius = 25
    await askedAnew()
    const ok = (body: string) => ({ status: 200, body })
    const wrong: [{ status: number; body: string }, RegExp][] = [
      [{ status: 500, body: key }, /answered with 500/],
      [{ status: 429, body: '' }, /too often/],
      [{ status: 302, body: '' }, /answered with 302/],
      [ok('<html>'), /JSON/],
      [ok(weatherOf(1, clock.now()).replace(':1}', ':NaN}')), /JSON/],
      [ok(`"${'x'.repeat(100_000)}"`), /too large/],
      [ok('[]'), /no temperature/],
      [ok(weatherOf(null, clock.now())), /no temperature/],
      [ok(weatherOf('12', clock.now())), /no temperature/],
      [ok(weatherOf(-90.1, clock.now())), /beyond/],
      [ok(weatherOf(60.1, clock.now())), /beyond/],
      [ok(weatherOf(77, clock.now(), '°F')), /Celsius/],
      [ok(weatherOf(12, clock.now().subtract({ hours: 3 }))), /another time/],
    ]
    for (const [index, [answer, reason]] of wrong.entries()) {
      service.wrong = answer
      await turnCome()
      await eventually(failures, (count) => count === index + 1)
      const { error, failingSince } = await weather()
      assert.match(String(error), reason)
      assert.ok(failingSince)
      assert.deepEqual(await isTold(), [25, 2])
    }
    const text = lines.join('\n')
    assert.match(text, /the weather service could not be asked/)
    for (const secret of [key, service.url, '48.1']) assert.ok(!text.includes(secret), secret)
  })

  await t.test('when the service is silent what it said ends by itself, until it answers again', async () => {
    service.isDown = true
    await turnCome()
    await eventually(
      () => weather(),
      ({ error }) => /could not be reached/.test(String(error)),
    )
    clock.pass({ minutes: 104 })
    assert.deepEqual(await isTold(), [25, 2])
    clock.pass({ minutes: 17 })
    assert.deepEqual(await isTold(), [255, 3])
    const [{ next }] = await askDatabase(
      system.databaseUrl,
      'select extract(epoch from next_at - server_time())::int as next from site_weather',
    )
    assert.ok(next > 1_500 && next < 2_000, `${next}`)
    service.isDown = false
    service.wrong = null
    await weather({ automatic: true })
    await eventually(isTold, ([celsius]) => celsius === 25)
    assert.equal((await weather()).error, null)
  })

  await t.test('turned off or somewhere else, a site gets nothing of what was asked before', async () => {
    const capeTown = { latitude: -33.92, longitude: 18.42 }
    await system.admin('site.add', { name: 'Far', timeZone: 'Africa/Johannesburg' })
    const leaving = [
      async () => {
        await weather({ site: 'Far', place: capeTown, automatic: true })
        return weather({ automatic: false })
      },
      () => weather({ place: capeTown }),
    ]
    for (const leave of leaving) {
      service.celsius = 25
      await weather({ automatic: true, place: munich })
      await eventually(isTold, ([celsius]) => celsius === 25)
      const asks = async () => service.asked.length
      const { length } = service.asked
      const release = service.hold()
      await turnCome()
      await eventually(asks, (now) => now === length + 1)
      service.celsius = 1
      const releaseNext = service.hold()
      assert.equal((await leave()).celsius, null)
      release()
      // Cape Town is asked for once Munich has been seen to.
      await eventually(asks, (now) => now === length + 2)
      assert.equal(service.asked.at(-1)?.get('latitude'), '-33.92')
      assert.deepEqual(await isTold(), [255, 3])
      releaseNext()
      await eventually(
        () => askDatabase(system.databaseUrl, 'select from site_weather where celsius = 1'),
        ({ length }) => length === 1,
      )
      await weather({ site: 'Far', automatic: false })
    }
    service.celsius = 25
  })

  await t.test('sites of one place share a request, whosever they are', async () => {
    await system.admin('tenant.add', { slug: 'south' })
    await system.admin('site.add', { name: 'Near', timeZone: 'Europe/Berlin', tenant: 'south' })
    const near = { site: 'Near', tenant: 'south' }
    await weather({ place: munich, automatic: true, tenant: 'default' })
    await weather({ ...near, place: { latitude: 48.1391, longitude: 11.5799 }, automatic: true })
    const both = async () => [await weather({ tenant: 'default' }), await weather(near)].map(({ celsius }) => celsius)
    await eventually(both, (now) => now.every((celsius) => celsius === 25))
    service.celsius = 7
    const { length } = service.asked
    await askedAnew()
    assert.deepEqual(await both(), [7, 7])
    assert.equal(service.asked.length, length + 1)
  })

  await t.test('the command line takes all of it in one command, or nothing, and shows what is known', async () => {
    const tenant = ['--tenant', 'default']
    const all = await cli(...tenant, '--place', '-33.92,18.42', '--automatic', 'off', '--celsius', '-2.5', '--for', '3')
    assert.equal(all.exitCode, 0)
    assert.match(
      all.out,
      /^Depot: -2.5 °C, said by hand at .*Z, holds until .*Z\.\nNo weather service is asked for -33\.92, 18\.42\.\n$/,
    )
    const { out } = await cli(...tenant, '--unknown', '--place', 'none', '--json')
    const nothing = { site: 'Depot', celsius: null, source: null, reportedAt: null, until: null, place: null }
    assert.deepEqual(JSON.parse(out), { ...nothing, automatic: false, failingSince: null, error: null })
    const faults = [
      ['--place', 'Munich'],
      ['--place', '48.1'],
      ['--automatic', 'yes'],
      ['--for', '3'],
      ['--celsius', '3', '--unknown'],
    ]
    for (const words of faults) assert.equal((await cli(...tenant, ...words)).exitCode, 2, words.join(' '))
    const refused = [
      ['--place', '90.5,0'],
      ['--place', '0,-180.5'],
      ['--celsius', '3', '--automatic', 'on'],
      ['--celsius', '99', '--place', '1,1'],
    ]
    for (const words of refused) assert.equal((await cli(...tenant, ...words)).exitCode, 1, words.join(' '))
    assert.deepEqual(JSON.parse((await cli(...tenant, '--json')).out).place, null)
    assert.equal(JSON.parse((await cli(...tenant, '--json')).out).celsius, null)
  })

  await t.test(
    'in the console administrators turn it on, and everybody sees where the temperature comes from',
    async () => {
      const tenant = 'default'
      const [anna, otto] = [await logIn(system), await logIn(system, { role: 'operator', tenant })]
      const [site] = (await anna.get('sites')).body.items
      const path = `sites/${site.id}/weather`
      const put = (who: typeof anna, body: object) => who.call(`${path}/service`, { method: 'PUT', body })
      assert.equal((await put(otto, { place: munich, isAutomatic: true })).status, 403)
      assert.equal((await put(anna, { place: null, isAutomatic: true })).status, 409)
      assert.equal((await put(anna, { place: { latitude: 91, longitude: 0 }, isAutomatic: true })).status, 400)
      assert.equal((await put(anna, { place: munich, isAutomatic: true })).status, 204)
      const { body } = await eventually(
        () => otto.get(path),
        ({ body }) => body.celsius === 7,
      )
      assert.deepEqual([body.source, body.place, body.isAutomatic, body.failing], ['service', munich, true, null])
    },
  )
})
