import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { changeCardOptions } from '#core/authorization/card-options.ts'
import { setRemoteStartToken } from '#core/authorization/set-remote-start-token.ts'
import { sendCommand } from '#core/commands/send-command.ts'
import { answering, asPerson, event } from '#test/support/priced-charger.ts'
import { type BenchCharger, sessionBench } from '#test/support/session-bench.ts'
import { read, sessionsOf } from '#test/support/session-rows.ts'

const versions = ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const
const dayMs = 24 * 60 * 60_000

async function setUp(t: TestContext) {
  const bench = await sessionBench(t, { tokens: ['CARD-1', 'CARD-2', 'ONE-CAR', 'BOSS'] })
  const { system, ago } = bench
  await system.admin('token.add', { uids: ['BUS-1', 'BUS-2'], group: 'buses' })
  const change = async (uid: string, options: Parameters<typeof changeCardOptions>[2]) => {
    const [row] = await read(system, 'select id::int from token where uid = $1', [uid])
    await changeCardOptions(await asPerson(system), row!.id, options)
  }
  /** What a charger is told of a token, in the words of both generations. */
  const told = ({ idTagInfo, idTokenInfo }: any) => {
    const { status, parentIdTag, expiryDate, groupIdToken, cacheExpiryDateTime } = idTagInfo ?? idTokenInfo
    return { status, group: parentIdTag ?? groupIdToken?.idToken ?? null, until: expiryDate ?? cacheExpiryDateTime }
  }
  const authorize = async (charger: BenchCharger, uid: string, type = 'Central') =>
    told(
      await charger.call(
        'Authorize',
        charger.protocol === 'ocpp1.6' ? { idTag: uid } : { idToken: { idToken: uid, type } },
      ),
    )
  const start = async (charger: BenchCharger, uid: string, { evse = 1, at = ago(0), id = 'T-1', more = {} } = {}) =>
    told(
      charger.protocol === 'ocpp1.6'
        ? await charger.call('StartTransaction', { connectorId: evse, idTag: uid, meterStart: 0, timestamp: at })
        : await charger.call(
            'TransactionEvent',
            event(0, 'Started', at, {
              transactionId: id,
              idToken: { idToken: uid, type: 'Central' },
              evse: { id: evse, connectorId: 1 },
              ...more,
            }),
          ),
    )
  return { bench, system, ago, change, authorize, start, told }
}

