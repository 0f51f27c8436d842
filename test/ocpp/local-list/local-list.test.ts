import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { createRPCError } from 'ocpp-rpc'
import { sendLocalList, setLocalListMode } from '#core/local-lists/send-list.ts'
import { keepLocalLists } from '#server/keep-local-lists.ts'
import { answering, ask, asPerson } from '#test/support/priced-charger.ts'
import { type BenchCharger, sessionBench } from '#test/support/session-bench.ts'
import { read } from '#test/support/session-rows.ts'
import { eventually } from '#test/support/system.ts'

const versions = ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const

/** A charger as it keeps its list: what it was sent, and what became of it. */
type Keeper = { version: number; cards: Map<string, any>; answer: string; asked: number; sent: any[] }

async function setUp(t: TestContext, tokens = ['CARD-1', 'CARD-2', 'CARD-3']) {
  const bench = await sessionBench(t, { tokens })
  const { system } = bench
  const listOf = async ({ identity }: BenchCharger) =>
    (
      await read(
        system,
        `select c.local_list as mode, l.* from charger c left join local_list l on l.charger_id = c.id where c.identity = $1`,
        [identity],
      )
    )[0]!
  return {
    bench,
    system,
    listOf,
    becomes: (charger: BenchCharger, state: string) =>
      eventually(
        () => listOf(charger),
        (row) => row.state === state,
        15_000,
      ),
    switchTo: async (charger: BenchCharger, mode: 'off' | 'automatic') => {
      await setLocalListMode(await asPerson(system), charger.identity, mode)
      await keepLocalLists(system.server.storage, Temporal.Now.instant())
    },
    look: () => keepLocalLists(system.server.storage, Temporal.Now.instant()),
    limit: (charger: BenchCharger, component: string, variable: string, value: number) =>
      read(
        system,
        `insert into device_variable (tenant_id, charger_id, name_key, component, variable, value)
         select tenant_id, id, lower($2 || '////' || $3 || '//actual'), $2, $3, $4 from charger where identity = $1`,
        [charger.identity, component, variable, String(value)],
      ),
  }
}

function keeping(charger: BenchCharger): Keeper {
  const keeper: Keeper = { version: 0, cards: new Map(), answer: 'Accepted', asked: 0, sent: [] }
  const is16 = charger.protocol === 'ocpp1.6'
  answering(charger, {
    GetLocalListVersion: () => {
      keeper.asked += 1
      return is16 ? { listVersion: keeper.version } : { versionNumber: keeper.version }
    },
    SendLocalList: (request) => {
      keeper.sent.push(request)
      const { answer } = keeper
      if (answer !== 'Accepted') return { status: answer }
      if (request.updateType === 'Full') keeper.cards.clear()
      keeper.version = is16 ? request.listVersion : request.versionNumber
      for (const line of request.localAuthorizationList ?? []) {
        const [uid, told] = is16 ? [line.idTag, line.idTagInfo] : [line.idToken.idToken, line.idTokenInfo]
        if (told) keeper.cards.set(uid, told)
        else keeper.cards.delete(uid)
      }
      return { status: 'Accepted' }
    },
  })
  return keeper
}

