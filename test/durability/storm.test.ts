import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import pg from 'pg'
import { askCharger } from '#core/commands/ask-charger.ts'
import { sendCommand } from '#core/commands/send-command.ts'
import { defaultSettings } from '#ocpp/settings.ts'
import { copyCharger } from '../../bench/copy-charger.ts'
import { connectStormCharger, type Received, type StormCharger } from '../support/storm-charger.ts'
import { eventually, type System, startSystem } from '../support/system.ts'

const count = 2_000
const versions = ['1.6', '2.0.1', '2.1'] as const
const { perSecond, burst } = defaultSettings.ownCommands

test('T-09, Q-035, F5: a storm of 2 000 chargers that reconnect while commands are queued, with transactions first and nothing lost', async (t) => {
  const { system, db, chargers } = await startNetwork(t)
  const ctx = system.server.storage.contextFor({ tenant: 1, actor: { kind: 'person', name: 'test' }, door: 'console' })
  const wantedOwn = await askAll(system, chargers)
  const queries = countQueries(system)
  const heapBefore = heapBytes()

  const received: Received[] = []
  const hurried: ReturnType<typeof sendCommand>[] = []
  let whenPaced: () => void = () => undefined
  const paced = new Promise<void>((resolve) => {
    whenPaced = resolve
  })
  const own = () => received.filter(({ action }) => action !== 'UnlockConnector')
  const beganMs = performance.now()
  const fleet: StormCharger[] = chargers.map(({ identity }, index) =>
    connectStormCharger({
      url: system.url,
      identity,
      password: system.passwords.get('CP-1')!,
      version: versions[index % 3]!,
      energyWh: 2 * (index + 1),
      onCall: (call) => {
        if (received.push(call) === burst) whenPaced()
      },
      // Somebody stands before these and waits, while they have a session to tell.
      onBooted: () => {
        if (index % 100 === 0) hurried.push(sendCommand(ctx, identity, unlock))
      },
    }),
  )
  t.after(() => Promise.all(fleet.map((charger) => charger.close())))

  await Promise.all(fleet.map(({ told }) => told))
  const connectedQueries = structuredClone(queries)
  await paced
  // The server has used up what it may ask at once: what people ask is sent all the same.
  const waitingBefore = await waitingOf(db)
  for (const { identity } of chargers.filter((_, index) => index % 100 === 50)) {
    hurried.push(sendCommand(ctx, identity, unlock))
  }
  for (const { state, reason } of await Promise.all(hurried)) assert.deepEqual([state, reason], ['accepted', null])
  const waitingAfter = await waitingOf(db)
  await eventually(
    () => waitingOf(db),
    (waiting) => waiting === 0,
    90_000,
  )
  t.diagnostic(`${Math.round(performance.now() - beganMs)} ms, ${said(connectedQueries)}`)

  await t.test('every session is one finished record, with its own energy', async () => {
    const { rows } = await db.query(
      `select c.identity, s.state, s.energy_wh::int as wh, s.record_no from session s join charger c on c.id = s.charger_id`,
    )
    assert.equal(new Set(rows.map(({ record_no }) => record_no)).size, count)
    assert.deepEqual(
      rows.map(({ identity, state, wh }) => `${identity} ${state} ${wh}`).toSorted(),
      chargers.map(({ identity }, index) => `${identity} finished ${2 * (index + 1)}`).toSorted(),
    )
  })

  await t.test('every command was sent once, and accepted', async () => {
    // A command's row ends a moment after its charger has answered.
    const rows = await eventually(
      async () => (await db.query('select state, attempts, count(*)::int from command group by 1, 2')).rows,
      (found) => found.every(({ state }) => state !== 'queued' && state !== 'sent'),
      30_000,
    )
    assert.deepEqual(rows, [{ state: 'accepted', attempts: 1, count: wantedOwn + hurried.length }])
    assert.equal(own().length, wantedOwn)
    assert.equal(received.length, wantedOwn + hurried.length)
  })

  await t.test('what the server asks by itself came after the sessions, and at its pace', () => {
    assert.equal(own().filter(({ isEarly }) => isEarly).length, 0)
    for (const [index, { atMs }] of own().entries()) {
      const most = burst + (perSecond * (atMs - beganMs)) / 1_000
      assert.ok(index < most + 1, `${index + 1} after ${Math.round(atMs - beganMs)} ms`)
    }
  })

  await t.test('what people asked did not wait for that', () => {
    assert.ok(waitingBefore > count / 4, `${waitingBefore} waited`)
    assert.ok(waitingAfter > waitingBefore / 2, `${waitingBefore}, then ${waitingAfter}`)
  })

  await t.test('nobody is looked up twice, and who comes during a look-up goes with the next one', () => {
    for (const name of ['charger_candidates', 'claim_chargers', 'held_chargers']) {
      const { keys, mostAtOnce } = connectedQueries.get(name)!
      assert.deepEqual({ keys, mostAtOnce }, { keys: count, mostAtOnce: 1 }, name)
    }
  })

  await t.test('a charger that has said all keeps little memory', () => {
    const perCharger = (heapBytes() - heapBefore) / count
    t.diagnostic(`${Math.round(perCharger / 1_000)} kB for both ends of a connection`)
    assert.ok(perCharger < 150_000, `${perCharger}`)
  })
})