for (const protocol of versions) {
  test(`what a ${protocol} charger is told of tokens`, async (t) => {
    const { bench, system, ago, change, authorize, start, told } = await setUp(t)
    const is16 = protocol === 'ocpp1.6'
    const set = (uid: string, what: string) =>
      read(system, `update token set ${what}, modified_at = clock_timestamp() where uid = '${uid}'`)
    const charger = await bench.charger({ protocol })

    await t.test('A-05: a yes may be kept for a day, and no longer than the token is good', async () => {
      const { status, until } = await authorize(charger, 'CARD-1')
      assert.equal(status, 'Accepted')
      assert.ok(Math.abs(Date.parse(until) - Date.now() - dayMs) < 60_000)
      const end = new Date(Date.now() + 3_600_000).toISOString()
      await set('CARD-1', `valid_until = '${end}'`)
      assert.equal((await authorize(charger, 'CARD-1')).until, end)
    })

    await t.test('A-05: a token for one time may not be kept', async () => {
      await set('CARD-2', `type = 'AD_HOC_USER'`)
      const { status, until } = await authorize(charger, 'CARD-2')
      assert.equal(status, 'Accepted')
      assert.ok(Date.parse(until) <= Date.now())
      await set('CARD-2', `type = 'RFID'`)
    })

    await t.test(
      'a token that was blocked, removed or is over is refused the next time, in the version’s own words',
      async () => {
        for (const [what, status] of [
          [`status = 'blocked'`, 'Blocked'],
          [`status = 'active', valid_until = now() - interval '1 hour'`, 'Expired'],
          [`valid_until = null, removed_at = now()`, is16 ? 'Invalid' : 'Unknown'],
        ] as const) {
          await set('CARD-2', what)
          const answer = await authorize(charger, 'CARD-2')
          assert.deepEqual([answer.status, answer.until], [status, undefined])
        }
        await set('CARD-2', 'removed_at = null')
        assert.equal((await authorize(charger, 'CARD-2')).status, 'Accepted')
        assert.equal((await authorize(charger, 'NOBODYS')).status, is16 ? 'Invalid' : 'Unknown')
      },
    )

    await t.test('C09.FR.09: a group is told whenever there is one, and is no token itself (A-04)', async () => {
      assert.deepEqual((await authorize(charger, 'bus-1')).group, 'buses')
      assert.equal((await authorize(charger, 'CARD-1')).group, null)
      assert.equal((await authorize(charger, 'buses')).status, is16 ? 'Invalid' : 'Unknown')
      const other = await bench.charger({ protocol })
      // C09.FR.12
      assert.equal((await start(other, 'BUS-1')).group, 'buses')
    })

    await t.test(
      'A-06: a token is judged again when a session begins, and a refused one is a session all the same',
      async () => {
        const other = await bench.charger({ protocol })
        await set('CARD-2', `status = 'blocked'`)
        assert.equal((await start(other, 'CARD-2')).status, 'Blocked')
        assert.equal((await sessionsOf(system, other.identity)).length, 1)
        await set('CARD-2', `status = 'active'`)
      },
    )

    await t.test('X-05: only a card of which one session may run is refused while one runs elsewhere', async () => {
      const [one, two] = [await bench.charger({ protocol }), await bench.charger({ protocol })]
      assert.equal((await start(one, 'ONE-CAR')).status, 'Accepted')
      assert.equal((await start(one, 'ONE-CAR', { evse: 2, id: 'T-2' })).status, 'Accepted', 'by default any number')
      await change('ONE-CAR', { oneSessionAtATime: true })
      assert.equal((await authorize(two, 'ONE-CAR')).status, 'Accepted', 'it may be shown to stop something')
      assert.equal((await start(two, 'ONE-CAR')).status, 'ConcurrentTx')
      const past = { at: ago(3 * 3_600), evse: 2, id: 'T-9', more: { offline: true } }
      assert.equal((await start(two, 'ONE-CAR', past)).status, 'Accepted', 'what has happened has happened')
      await change('ONE-CAR', { oneSessionAtATime: false })
    })

    if (!is16) {
      await t.test('C02: who asks for no authorization is accepted (Q-128)', async () => {
        assert.equal((await authorize(charger, '', 'NoAuthorization')).status, 'Accepted')
        const other = await bench.charger({ protocol })
        const more = { idToken: { idToken: '', type: 'NoAuthorization' } }
        assert.equal((await start(other, '', { more })).status, 'Accepted')
      })

      await t.test('A-09: a code that is typed in is written nowhere', async () => {
        assert.equal((await authorize(charger, '739154', 'KeyCode')).status, 'Unknown')
        const rows = await read(
          system,
          `select token_uid as text from authorization_attempt where token_type = 'KeyCode' union all
           select call from message_log where action = 'Authorize' and call like '%KeyCode%'`,
        )
        assert.ok(rows.length >= 1)
        for (const { text } of rows) assert.doesNotMatch(text ?? '', /739154/)
      })

      await t.test('C16: a master pass stops sessions of others and starts none of its own (A-08)', async () => {
        await change('BOSS', { masterPass: true })
        await set('BOSS', `group_id = 'masters'`)
        const other = await bench.charger({ protocol })
        assert.deepEqual((await authorize(other, 'BOSS')).status, 'Accepted')
        assert.equal((await authorize(other, 'BOSS')).group, 'masters')
        assert.equal((await start(other, 'BOSS', { id: 'T-B' })).status, 'Blocked')
        await start(other, 'CARD-1', { evse: 2, id: 'T-C' })
        const stopped = await other.call(
          'TransactionEvent',
          event(1, 'Ended', ago(0), {
            transactionId: 'T-C',
            stoppedReason: 'MasterPass',
            triggerReason: 'StopAuthorized',
            idToken: { idToken: 'BOSS', type: 'Central' },
          }),
        )
        assert.deepEqual([told(stopped).status, told(stopped).group], ['Accepted', 'masters'])
      })
    } else {
      await t.test('Q-107: a 1.6 start with a blocked tag gets a number, and its stop is taken', async () => {
        const other = await bench.charger({ protocol })
        await set('CARD-2', `status = 'blocked'`)
        const request = { connectorId: 1, idTag: 'CARD-2', meterStart: 0, timestamp: ago(0) }
        const { transactionId, idTagInfo } = await other.call('StartTransaction', request)
        assert.ok(transactionId > 0)
        assert.equal(idTagInfo.status, 'Blocked')
        assert.deepEqual(await other.call('StopTransaction', { transactionId, meterStop: 0, timestamp: ago(0) }), {})
        await set('CARD-2', `status = 'active'`)
      })

      await t.test('A-03: a group with no room in a 1.6 message is left out', async () => {
        await set('CARD-2', `group_id = '${'g'.repeat(30)}'`)
        assert.deepEqual((await authorize(charger, 'CARD-2')).group, null)
      })
    }

    await t.test(
      'A-07: a start from afar goes out with a token that is known before, made or the charger’s own',
      async () => {
        const other = await bench.charger({ protocol })
        const decisions: string[] = []
        const action = is16 ? 'RemoteStartTransaction' : 'RequestStartTransaction'
        const server = answering(other, { [action]: () => ({ status: 'Accepted' }) })
        const uidOf = (call: any): string => call.idTag ?? call.idToken.idToken
        const begin = async (tokenUid: string | null) => {
          const ctx = await asPerson(system)
          await sendCommand(ctx, other.identity, { kind: 'start', evse: 1, tokenUid })
          const uid = uidOf(server.of(action).at(-1))
          // AuthorizeRemoteTxRequests
          decisions.push((await authorize(other, uid)).status)
          return uid
        }
        assert.match((await begin(null)) as string, /^[A-Z0-9]{16}$/)
        assert.equal(await begin('CARD-1'), 'CARD-1')
        //
        const [row] = await read(system, 'select id::int from charger where identity = $1', [other.identity])
        await setRemoteStartToken(await asPerson(system), row!.id, '04A1B2C3')
        assert.equal(await begin('CARD-1'), '04A1B2C3')
        assert.equal(await begin(null), '04A1B2C3')
        assert.deepEqual(decisions, ['Accepted', 'Accepted', 'Accepted', 'Accepted'])
        assert.deepEqual(other.violations, [])
      },
    )

    assert.deepEqual(charger.violations, [])
  })
}
