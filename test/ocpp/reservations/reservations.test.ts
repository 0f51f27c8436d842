import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { createRPCError } from 'ocpp-rpc'
import { cancelReservation } from '#core/reservations/cancel-reservation.ts'
import { makeReservation, type Wish } from '#core/reservations/make-reservation.ts'
import { beginReservations, endReservations } from '#server/keep-reservations.ts'
import { answering, ask, asPerson, event } from '#test/support/priced-charger.ts'
import { type BenchCharger, sessionBench } from '#test/support/session-bench.ts'
import { read, sessionsOf } from '#test/support/session-rows.ts'
import { eventually } from '#test/support/system.ts'

const versions = ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const
const accepted = { status: 'Accepted' }

describe('reservations', { concurrency: 3 }, () => {
  for (const protocol of versions) {
    test(`what is reserved at a ${protocol} charger`, async (t) => {
      const { bench, system, reserve, cancel, factsOf } = await setUp(t)
      await t.test(
        `H01: a ${protocol} charger is asked in its own words, and its yes makes the reservation`,
        async () => {
          const charger = await bench.charger({ protocol })
          const server = answering(charger, { ReserveNow: () => accepted })
          const made = await reserve(charger, { tokenUid: 'BUS-1' })
          assert.equal(made.state, 'active')
          const [asked] = server.of('ReserveNow')
          const expiry = made.expiresAt.toString({ smallestUnit: 'millisecond' })
          assert.deepEqual(
            asked,
            protocol === 'ocpp1.6'
              ? {
                  connectorId: 1,
                  expiryDate: expiry,
                  idTag: 'BUS-1',
                  parentIdTag: 'buses',
                  reservationId: made.reservationId,
                }
              : {
                  id: made.reservationId,
                  expiryDateTime: expiry,
                  idToken: { idToken: 'BUS-1', type: 'Central' },
                  evseId: 1,
                  groupIdToken: { idToken: 'buses', type: 'Central' },
                },
          )
          assert.equal((await factsOf(made.id, 'reservation.made')).length, 1)
          assert.deepEqual(charger.violations, [])
        },
      )

      await t.test(
        `whoever asks a ${protocol} charger hears its answer, however often the clock is looked at`,
        async () => {
          const charger = await bench.charger({ protocol })
          answering(charger, { ReserveNow: () => accepted })
          let isOver = false
          const made = reserve(charger).finally(() => {
            isOver = true
          })
          while (!isOver) await beginReservations(system.server.storage, Temporal.Now.instant())
          assert.equal((await made).state, 'active')
        },
      )

      await t.test(`R-03: every no of a ${protocol} charger is final`, async () => {
        const charger = await bench.charger({ protocol })
        let no = ''
        answering(charger, { ReserveNow: () => ({ status: no }) })
        for (no of ['Occupied', 'Faulted', 'Unavailable', 'Rejected']) {
          const { id, state, reason } = await reserve(charger)
          assert.deepEqual([state, reason], ['rejected', no])
          assert.deepEqual(await factsOf(id, 'reservation.made'), [])
        }
      })

      await t.test(`an error of a ${protocol} charger rejects a reservation`, async () => {
        const charger = await bench.charger({ protocol })
        charger.handle('ReserveNow', () => {
          throw createRPCError('InternalError')
        })
        assert.equal((await reserve(charger)).state, 'rejected')
      })

      await t.test(`for a ${protocol} charger that knows no reservations, the server keeps it`, async () => {
        const charger = await bench.charger({ protocol })
        charger.handle('ReserveNow', () => {
          throw createRPCError('NotSupported')
        })
        const { id, state, keptBy } = await reserve(charger)
        assert.deepEqual([state, keptBy], ['active', 'server'])
        assert.equal((await factsOf(id, 'reservation.made')).length, 1)
        assert.equal((await cancel(id)).state, 'cancelled')
      })

      await t.test(`at a place that is kept already, nothing more of a ${protocol} charger is kept`, async () => {
        const charger = await bench.charger({ protocol })
        answering(charger, { ReserveNow: () => accepted })
        await reserve(charger)
        await assert.rejects(reserve(charger, { tokenUid: 'CARD-2' }), /keeps this place/)
        const { id } = await reserve(charger, { evse: 2 })
        await eventually(
          () => read(system, 'select state from reservation where id = $1', [id]),
          ([row]) => row?.state === 'active',
        )
      })

      await t.test(`R-02: a ${protocol} charger is asked for any EVSE only when it says that it can`, async () => {
        const charger = await bench.charger({ protocol })
        const server = answering(charger, { ReserveNow: () => accepted })
        const refused = await reserve(charger, { evse: null })
        assert.equal(refused.state, 'rejected')
        assert.match(refused.reason!, /name one/)
        assert.deepEqual(server.of('ReserveNow'), [])

        await read(
          system,
          `insert into device_variable (tenant_id, charger_id, name_key, component, variable, value)
         select tenant_id, id, 'reservationctrlr////nonevsespecific//actual', 'ReservationCtrlr', 'NonEvseSpecific', 'true'
           from charger where identity = $1`,
          [charger.identity],
        )
        assert.equal((await reserve(charger, { evse: null })).state, 'active')
        const [asked] = server.of('ReserveNow')
        if (protocol === 'ocpp1.6') assert.equal(asked.connectorId, 0)
        else assert.equal('evseId' in asked, false)
        assert.deepEqual(charger.violations, [])
      })
    })

    test(`what becomes of a reservation at a ${protocol} charger`, async (t) => {
      const { bench, system, ago, reserve, cancel, stateOf, factsOf, status, begin } = await setUp(t)
      await t.test(`R-04: a ${protocol} session that names the reservation uses it`, async () => {
        const charger = await bench.charger({ protocol })
        answering(charger, { ReserveNow: () => accepted })
        const { id, reservationId } = await reserve(charger)
        await begin(charger, 'CARD-2', { reservationId }, 2)
        const [session] = await sessionsOf(system, charger.identity)
        const row = await stateOf(id)
        assert.deepEqual([row.state, String(row.session_id)], ['used', String(session!.id)])
        const [fact] = await factsOf(id, 'reservation.ended')
        assert.deepEqual(
          [fact.state, fact.reservation, String(fact.session)],
          ['used', reservationId, String(session!.id)],
        )
      })

      for (const [what, more] of [
        ['nothing', {}],
        ['0', { reservationId: 0 }],
        ['-1', { reservationId: -1 }],
      ] as const) {
        // The schema of 2.1 knows no negative numbers.
        if (what === '-1' && protocol === 'ocpp2.1') continue
        await t.test(
          `Q-220: a ${protocol} start that says ${what} of the reservation is known by its token`,
          async () => {
            const charger = await bench.charger({ protocol })
            answering(charger, { ReserveNow: () => accepted })
            const { id } = await reserve(charger)
            await begin(charger, 'CARD-2', more, 2)
            assert.equal((await stateOf(id)).state, 'active', 'another card, elsewhere')
            await begin(charger, 'CARD-1', more, 2)
            assert.equal((await stateOf(id)).state, 'active', 'the card, elsewhere')
            await begin(charger, 'card-1', more)
            assert.equal((await stateOf(id)).state, 'used')
          },
        )
      }

      await t.test(`R-04: a ${protocol} start by another token of the reserved group uses it`, async () => {
        const charger = await bench.charger({ protocol })
        answering(charger, { ReserveNow: () => accepted })
        const { id } = await reserve(charger, { tokenUid: 'BUS-1' })
        await begin(charger, 'BUS-2')
        assert.equal((await stateOf(id)).state, 'used')
      })

      for (const broken of ['Faulted', 'Unavailable']) {
        await t.test(`Q-221: a ${protocol} connector that is ${broken} keeps nothing free`, async () => {
          const charger = await bench.charger({ protocol })
          answering(charger, { ReserveNow: () => accepted })
          await status(charger, 1, 'Available', ago(100))
          const { id } = await reserve(charger)
          await status(charger, 2, broken)
          assert.equal((await stateOf(id)).state, 'active')
          await status(charger, 1, broken)
          const { state, reason } = await stateOf(id)
          assert.deepEqual([state, reason], ['removed', broken])
        })
      }

      await t.test(`H02: a reservation of a ${protocol} charger is cancelled when the charger says so`, async () => {
        const charger = await bench.charger({ protocol })
        const server = answering(charger, { ReserveNow: () => accepted, CancelReservation: () => accepted })
        const { id, reservationId } = await reserve(charger)
        assert.equal((await cancel(id)).state, 'cancelled')
        assert.deepEqual(server.of('CancelReservation'), [{ reservationId }])
        await assert.rejects(cancel(id), /has ended: cancelled/)
      })

      await t.test(`R-05: a ${protocol} charger that knows of no such reservation has none`, async () => {
        const charger = await bench.charger({ protocol })
        answering(charger, { ReserveNow: () => accepted, CancelReservation: () => ({ status: 'Rejected' }) })
        const { id } = await reserve(charger)
        assert.equal((await cancel(id)).state, 'removed')
      })

      await t.test(
        `a message of an operator to a ${protocol} charger makes and ends reservations as well`,
        async () => {
          const charger = await bench.charger({ protocol })
          answering(charger, { ReserveNow: () => accepted, CancelReservation: () => accepted })
          const expiry = ago(-7_200)
          const payload =
            protocol === 'ocpp1.6'
              ? { connectorId: 1, expiryDate: expiry, idTag: 'CARD-1', reservationId: 4_711 }
              : { id: 4_711, expiryDateTime: expiry, idToken: { idToken: 'CARD-1', type: 'Central' }, evseId: 1 }
          await ask(system, charger, { kind: 'custom', action: 'ReserveNow', payload })
          const rows = () =>
            read(system, `select r.* from reservation r join charger c on c.id = r.charger_id where c.identity = $1`, [
              charger.identity,
            ])
          await eventually(rows, ([row]) => row?.state === 'active')
          await ask(system, charger, { kind: 'custom', action: 'CancelReservation', payload: { reservationId: 4_711 } })
          await eventually(rows, ([row]) => row?.state === 'cancelled')
        },
      )
    })
  }

  test('how reservations end', async (t) => {
    const { bench, system, ago, reserve, stateOf, becomes, factsOf, endByClock, status, begin, later } = await setUp(t)
    await t.test('Q-219: a reservation whose time is over ends by our clock', async () => {
      const charger = await bench.charger()
      answering(charger, { ReserveNow: () => accepted })
      const { id } = await reserve(charger)
      await endByClock()
      assert.equal((await stateOf(id)).state, 'active')
      await read(system, `update reservation set expires_at = now() - interval '1 second' where id = $1`, [id])
      await endByClock()
      await endByClock()
      assert.equal((await stateOf(id)).state, 'expired')
      assert.equal((await factsOf(id, 'reservation.ended')).length, 1)
    })

    await t.test('R-06: a reservation that would end within a minute is refused', async () => {
      const charger = await bench.charger()
      await assert.rejects(reserve(charger, { expiresAt: later(0.5) }), /a minute or more/)
      await assert.rejects(reserve(charger, { evse: 7 }), /no EVSE 7/)
    })

    await t.test('a charger that is not connected cannot keep anything free', async () => {
      const charger = await bench.charger()
      await charger.close()
      await eventually(
        () =>
          read(
            system,
            `select connected from charger_state s join charger c on c.id = s.charger_id where identity = $1`,
            [charger.identity],
          ),
        ([row]) => row?.connected === false,
      )
      const { state } = await reserve(charger)
      assert.equal(state, 'rejected')
    })

    await t.test(
      'a reservation whose charger is cut off before it answers ends by its time, and hangs nowhere',
      async () => {
        const charger = await bench.charger()
        charger.handle('ReserveNow', async () => {
          await charger.close()
          return accepted
        })
        const { id } = await reserve(charger)
        const { state } = await stateOf(id)
        assert.ok(state === 'requested' || state === 'rejected', state)
        await read(system, `update reservation set expires_at = now() - interval '1 second' where id = $1`, [id])
        await endByClock()
        assert.ok(['expired', 'rejected'].includes((await stateOf(id)).state))
      },
    )

    for (const [protocol, told, state] of [
      ['ocpp2.0.1', 'Expired', 'expired'],
      ['ocpp2.0.1', 'Removed', 'removed'],
      ['ocpp2.1', 'Expired', 'expired'],
      ['ocpp2.1', 'Removed', 'removed'],
      ['ocpp2.1', 'NoTransaction', 'removed'],
    ] as const) {
      await t.test(`H04: ReservationStatusUpdate ${told} of a ${protocol} charger ends the reservation`, async () => {
        const charger = await bench.charger({ protocol })
        answering(charger, { ReserveNow: () => accepted })
        const { id, reservationId } = await reserve(charger)
        const update = { reservationId, reservationUpdateStatus: told }
        assert.deepEqual(await charger.call('ReservationStatusUpdate', update), {})
        const row = await stateOf(id)
        assert.deepEqual([row.state, row.reason], [state, told])
        assert.deepEqual(await charger.call('ReservationStatusUpdate', update), {}, 'the same again')
        assert.deepEqual(await charger.call('ReservationStatusUpdate', { ...update, reservationId: 987_654 }), {})
        assert.equal((await factsOf(id, 'reservation.ended')).length, 1)
      })
    }

    await t.test(
      'R-05: a reserved connector that is suddenly free is reserved again, and only as long as it counts',
      async () => {
        const charger = await bench.charger()
        const server = answering(charger, { ReserveNow: () => accepted })
        await status(charger, 1, 'Available', ago(100))
        const { id } = await reserve(charger)
        await status(charger, 1, 'Reserved', ago(50))
        await status(charger, 1, 'Available')
        assert.equal((await stateOf(id)).renewals, 1)
        const afterHurrying = async <T>(look: () => T | Promise<T>): Promise<T> => {
          await read(system, `update command set not_before = null where kind = 'reserve' and state = 'queued'`)
          return look()
        }
        await eventually(
          () => afterHurrying(() => server.of('ReserveNow').length),
          (count) => count === 2,
          10_000,
        )
        assert.deepEqual(server.of('ReserveNow')[1], server.of('ReserveNow')[0])
        assert.equal((await stateOf(id)).state, 'active')

        await status(charger, 1, 'Reserved')
        await status(charger, 1, 'Available')
        await begin(charger, 'CARD-1')
        await becomes(id, 'used')
        const refusedAsOver = `select id from command where kind = 'reserve' and state = 'refused' and reason like '%over%'`
        await eventually(
          () => afterHurrying(() => read(system, refusedAsOver)),
          ({ length }) => length === 1,
          10_000,
        )
        assert.equal(server.of('ReserveNow').length, 2)
      },
    )
  })
})