const unlock = { kind: 'unlock', connector: 1 } as const

async function startNetwork(t: TestContext) {
  // In the field they come from thousands of addresses.
  const env = { VOLTYARD_CONNECTS_PER_ADDRESS_PER_MINUTE: 'off' }
  const system = await startSystem(t, { chargers: ['CP-1'], evses: 1, tokens: ['CARD-1'], env })
  const db = new pg.Client(system.databaseUrl)
  await db.connect()
  t.after(() => db.end())
  const identities = Array.from({ length: count - 1 }, (_, index) => `CP-${index + 2}`)
  await copyCharger({ client: db, pid: 0 }, 'CP-1', identities)
  const { rows } = await db.query('select id::int, tenant_id::int as tenant, identity from charger order by id')
  return { system, db, chargers: rows as { id: number; tenant: number; identity: string }[] }
}

/** Asks every charger for something while it is away, and each fourth one for something more. */
async function askAll(system: System, chargers: { id: number; tenant: number; identity: string }[]): Promise<number> {
  const ctx = system.server.storage.contextFor({ tenant: 1, actor: { kind: 'system', name: 'test' }, door: 'job' })
  const trigger = { kind: 'trigger', message: 'Heartbeat', connector: null } as const
  const clear = { kind: 'custom', action: 'ClearCache', payload: {} } as const
  const questions = chargers.flatMap((charger, index) =>
    (index % 4 === 0 ? [trigger, clear] : [trigger]).map((request) => ({ charger, request })),
  )
  for (let from = 0; from < questions.length; from += 20) {
    const some = questions.slice(from, from + 20)
    await Promise.all(some.map(({ charger, request }) => askCharger(ctx, charger, request)))
  }
  return questions.length
}

async function waitingOf(db: pg.Client): Promise<number> {
  const { rows } = await db.query(`select count(*)::int from command where state in ('queued', 'sent')`)
  return rows[0].count
}

type Asked = { times: number; keys: number; underWay: number; mostAtOnce: number }

/** How often each statement is sent from now on, with how many keys in all, and how often before its answer. */
function countQueries(system: System): Map<string, Asked> {
  const { reader } = system.server.storage.database
  const query = reader.query.bind(reader)
  const queries = new Map<string, Asked>()
  reader.query = async (statement, values) => {
    const asked = queries.get(statement.name) ?? { times: 0, keys: 0, underWay: 0, mostAtOnce: 0 }
    queries.set(statement.name, asked)
    asked.times += 1
    asked.keys += Array.isArray(values?.[0]) ? values[0].length : 1
    asked.underWay += 1
    asked.mostAtOnce = Math.max(asked.mostAtOnce, asked.underWay)
    try {
      return await query(statement, values)
    } finally {
      asked.underWay -= 1
    }
  }
  return queries
}

function said(queries: Map<string, Asked>): string {
  return [...queries].map(([name, { times, keys }]) => `${name} ${times} (${keys})`).join(', ')
}

function heapBytes(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let round = 0; round < 3; round += 1) collect()
  return process.memoryUsage().heapUsed
}
