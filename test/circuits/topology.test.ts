import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OperationFailed } from '#server/admin-socket.ts'
import { runCommand } from '../support/command-line.ts'
import { logIn } from '../support/console.ts'
import { askDatabase } from '../support/depot-api.ts'
import { type System, startSystem } from '../support/system.ts'

type Listed = {
  circuits: { id: number; name: string; chargers: { identity: string; evses: any[] }[] }[]
  live: boolean
}

test('a site, its circuits and its chargers', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1', 'CP-2', 'CP-3'] })
  const { admin } = system
  const idOf = async (operation: string, args: object) => Number((await admin(operation, args)).id)
  const depot = await idOf('site.add', { name: 'Depot', timeZone: 'Europe/Berlin', publicId: 'DEPOT-1' })
  const grid = await idOf('circuit.add', { site: 'Depot', name: 'Grid', ratedA: 100, publicId: 'GRID' })
  const row = (name: string, ratedA: number) =>
    idOf('circuit.add', { site: 'DEPOT-1', name, ratedA, parent: String(grid) })
  const [rowA, rowB] = [await row('Row A', 32), await row('Row B', 32)]
  const connect = (charger: string, circuit: number, more: object = {}) =>
    admin('circuit.connect', { charger, circuit: String(circuit), ...more })

  await t.test('a charger is connected with what is known of it, and as usual where nothing is', async () => {
    const { evses } = (await connect('CP-1', rowA)) as { evses: object[] }
    assert.deepEqual(
      evses.map((evse: any) => [evse.evse, evse.kind, evse.phases, evse.maxA, evse.min, evse.step, evse.fallback]),
      [
        [1, 'ac', 'L1L2L3', 32, 6, 1, 6],
        [2, 'ac', 'L1L2L3', 32, 6, 1, 6],
      ],
    )
    await connect('CP-2', rowA, { supply: { phases: 'unknown', maxA: 16, step: 0.1 } })
    const dc = (await connect('CP-3', rowB, { evse: 2, supply: { kind: 'dc', maxW: 20_000 } })) as { evses: any[] }
    assert.deepEqual(
      dc.evses.map(({ kind, maxW, fallback }) => [kind, maxW, fallback]),
      [
        ['ac', null, 6],
        ['dc', 20_000, 2_000],
      ],
    )
  })

  await t.test('the list shows what hangs on what, and the changes are audited', async () => {
    const { circuits } = await siteNow(system)
    assert.deepEqual(
      circuits.map(({ name, chargers }) => [name, chargers.map(({ identity }) => identity)]),
      [
        ['Grid', []],
        ['Row A', ['CP-1', 'CP-2']],
        ['Row B', ['CP-3']],
      ],
    )
    const audited = await askDatabase(
      system.databaseUrl,
      `select action, subject from audit_entry where action ~ '^(site|circuit)[.]' order by id`,
      [],
    )
    assert.deepEqual(audited.map(({ action, subject }: any) => `${action} ${subject}`).slice(0, 5), [
      'site.added Depot',
      'circuit.added Grid',
      'circuit.added Row A',
      'circuit.added Row B',
      'circuit.charger-connected CP-1',
    ])
  })

  await t.test('it goes live only while all fallbacks fit', async () => {
    await admin('circuit.change', { circuit: String(rowA), ratedA: 20 })
    const refused = await admin('site.live', { site: 'Depot', live: true }).catch((error) => error)
    assert.match(refused.message, /Row A \(c\d+\/L1\) 24 A of 19 A; Row A \(c\d+\/L2\)/)
    assert.equal((await siteNow(system)).live, false)
    await admin('circuit.change', { circuit: String(rowA), ratedA: 32 })
    assert.equal((await admin('site.live', { site: 'Depot', live: true })).live, true)
  })

  await t.test('every change of a live site that would break the rule is refused and changes nothing', async () => {
    const before = await siteNow(system)
    const attempts: Record<string, () => Promise<unknown>> = {
      'a smaller fuse': () => admin('circuit.change', { circuit: String(rowA), ratedA: 20 }),
      'a smaller fuse above': () => admin('circuit.change', { circuit: String(grid), ratedA: 30 }),
      'a power limit above': () => admin('circuit.change', { circuit: String(grid), limitW: 10_000 }),
      'a charger that moves': () => connect('CP-3', rowA, { evse: 1, supply: { fallback: 10 } }),
      'a higher fallback': () => connect('CP-1', rowA, { evse: 1, supply: { fallback: 16 } }),
      'a circuit that moves': () => admin('circuit.change', { circuit: String(rowB), parent: String(rowA) }),
    }
    for (const [name, attempt] of Object.entries(attempts)) {
      await assert.rejects(attempt(), refused('fallbacks_exceed'), name)
    }
    assert.deepEqual(await siteNow(system), before)
    await admin('circuit.change', { circuit: String(rowA), ratedA: 25 })
    await connect('CP-2', rowB)
    assert.deepEqual(
      (await siteNow(system)).circuits.map(({ chargers }) => chargers.map(({ identity }) => identity)),
      [[], ['CP-1'], ['CP-2', 'CP-3']],
    )
  })

  await t.test('two changes at once that only fit one by one do not both pass', async () => {
    await admin('circuit.change', { circuit: String(rowB), ratedA: 40 })
    await connect('CP-1', rowA, { supply: { fallback: 6 } })
    const raise = (evse: number) => connect('CP-1', rowA, { evse, supply: { fallback: 18 } })
    const ended = await Promise.allSettled([raise(1), raise(2)])
    assert.deepEqual(ended.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
    await connect('CP-1', rowA, { supply: { fallback: 6 } })
  })

  await t.test('what something hangs on cannot be removed', async () => {
    await assert.rejects(admin('circuit.remove', { circuit: String(grid) }), refused('conflict', /Row A, Row B/))
    await assert.rejects(admin('circuit.remove', { circuit: String(rowA) }), refused('conflict', /CP-1/))
    await assert.rejects(admin('site.remove', { site: 'Depot' }), refused('conflict'))
    await admin('circuit.disconnect', { charger: 'CP-1' })
    await assert.rejects(admin('circuit.disconnect', { charger: 'CP-1' }), refused('not_found'))
    await admin('circuit.remove', { circuit: String(rowA) })
    assert.deepEqual(
      (await siteNow(system)).circuits.map(({ name }) => name),
      ['Grid', 'Row B'],
    )
    await connect('CP-1', rowB)
    const [connected] = (await siteNow(system)).circuits[1]!.chargers
    assert.equal(connected?.evses.length, 2)
  })

  await t.test('what cannot be is refused with a reason', async () => {
    const wrong: [operation: string, args: object, code: string][] = [
      ['site.add', { name: 'x', timeZone: '+02:00' }, 'invalid_value'],
      ['site.add', { name: 'x', timeZone: 'Europe/Berlin', publicId: 'DEPOT-1' }, 'conflict'],
      ['site.live', { site: '987654321', live: true }, 'not_found'],
      ['circuit.add', { site: 'Depot', name: 'x', ratedA: -1 }, 'invalid_value'],
      ['circuit.add', { site: 'Depot', name: 'x', limitW: 0.5 }, 'invalid_value'],
      ['circuit.add', { site: 'Depot', name: 'x', publicId: 'GRID' }, 'conflict'],
      ['circuit.add', { site: 'Depot', name: 'x', parent: '987654321' }, 'not_found'],
      ['circuit.change', { circuit: 'GRID', parent: String(rowB) }, 'invalid_value'],
      ['circuit.change', { circuit: 'GRID', parent: 'GRID' }, 'invalid_value'],
      ['circuit.change', { circuit: 'GRID', ratedA: 90, etag: 999 }, 'conflict'],
      ['circuit.connect', { charger: 'NOBODY', circuit: 'GRID' }, 'charger_not_found'],
      ['circuit.connect', { charger: 'CP-2', circuit: '987654321' }, 'not_found'],
      ['circuit.connect', { charger: 'CP-2', circuit: 'GRID', supply: { fallback: 3 } }, 'invalid_value'],
      ['circuit.connect', { charger: 'CP-2', circuit: 'GRID', supply: { fallback: 99 } }, 'invalid_value'],
      ['circuit.connect', { charger: 'CP-2', circuit: 'GRID', supply: { kind: 'dc' } }, 'invalid_value'],
      ['circuit.connect', { charger: 'CP-2', circuit: 'GRID', supply: { cableA: 5 } }, 'invalid_value'],
      ['circuit.connect', { charger: 'CP-1', circuit: 'GRID', supply: { cableA: 8, fallback: 10 } }, 'invalid_value'],
      ['circuit.connect', { charger: 'CP-2', circuit: 'GRID', supply: { rotation: 'STR' } }, 'invalid_value'],
      ['circuit.connect', { charger: 'CP-3', circuit: 'GRID', evse: 2, supply: { cableA: 200 } }, 'invalid_value'],
    ]
    for (const [operation, args, code] of wrong) await assert.rejects(admin(operation, args), refused(code), operation)
  })

  await t.test('a charger that was removed and restored hangs on no circuit until it is connected again', async () => {
    const person = await logIn(system)
    const [{ id }] = (await askDatabase(
      system.databaseUrl,
      `select id::int from charger where identity = 'CP-1'`,
      [],
    )) as [{ id: number }]
    assert.equal((await person.call(`chargers/${id}`, { method: 'DELETE' })).status, 204)
    assert.equal((await person.post(`chargers/${id}/restore`)).status, 204)
    const connected = (await siteNow(system)).circuits.flatMap(({ chargers }) => chargers)
    assert.ok(!connected.some(({ identity }) => identity === 'CP-1'))
  })

  await t.test('out of service it may be changed freely', async () => {
    await admin('site.live', { site: String(depot), live: false })
    await admin('circuit.change', { circuit: String(rowB), ratedA: 1 })
    await assert.rejects(admin('site.live', { site: String(depot), live: true }), refused('fallbacks_exceed'))
  })

  await t.test('the command line does the same, and shows it as a tree', async () => {
    const run = (...argv: string[]) => runCommand([...argv, '--data', system.dataFolder])
    const done = async (...argv: string[]) => {
      const { exitCode, out, err } = await run(...argv)
      assert.equal(exitCode, 0, err)
      return out.trim()
    }
    assert.match(await done('site', 'add', 'Yard', '--time-zone', 'Europe/Berlin'), /^Site \d+\.$/)
    const made = await done('circuit', 'add', 'Main', '--site', 'Yard', '--amps', '63', '--contract', '40000')
    const main = made.match(/\d+/)![0]
    const sub = (await done('circuit', 'add', 'Sub', '--site', 'Yard', '--parent', main, '--watts', '9000')).match(
      /\d+/,
    )![0]
    const first = async () => {
      const { circuits } = JSON.parse(await done('circuit', 'list', 'Yard', '--json')).sites[0]
      const { rotation, cableA, phases } = circuits[1].chargers[0].evses[0]
      return [phases, rotation, cableA]
    }
    const said = ['--rotation', 'STR', '--cable', '20']
    await done('circuit', 'connect', 'CP-1', '--circuit', main, '--evse', '1', ...said)
    await done('circuit', 'connect', 'CP-1', '--circuit', sub)
    assert.deepEqual(await first(), ['L1L2L3', 'STR', 20], 'how it is turned and what its cable carries is kept')
    await done('circuit', 'connect', 'CP-1', '--circuit', sub, '--evse', '1', '--phases', 'L2', '--max', '16')
    assert.deepEqual(await first(), ['L2', null, 20], 'what is said of three phases is nothing of one')
    await done('circuit', 'connect', 'CP-1', '--circuit', sub, '--evse', '2', '--dc', '--max', '50000', '--min', '2000')
    const tree = [
      'Yard (not live)',
      `  ${main} Main: 63 A, contract 40000 W`,
      `    ${sub} Sub: 9000 W`,
      '      - CP-1: 1 L2 16 A, falls back to 6 A; 2 L1L2L3 DC 50000 W, falls back to 5000 W',
    ]
    assert.equal(await done('circuit', 'list', 'Yard'), tree.join('\n'))
    const listed = JSON.parse(await done('circuit', 'list', 'Yard', '--json'))
    assert.equal(listed.sites[0].circuits[1].parent, Number(main))
    assert.equal(await done('site', 'live', 'Yard'), 'Yard is live.')
    assert.match(await done('site', 'list'), /Yard \(Europe\/Berlin\), live/)
    const refusal = await run('circuit', 'change', sub, '--watts', '5000')
    assert.deepEqual([refusal.exitCode, refusal.out], [1, ''])
    assert.match(refusal.err, /Sub \(c\d+\/W\) 6\d+ W of 5000 W/)
    await done('circuit', 'disconnect', 'CP-1')
    await done('circuit', 'remove', sub)
    await done('circuit', 'remove', main)
    await done('site', 'live', 'Yard', '--off')
    await done('site', 'remove', 'Yard')
    assert.equal((await run('circuit', 'add', 'x')).exitCode, 2)
  })

  await t.test('a site of another tenant is one that nobody has', async () => {
    await admin('tenant.add', { slug: 'south' })
    const tenant = 'south'
    const { sites } = (await admin('circuit.list', { tenant })) as { sites: object[] }
    assert.deepEqual(sites, [])
    for (const site of [String(depot), 'DEPOT-1', 'Depot']) {
      await assert.rejects(admin('site.live', { site, live: true, tenant }), refused('not_found'))
    }
    await assert.rejects(admin('circuit.change', { circuit: String(grid), ratedA: 1, tenant }), refused('not_found'))
    const own = await admin('site.add', { name: 'Depot', timeZone: 'Europe/Berlin', publicId: 'DEPOT-1', tenant })
    assert.notEqual(own.id, depot)
  })
})

async function siteNow(system: System): Promise<Listed> {
  const tenants = await askDatabase(system.databaseUrl, 'select slug from tenant order by id', [])
  const listed = (await system.admin('circuit.list', { tenant: (tenants[0] as any).slug })) as { sites: Listed[] }
  return listed.sites[0]!
}

function refused(code: string, message = /./) {
  return (error: unknown) => {
    assert.ok(error instanceof OperationFailed)
    assert.equal(error.refusal.code, code)
    assert.match(error.message, message)
    return true
  }
}