describe('lists of cards in chargers', { concurrency: 3 }, () => {
  for (const protocol of versions) {
    test(`the list of cards in a ${protocol} charger`, async (t) => {
      const { bench, system, listOf, becomes, switchTo, look, limit } = await setUp(t)

      await t.test('is asked for and sent only when somebody switches it on', async () => {
        const charger = await bench.charger({ protocol })
        const keeper = keeping(charger)
        await look()
        assert.equal((await listOf(charger)).mode, 'off')
        await switchTo(charger, 'automatic')
        const row = await becomes(charger, 'current')
        assert.deepEqual([...keeper.cards.keys()].sort(), ['CARD-1', 'CARD-2', 'CARD-3'])
        assert.equal(keeper.sent[0].updateType, 'Full')
        // versions begin with 1.
        assert.deepEqual([keeper.version, row.version, row.confirmed_version], [1, 1, 1])
        assert.deepEqual(charger.violations, [])
      })

      await t.test(
        'Q-218: a list that does not fit into one call is sent whole first, then by differences',
        async () => {
          const charger = await bench.charger({ protocol })
          await limit(charger, 'LocalAuthListCtrlr', 'ItemsPerMessage', 2)
          const keeper = keeping(charger)
          await switchTo(charger, 'automatic')
          const row = await becomes(charger, 'current')
          assert.deepEqual(
            keeper.sent.map(({ updateType }) => updateType),
            ['Full', 'Differential'],
          )
          assert.deepEqual([...keeper.cards.keys()].sort(), ['CARD-1', 'CARD-2', 'CARD-3'])
          assert.deepEqual([keeper.version, row.confirmed_version], [2, 2])
          assert.deepEqual(charger.violations, [])
        },
      )

      await t.test('Q-216: a charger that has lost its list gets it again, with a higher number', async () => {
        const charger = await bench.charger({ protocol })
        const keeper = keeping(charger)
        await switchTo(charger, 'automatic')
        await becomes(charger, 'current')
        keeper.version = 0
        keeper.cards.clear()
        await ask(system, charger, { kind: 'read-local-list-version' })
        await eventually(
          async () => keeper.cards.size,
          (size) => size === 3,
          15_000,
        )
        assert.deepEqual(
          keeper.sent.map(({ updateType }) => updateType),
          ['Full', 'Full'],
        )
        assert.equal(keeper.version, 2)
      })

      await t.test('A-23: a list of somebody else is replaced by one with a higher number, and told of', async () => {
        const charger = await bench.charger({ protocol })
        const keeper = keeping(charger)
        await switchTo(charger, 'automatic')
        await becomes(charger, 'current')
        keeper.version = 900
        await ask(system, charger, { kind: 'read-local-list-version' })
        await eventually(
          async () => keeper.version,
          (version) => version === 901,
          15_000,
        )
        const facts = await read(
          system,
          `select body from fact f join charger c on c.id = f.subject_id where f.kind = 'local-list.foreign' and identity = $1`,
          [charger.identity],
        )
        assert.deepEqual(facts, [{ body: { version: 900, ours: 1 } }])
      })

      await t.test(
        'D01.FR.03: differences that fail are followed by the version and a whole list (Q-215)',
        async () => {
          const charger = await bench.charger({ protocol })
          const keeper = keeping(charger)
          await switchTo(charger, 'automatic')
          await becomes(charger, 'current')
          for (const no of ['Failed', 'VersionMismatch']) {
            keeper.sent.length = 0
            keeper.answer = no
            await system.admin('token.add', { uids: [`${no}-CARD`] })
            charger.handle('GetLocalListVersion', () => {
              keeper.answer = 'Accepted'
              return protocol === 'ocpp1.6' ? { listVersion: keeper.version } : { versionNumber: keeper.version }
            })
            await look()
            await eventually(async () => keeper.cards.has(`${no}-CARD`), Boolean, 15_000)
            assert.deepEqual(
              keeper.sent.map(({ updateType }) => updateType),
              ['Differential', 'Full'],
              no,
            )
            await becomes(charger, 'current')
          }
        },
      )

      await t.test(
        'Q-215: differences that wait while the charger needs a whole list are sent as a whole one',
        async () => {
          const charger = await bench.charger({ protocol })
          const keeper = keeping(charger)
          await switchTo(charger, 'automatic')
          await becomes(charger, 'current')
          keeper.sent.length = 0
          keeper.answer = 'VersionMismatch'
          // Nobody tells the server what the charger has instead.
          charger.handle('GetLocalListVersion', () => {
            throw createRPCError('InternalError')
          })
          await system.admin('token.add', { uids: [`WAITS-${protocol}`] })
          await look()
          await eventually(
            () => listOf(charger),
            (row) => row.needs_full === true,
            15_000,
          )
          keeper.answer = 'Accepted'
          await ask(system, charger, { kind: 'send-local-list', update: 'differential' })
          assert.deepEqual(
            keeper.sent.map(({ updateType }) => updateType),
            ['Differential', 'Full'],
          )
          assert.ok(keeper.cards.has(`WAITS-${protocol}`))
        },
      )

      await t.test('cards that change, go or come are told by differences, all at once', async () => {
        const charger = await bench.charger({ protocol })
        const keeper = keeping(charger)
        await switchTo(charger, 'automatic')
        await becomes(charger, 'current')
        keeper.sent.length = 0
        await read(
          system,
          `update token set modified_at = clock_timestamp(),
                status = case uid when 'CARD-1' then 'blocked' else status end,
                removed_at = case uid when 'CARD-2' then clock_timestamp() end,
                group_id = case uid when 'CARD-3' then 'north' end`,
        )
        await look()
        await eventually(
          async () => keeper.sent.length,
          (count) => count === 1,
          15_000,
        )
        const [{ updateType, localAuthorizationList: lines }] = keeper.sent
        assert.equal(updateType, 'Differential')
        assert.equal(lines.length, 3)
        assert.equal(keeper.cards.has('CARD-2'), false)
        assert.equal(keeper.cards.get('CARD-1').status, 'Blocked')
        const { parentIdTag, groupIdToken } = keeper.cards.get('CARD-3')
        assert.equal(parentIdTag ?? groupIdToken.idToken, 'north')
        await becomes(charger, 'current')
        await look()
        assert.equal(keeper.sent.length, 1, 'nothing more')
        assert.deepEqual(charger.violations, [])
        await read(system, `update token set status = 'active', removed_at = null, group_id = null`)
      })

      await t.test('cards that no charger may keep are in no list', async () => {
        await read(system, `update token set whitelist = 'NEVER' where uid = 'CARD-3'`)
        const charger = await bench.charger({ protocol })
        const keeper = keeping(charger)
        await switchTo(charger, 'automatic')
        await becomes(charger, 'current')
        assert.equal(keeper.cards.has('CARD-3'), false)
        assert.equal(keeper.cards.has('CARD-1'), true)
        await read(system, `update token set whitelist = 'ALLOWED' where uid = 'CARD-3'`)
      })

      await t.test('a charger that does not know the message is not asked again', async () => {
        const charger = await bench.charger({ protocol })
        charger.handle('GetLocalListVersion', () => {
          throw createRPCError('NotImplemented')
        })
        await switchTo(charger, 'automatic')
        const row = await becomes(charger, 'unsupported')
        assert.equal(row.mode, 'off')
      })

      await t.test(
        'a charger that leaves the list without an answer hangs nowhere, and gets it when it comes back',
        async () => {
          const charger = await bench.charger({ protocol })
          keeping(charger)
          let wasCutOff = false
          charger.handle('SendLocalList', async () => {
            wasCutOff = true
            await charger.close()
            return { status: 'Accepted' }
          })
          await switchTo(charger, 'automatic')
          await eventually(async () => wasCutOff, Boolean, 15_000)
          assert.notEqual((await listOf(charger)).state, 'current')
          const again = {
            ...(await system.connectCharger(charger.identity, { protocol })),
            identity: charger.identity,
            protocol,
          }
          const keeper = keeping(again)
          await again.call('Heartbeat', {})
          await look()
          await becomes(again, 'current')
          assert.equal(keeper.cards.size > 0, true)
          assert.ok(keeper.version > 1, 'A-20: no version is used twice')
        },
      )

      await t.test('an operator’s own message counts like ours', async () => {
        const charger = await bench.charger({ protocol })
        keeping(charger)
        const payload =
          protocol === 'ocpp1.6'
            ? {
                listVersion: 7,
                updateType: 'Full',
                localAuthorizationList: [{ idTag: 'A', idTagInfo: { status: 'Accepted' } }],
              }
            : {
                versionNumber: 7,
                updateType: 'Full',
                localAuthorizationList: [
                  { idToken: { idToken: 'A', type: 'Central' }, idTokenInfo: { status: 'Accepted' } },
                ],
              }
        await ask(system, charger, { kind: 'custom', action: 'SendLocalList', payload })
        const row = await eventually(
          () => listOf(charger),
          ({ confirmed_version }) => confirmed_version === 7,
        )
        assert.deepEqual([row.version, Object.keys(row.installed)], [7, ['a']])
        const { id } = await sendLocalList(await asPerson(system), charger.identity)
        await eventually(
          () => read(system, 'select state from command where id = $1', [id]),
          ([command]) => command!.state === 'accepted',
          15_000,
        )
        assert.equal((await listOf(charger)).confirmed_version, 8)
      })
    })
  }

  test('Q-217: a 1.6 charger that says −1 has no list, and is not asked again', async (t) => {
    const { bench, switchTo, becomes, look } = await setUp(t)
    const charger = await bench.charger()
    const keeper = keeping(charger)
    keeper.version = -1
    await switchTo(charger, 'automatic')
    assert.equal((await becomes(charger, 'unsupported')).mode, 'off')
    await look()
    assert.deepEqual([keeper.asked, keeper.sent], [1, []])
  })

  test('A-21: a 1.6 charger that answers NotSupported gets no list any more', async (t) => {
    const { bench, switchTo, becomes } = await setUp(t)
    const charger = await bench.charger()
    const keeper = keeping(charger)
    keeper.answer = 'NotSupported'
    await switchTo(charger, 'automatic')
    assert.equal((await becomes(charger, 'unsupported')).mode, 'off')
  })

  test('A-22: a list has no more cards than the charger keeps', async (t) => {
    const { bench, switchTo, becomes, limit } = await setUp(t)
    const charger = await bench.charger()
    await limit(charger, 'Custom16', 'LocalAuthListMaxLength', 2)
    const keeper = keeping(charger)
    await switchTo(charger, 'automatic')
    await becomes(charger, 'current')
    assert.equal(keeper.cards.size, 2)
  })
})
