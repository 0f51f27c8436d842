import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import type { Log } from '#core/context.ts'
import { applyRetention } from '#storage/retention.ts'
import { runCommand, temporaryFolder } from '../support/command-line.ts'
import { askDatabase } from '../support/depot-api.ts'
import { heldClock } from '../support/held-clock.ts'
import { startModbusMeter } from '../support/modbus-meter.ts'
import { noBroker, startBroker } from '../support/mosquitto.ts'
import { eventually, type System, startSystem } from '../support/system.ts'
import { testAuthority } from '../support/test-authority.ts'

const brokerPassword = 'a broker of the depot'

test('meters of circuits', async (t) => {
  const logged: string[] = []
  const note = (event: object, message: string) => void logged.push(`${message} ${JSON.stringify(event)}`)
  const log: Log = { debug: note, info: note, warn: note, error: note }
  const clock = heldClock()
  const system = await startSystem(t, { now: clock.now, log, env: { VOLTYARD_METER_NETWORKS: '127.0.0.0/8' } })
  const site = await openSites(system, clock)
  const { push, statusOf, addMeter } = site

  await t.test('a meter that pushes is believed after three readings, until it is silent', async () => {
    const { id, token } = await addMeter('north', {})
    assert.equal(system.server.circuitMeters.latest(id), null)
    const conditions = []
    for (const l1 of [20, 21, 22]) conditions.push((await push(token, { l1, l2: 5, l3: 5 })).body.condition)
    assert.deepEqual(conditions, ['stale', 'stale', 'good'])
    assert.deepEqual(system.server.circuitMeters.latest(id)!.amps, { L1: 22, L2: 5, L3: 5 })

    const told: unknown[] = []
    const stop = system.server.circuitMeters.onState(({ condition, fault }, meter) =>
      told.push([meter.id, condition, fault]),
    )
    clock.pass({ seconds: 16 })
    await eventually(
      async () => told,
      ({ length }) => length > 0,
    )
    assert.deepEqual(told, [[id, 'stale', 'silent']], 'whoever steers is told of silence')
    assert.equal(system.server.circuitMeters.latest(id), null)
    for (const l1 of [23, 24, 25]) await push(token, { l1, l2: 5, l3: 5 })
    assert.deepEqual(told.at(-1), [id, 'good', null])
    stop()
  })

  await t.test(
    'a list of readings counts in order of time, and what is too old does not speak against the newest',
    async () => {
      const { token } = await addMeter('north', {})
      const at = (seconds: number) => String(clock.now().add({ seconds }))
      const readings = [
        { at: at(0), l1: 3, l2: 3, l3: 3 },
        { at: at(-600), l1: 9, l2: 9, l3: 9 },
        { at: at(-5), l1: 2, l2: 2, l3: 2 },
        { at: at(-10), l1: 1, l2: 1, l3: 1 },
      ]
      assert.deepEqual((await push(token, readings)).body, { readings: 4, condition: 'good', fault: null })
    },
  )

  await t.test('what cannot be true is refused with its reason', async () => {
    const { id, token } = await addMeter('north', {})
    for (const l1 of [30, 31, 32]) await push(token, { l1, l2: 30, l3: 30 })
    assert.deepEqual((await push(token, { l1: -32, l2: 30, l3: 30 })).body, {
      readings: 1,
      condition: 'implausible',
      fault: 'sign_flip',
    })
    assert.equal((await statusOf('north', id))!.fault, 'sign_flip')
  })

  await t.test('a meter shows its token, and sends what can be read', async () => {
    const { id, token } = await addMeter('north', {})
    const wrong: [what: string, sent: Parameters<typeof push>[1], status: number, how?: Parameters<typeof push>[2]][] =
      [
        ['no number', { l1: '5' }, 400],
        ['nothing', {}, 400],
        ['an empty list', [], 400],
        ['something else', { l1: 5, volts: 230 }, 400],
        ['no time', { l1: 5, at: 'yesterday' }, 400],
        ['too large a number', { l1: 1e300 }, 400],
        ['no JSON', 'l1=5', 400],
        ['text', 'l1=5', 415, { type: 'text/plain' }],
        ['too much', Array(200).fill({ l1: 1, at: `${'2026-11-21T20:00:00.000000000Z'}`.padEnd(400) }), 413],
        ['another address', { l1: 5 }, 404, { path: '/meters/v2/readings' }],
      ]
    for (const [what, sent, status, how] of wrong) {
      const answer = await push(token, sent, how)
      assert.equal(answer.status, status, what)
      assert.ok(answer.body.code && answer.body.message, what)
    }
    for (const shown of ['', 'meter_unknown', `${token}x`, token.slice(1)]) {
      assert.equal((await push(shown, { l1: 5 })).status, 401)
    }
    assert.equal((await statusOf('north', id))!.sample, null, 'none of it was taken')

    await system.admin('meter.remove', { meter: id, tenant: 'north' })
    assert.equal((await push(token, { l1: 5 })).status, 401, 'a removed meter is nobody')
    assert.equal((await push(token, { l1: 'x' })).status, 401)
  })

  await t.test('a meter that sends without end is told to wait', async () => {
    const { token } = await addMeter('north', {})
    const answers = await Promise.all(Array.from({ length: 151 }, () => push(token, { l1: 5 }, { seconds: 0 })))
    assert.equal(answers.filter(({ status }) => status === 200).length, 150)
    assert.equal(answers.filter(({ status }) => status === 429).length, 1)
    assert.equal((await push(token, { l1: 5 }, { seconds: 61 })).status, 200)
  })

  await t.test('a token of another tenant is good for its own meter only, and shows nothing of others', async () => {
    const [north, south] = [await addMeter('north', {}), await addMeter('south', {})]
    await push(south.token, { l1: 7, l2: 7, l3: 7 })
    assert.equal((await statusOf('north', north.id))!.sample, null)
    assert.equal((await statusOf('south', south.id))!.sample!.amps.L1, 7)
    assert.equal(await statusOf('south', north.id), null)
    assert.equal(await statusOf('north', south.id), null)
    const { meters } = (await system.admin('meter.list', { tenant: 'south' })) as { meters: { id: number }[] }
    assert.deepEqual(
      meters.map(({ id }) => id),
      [south.id],
    )
    await assert.rejects(system.admin('meter.remove', { meter: north.id, tenant: 'south' }), /no such meter/)
  })

  await t.test(
    'a meter behind an MQTT broker is read, lost with the broker, and believed again after three samples',
    { skip: noBroker },
    async (t) => {
      const authority = await testAuthority()
      const broker = await startBroker(t, { user: 'volt', password: brokerPassword, authority })
      const source = {
        ...{ kind: 'mqtt', url: broker.url, topic: 'site/main', username: 'volt' },
        map: { l1: 'i.0', l2: 'i.1', l3: 'i.2', power: 'p', at: null, powerUnit: 'kW' },
      }
      const { id } = await addMeter('north', { source, password: brokerPassword })
      const until = (pleases: (status: NonNullable<Awaited<ReturnType<typeof statusOf>>>) => boolean) =>
        eventually(async () => (await statusOf('north', id))!, pleases)
      const tell = async (...amps: number[]) => {
        for (const one of amps) {
          clock.pass({ seconds: 5 })
          await broker.publish('site/main', { i: [one, one, one], p: one * 0.69 })
          await until(({ sample }) => sample?.amps.L1 === one)
        }
      }
      await until(({ link }) => link.connected)
      await tell(20, 21, 22)
      const latest = system.server.circuitMeters.latest(id)!
      assert.deepEqual([latest.amps.L3, Math.round(latest.powerW!)], [22, 15_180])

      for (const nonsense of ['not JSON', '{}', '{"i":["many"]}', '{"i":[1,2,null],"p":1}'])
        await broker.publish('site/main', nonsense)
      const { wrong, condition } = await until(({ wrong }) => wrong.count === 4)
      assert.deepEqual([wrong.why, condition], ['l3 is no number', 'good'])

      await broker.stop()
      assert.ok((await until(({ link }) => !link.connected)).link.error)
      clock.pass({ seconds: 16 })
      assert.equal((await statusOf('north', id))!.condition, 'stale')
      await broker.start()
      await broker.publish('site/main', { i: [99, 99, 99], p: 68 }, { retain: true })
      await until(({ link }) => link.connected)
      await tell(30, 31)
      assert.equal((await statusOf('north', id))!.condition, 'stale')
      await tell(32)
      assert.equal((await statusOf('north', id))!.condition, 'good')

      const other = await addMeter('south', { source, password: 'not this one' })
      const refused = await eventually(
        async () => (await statusOf('south', other.id))!,
        ({ link }) => link.error !== null,
      )
      assert.equal(refused.link.error, 'the user name or password was refused')
      await system.admin('meter.remove', { meter: id, tenant: 'north' })

      const secured = await addMeter('north', { source: { ...source, url: broker.tlsUrl }, password: brokerPassword })
      const linkOf = async () => (await statusOf('north', secured.id))!.link
      const { error } = await eventually(linkOf, (link) => link.error !== null)
      assert.equal(error, 'the certificate is not trusted')
      // As with NODE_EXTRA_CA_CERTS.
      setDefaultCACertificates([...getCACertificates(), authority.certificate])
      await eventually(linkOf, ({ connected }) => connected)
    },
  )

  await t.test('a meter that speaks Modbus is asked in its interval, lost and found again', async (t) => {
    const meter = await startModbusMeter(t)
    meter.show({ L1: 10.5, L2: 11.5, L3: -0.5, powerW: 70_000 })
    const current = (address: number) => ({ address, type: 'int16', scale: 0.1 })
    const registers = {
      ...{ table: 'holding', wordOrder: 'little', l1: current(0), l2: current(1), l3: current(2) },
      power: { address: 10, type: 'uint32', scale: 0.1 },
    }
    const source = { kind: 'modbus', host: '127.0.0.1', port: meter.port, unit: 1, registers }
    const { id } = await addMeter('north', { source, intervalSeconds: 1 })
    const until = (pleases: (status: NonNullable<Awaited<ReturnType<typeof statusOf>>>) => boolean) =>
      eventually(async () => {
        clock.pass({ seconds: 1 })
        return (await statusOf('north', id))!
      }, pleases)
    const { sample } = await until(({ sample }) => sample !== null)
    assert.deepEqual([sample!.amps, sample!.powerW], [{ L1: 10.5, L2: 11.5, L3: -0.5 }, 7_000])

    await meter.stop()
    await until(({ link, condition }) => !link.connected && condition === 'stale')
    await meter.start()
    meter.show({ L1: 12, L2: 12, L3: 12, powerW: 82_000 })
    await until(({ sample }) => sample?.amps.L1 === 12)
  })

  await t.test('a charger may be the meter of a circuit', async () => {
    await system.addCharger('NORTH-1', { tenant: 'north' })
    const { id } = await addMeter('north', { charger: 'NORTH-1' })
    const charger = await system.connectCharger('NORTH-1', { tenant: 'north' })
    const value = (measurand: string, text: string, more: object) => ({
      measurand,
      value: text,
      context: 'Sample.Periodic',
      ...more,
    })
    const phase = (name: string, text: string) => value('Current.Import', text, { phase: name, unit: 'A' })
    const sampledValue = [
      phase('L1', '31'),
      phase('L2', '32'),
      phase('L3', '33'),
      value('Power.Active.Import', '22.08', { unit: 'kW' }),
    ]
    await charger.call('MeterValues', {
      connectorId: 0,
      meterValue: [{ timestamp: String(clock.now()), sampledValue }],
    })
    const { sample } = await eventually(
      async () => (await statusOf('north', id))!,
      ({ sample }) => sample !== null,
    )
    assert.deepEqual([sample!.amps, sample!.powerW], [{ L1: 31, L2: 32, L3: 33 }, 22_080])
    await charger.close()
  })

  await t.test('the server looks for meters in no network that its operator does not name', async () => {
    const registers = {
      table: 'input',
      wordOrder: 'big',
      l1: { address: 0, type: 'int16', scale: 1 },
      l2: null,
      l3: null,
      power: null,
    }
    for (const host of ['10.0.0.1', '192.168.1.1', '169.254.169.254', '::1', 'fd00::1']) {
      const { id } = await addMeter('north', { source: { kind: 'modbus', host, port: 502, unit: 1, registers } })
      const { link } = await eventually(
        async () => (await statusOf('north', id))!,
        ({ link }) => link.error !== null,
      )
      assert.match(link.error!, /VOLTYARD_METER_NETWORKS/, host)
    }
  })

  await t.test('a meter that could tell of several places, or of none, is refused', async () => {
    const map = { l1: 'a', l2: null, l3: null, power: null, at: null }
    const mqtt = { kind: 'mqtt', url: 'mqtt://127.0.0.1:1883', topic: 'one', username: null, map }
    const wrong = [
      ...['#', 'site/+/power', '$SYS/broker', ''].map((topic) => ({ ...mqtt, topic })),
      ...['http://127.0.0.1', 'mqtt://user:secret@127.0.0.1', 'mqtt:', 'mqtt://127.0.0.1/path'].map((url) => ({
        ...mqtt,
        url,
      })),
      { ...mqtt, map: { ...map, l1: null } },
    ]
    const isInvalid = ({ refusal }: any) => refusal.code === 'invalid_value' || refusal.code === 'invalid_arguments'
    for (const source of wrong) await assert.rejects(addMeter('north', { source }), isInvalid, JSON.stringify(source))
    const { circuit } = await addMeter('north', {})
    await assert.rejects(system.admin('meter.add', { circuit, tenant: 'north' }), /has a meter already/)
  })

  await t.test('meters are added, listed and removed from the command line', async () => {
    const folder = temporaryFolder(t)
    const file = (name: string, content: string) => {
      writeFileSync(join(folder, name), content)
      return join(folder, name)
    }
    const run = (...argv: string[]) => runCommand([...argv, '--tenant', 'north', '--data', system.dataFolder])
    const circuits = []
    for (const name of ['A', 'B', 'C'])
      circuits.push(String((await system.admin('circuit.add', { site: 'Depot', name, tenant: 'north' })).id))
    const [pushed, read, asked] = circuits as [string, string, string]
    assert.match((await run('meter', 'add', pushed)).out, /Authorization: Bearer meter_[\w-]{43} {3}\(shown only now\)/)
    const broker = ['--mqtt', 'mqtt://127.0.0.1:1', '--topic', 'site', '--power', '.', '--kilowatts', '--user', 'volt']
    const password = file('password', `${brokerPassword}\n`)
    const added = await run('meter', 'add', read, ...broker, '--password-file', password, '--unmanaged', '--json')
    const { id } = JSON.parse(added.out)
    const registers = file('registers.json', '{"l1":{"address":0,"type":"int16","scale":1}}')
    assert.equal((await run('meter', 'add', asked, '--modbus', '127.0.0.1:1', '--registers', registers)).exitCode, 0)
    assert.match(
      (await run('meter', 'list')).out,
      new RegExp(`^${id}: what is not ours on circuit ${read} \\(B\\), by mqtt, every 5 s$`, 'm'),
    )
    assert.match((await run('meter', 'remove', String(id))).out, /was removed/)
    assert.match((await run('meter', 'remove', String(id))).err, /no such meter/)
    for (const wrong of [
      ['--mqtt', 'mqtt://127.0.0.1'],
      ['--modbus', 'a', '--charger', 'b'],
      ['--modbus', 'a', '--registers', 'nowhere'],
    ]) {
      assert.equal((await run('meter', 'add', read, ...wrong)).exitCode, 2, wrong.join(' '))
    }
  })

  await t.test('what meters told is kept by the minute, and forgotten after fifteen days', async () => {
    const { id, token, tenant } = await addMeter('north', {})
    for (const l1 of [10, 20, 15]) await push(token, { l1, l2: 1, l3: 1, powerW: l1 * 230 })
    const before = clock.now().subtract({ minutes: 5 })
    await system.restart()
    const ctx = system.server.storage.contextFor({ tenant, actor: { kind: 'system', name: 'test' }, door: 'job' })
    const rise = (L1: number) => ({ L1, L2: null, L3: null, power: null })
    const amps = { L1: 6, L2: null, L3: null }
    const late = { meterId: id, at: before, amps, powerW: null, own: rise(4), samples: 1 }
    await ctx.transaction((tx) =>
      tx.circuitMeters.keepMinutes([
        { ...late, rise: rise(1) },
        { ...late, rise: rise(3), amps: { ...late.amps, L1: 12 }, samples: 2 },
      ]),
    )
    const joined = await askDatabase(
      system.databaseUrl,
      'select l1_a, rise_l1_a, samples from circuit_minute where meter_id = $1 order by at limit 1',
      [id],
    )
    assert.deepEqual(joined, [{ l1_a: 10, rise_l1_a: 3, samples: 3 }], 'what comes late for a minute is joined with it')
    await askDatabase(
      system.databaseUrl,
      'delete from circuit_minute where meter_id = $1 and samples = 3 and l1_a = 10',
      [id],
    )
    const kept = await ctx.circuitMeters.history(id, before, clock.now().add({ minutes: 1 }))
    const rows = await askDatabase(
      system.databaseUrl,
      'select sum(samples)::int as samples, max(rise_l1_a) as rise from circuit_minute where meter_id = $1',
      [id],
    )
    assert.deepEqual([rows[0].samples, rows[0].rise], [3, 10])
    assert.ok(kept.length >= 1 && kept[0]!.amps.L1! >= 10)

    assert.deepEqual(await ctx.circuitMeters.usualRise(id), { L1: null, L2: null, L3: null, power: null })
    await askDatabase(
      system.databaseUrl,
      `insert into circuit_minute (tenant_id, meter_id, at, rise_l1_a, samples)
       select $1, $2, server_time() - interval '2 days' + n * interval '1 minute', n / 100.0, 12 from generate_series(1, 2000) n`,
      [tenant, id],
    )
    const usual = await ctx.circuitMeters.usualRise(id)
    assert.ok(Math.abs(usual.L1! - 19.8) < 0.1, `${usual.L1}`)
    assert.equal(usual.power, null)

    await askDatabase(
      system.databaseUrl,
      `insert into circuit_minute (tenant_id, meter_id, at, samples)
       select $1, $2, server_time() - n * interval '1 day', 1 from generate_series(14, 16) n`,
      [tenant, id],
    )
    const days = { messageLog: 0, statusReports: 0, linkChanges: 0, readings: 0, commands: 0, events: 0, steering: 0 }
    const dropped = await system.server.storage.database.asOwner((owner) =>
      applyRetention(owner, days, Temporal.Now.instant()),
    )
    assert.deepEqual(
      dropped.find(({ table }) => table === 'circuit_minute'),
      { table: 'circuit_minute', rows: 2 },
    )
  })

  await t.test('secrets stand in no log, in no row, and in no list', async () => {
    const { id, token, tenant } = await addMeter('south', {})
    await push(token, { l1: 1 })
    const { meters } = (await system.admin('meter.list', { tenant: 'south' })) as { meters: object[] }
    const rows = await askDatabase(
      system.databaseUrl,
      'select m::text as row from circuit_meter m union all select a::text from audit_entry a',
    )
    const shown = [...logged, JSON.stringify(meters), ...rows.map(({ row }) => row)]
    assert.ok(shown.some((text) => text.includes('meter.added')) && logged.length > 0)
    for (const text of shown)
      assert.ok(![token, brokerPassword, 'not this one'].some((secret) => text.includes(secret)), text)
    assert.ok(id > 0 && tenant > 0)
  })
})