async function setUp(t: TestContext) {
  const bench = await sessionBench(t, { tokens: ['CARD-1', 'CARD-2'] })
  const { system, ago } = bench
  await system.admin('token.add', { uids: ['BUS-1', 'BUS-2'], group: 'buses' })
  const later = (minutes = 60) => Temporal.Instant.from(ago(-60 * minutes))
  const reserve = async ({ identity }: BenchCharger, wish: Partial<Wish> = {}) =>
    makeReservation(
      await asPerson(system),
      identity,
      { evse: 1, tokenUid: 'CARD-1', expiresAt: later(), ...wish },
      { wait: true },
    )
  const cancel = async (id: number) => cancelReservation(await asPerson(system), id, { wait: true })
  const stateOf = async (id: number) =>
    (await read(system, 'select state, reason, session_id::int, renewals from reservation where id = $1', [id]))[0]!
  const becomes = (id: number, state: string) =>
    eventually(
      () => stateOf(id),
      (row) => row.state === state,
    )
  const factsOf = async (id: number, kind: string) =>
    (await read(system, 'select body from fact where kind = $1 and subject_id = $2', [kind, id])).map(
      ({ body }) => body,
    )
  const endByClock = () => endReservations(system.server.storage, Temporal.Instant.from(ago(0)))
  const status = (charger: BenchCharger, connector: number, is: string, at = ago(0)) =>
    charger.protocol === 'ocpp1.6'
      ? charger.call('StatusNotification', { connectorId: connector, errorCode: 'NoError', status: is, timestamp: at })
      : charger.call('StatusNotification', {
          evseId: connector,
          connectorId: 1,
          connectorStatus: is,
          timestamp: at,
        })
  const begin = (charger: BenchCharger, card: string, more: object = {}, connector = 1) =>
    charger.protocol === 'ocpp1.6'
      ? charger.call('StartTransaction', {
          connectorId: connector,
          idTag: card,
          meterStart: 0,
          timestamp: ago(0),
          ...more,
        })
      : charger.call(
          'TransactionEvent',
          event(0, 'Started', ago(0), {
            transactionId: `T-${Math.random()}`,
            idToken: { idToken: card, type: 'Central' },
            evse: { id: connector, connectorId: 1 },
            ...more,
          }),
        )
  return { bench, system, ago, reserve, cancel, stateOf, becomes, factsOf, endByClock, status, begin, later }
}