/** Two tenants with a site each; every meter gets a circuit of its own. */
async function openSites(system: System, clock: ReturnType<typeof heldClock>) {
  const tenants = new Map<string, number>()
  for (const slug of ['north', 'south']) {
    await system.admin('tenant.add', { slug })
    await system.admin('site.add', { name: 'Depot', timeZone: 'Europe/Berlin', tenant: slug })
    const [{ id }] = (await askDatabase(system.databaseUrl, 'select id::int from tenant where slug = $1', [slug])) as [
      { id: number },
    ]
    tenants.set(slug, id)
  }
  return {
    async addMeter(tenant: string, args: object) {
      const added = await system.admin('circuit.add', { site: 'Depot', name: 'Row', ratedA: 63, tenant })
      const circuit = String(added.id)
      const meter = await system.admin('meter.add', { circuit, tenant, ...args })
      return { id: Number(meter.id), token: String(meter.token), circuit, tenant: tenants.get(tenant)! }
    },
    async statusOf(tenant: string, id: number) {
      await system.server.circuitMeters.refresh()
      return system.server.circuitMeters.status(tenants.get(tenant)!, id)
    },
    /** A second after what was sent before. */
    async push(
      token: string,
      sent: unknown,
      { path = '/meters/v1/readings', type = 'application/json', seconds = 1 } = {},
    ) {
      clock.pass({ seconds })
      const answer = await fetch(system.url + path, {
        method: 'POST',
        headers: { 'content-type': type, ...(token === '' ? {} : { authorization: `Bearer ${token}` }) },
        body: typeof sent === 'string' ? sent : JSON.stringify(sent),
      })
      return { status: answer.status, body: (await answer.json()) as any }
    },
  }
}
