import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDepot } from '#test/support/depot-api.ts'
import { dayAt, reportCharge } from '#test/support/depot-sessions.ts'
import { read } from '#test/support/session-rows.ts'
import { startSystem } from '#test/support/system.ts'

const many = 21_500

test('pages of tens of thousands of transactions', async (t) => {
  const env = { VOLTYARD_DEPOT_RATE_LIMIT: 'off' }
  const system = await startSystem(t, { chargers: ['CP-1', 'CP-2'], tokens: ['CARD-1'], env })
  const depot = await openDepot(system)
  const charger = await system.connectCharger('CP-1')
  await reportCharge(charger, { startedAt: dayAt(400, '08:00'), endedAt: dayAt(400, '09:00') })
  // Older than its copies.
  await read(system, `update session set inserted_at = inserted_at - interval '401 days'`)
  await read(system, copies, [many])

  const list = async (query: Record<string, string | number>): Promise<number[]> => {
    const { body } = await depot.call(`/v2/transactions?${new URLSearchParams(query as Record<string, string>)}`)
    return body.map((record: { TransactionID: number }) => record.TransactionID)
  }
  /** The same from all rows, as the words of the API say. */
  const truth = async (where: string, { orderBy = 'TransactionID', order = 'desc', page = 1 }: Question) => {
    const by = { TransactionID: 'record_no', StartAt: 'started_at', EndAt: 'ended_at' }[orderBy]
    const text = `select record_no from session where record_no is not null and ${where}
      order by ${by} ${order}, record_no ${order} limit 100 offset ${(page - 1) * 100}`
    return (await read(system, text)).map((row) => Number(row.record_no))
  }
  const assertPages = async (pages: readonly number[]) => {
    for (const orderBy of ['TransactionID', 'StartAt', 'EndAt']) {
      for (const order of ['asc', 'desc']) {
        for (const page of pages) {
          const asked = { orderBy, order, page }
          assert.deepEqual(await list(asked), await truth('true', asked), JSON.stringify(asked))
        }
      }
    }
  }

  await t.test('deep pages are those of the whole list, in every order', () => assertPages([1, 200, 201, 216]))

  await t.test('a page beyond the end is empty', async () => {
    for (const page of [217, 100_000]) assert.deepEqual(await list({ page }), [])
  })

  await t.test('deep pages of a connector are those of its own list', async () => {
    for (const orderBy of ['TransactionID', 'EndAt']) {
      const asked = { orderBy, page: 203 }
      assert.deepEqual(await list({ connectorId: 1, ...asked }), await truth('connector_number = 1', asked))
    }
  })

  await t.test('a record that comes, and one that gets other times later, are where they belong', async () => {
    await reportCharge(charger, { startedAt: dayAt(200, '08:00'), endedAt: dayAt(200, '09:00') })
    await assertPages([205])
    const move = `update session set started_at = started_at + $1::interval, ended_at = ended_at + $1::interval
      where record_no = (select min(record_no) + $2 from session)`
    for (const [by, number] of [
      ['100 days', 7],
      ['-3 years', 900],
    ]) {
      await read(system, move, [by, number])
    }
    await assertPages([205])
  })

  await t.test('they are there too when the note of it has been tidied away before anybody has looked', async () => {
    const move = `update session set started_at = started_at - interval '2 years'
      where record_no = (select min(record_no) + $1 from session)`
    for (const number of [20, 1_200]) {
      await read(system, move, [number])
      await system.admin('retention.apply', {})
      assert.equal((await read(system, 'select from session_move')).length, 1)
      await assertPages([205])
    }
  })

  await t.test('a window on one time is the same in the order of any, whenever its records were told', async () => {
    await read(system, 'update session set started_at = null where record_no % 700 = 3')
    await assertPages([205])
    const windows: [from: string | null, to: string | null][] = [
      [dayAt(300, '00:00'), dayAt(290, '00:00')],
      [dayAt(390, '12:00'), dayAt(20, '00:00')],
      [dayAt(100, '07:30'), null],
      [null, dayAt(250, '00:00')],
      [dayAt(2_000, '00:00'), dayAt(900, '00:00')],
    ]
    for (const [from, to] of windows) {
      const between = (column: string) =>
        [from && `${column} >= '${from}'`, to && `${column} <= '${to}'`].filter(Boolean).join(' and ')
      const overlap = [to && `started_at <= '${to}'`, from && `ended_at >= '${from}'`].filter(Boolean).join(' and ')
      for (const [filterBy, where] of [
        ['StartAt', between('started_at')],
        ['EndAt', between('ended_at')],
        ['InsertedAt', between('inserted_at')],
        ['Overlapping', overlap],
      ] as const) {
        for (const [orderBy, order, page] of [
          ['TransactionID', 'asc', 1],
          ['StartAt', 'desc', 3],
          ['EndAt', 'asc', 2],
        ] as const) {
          const asked = { orderBy, order, page }
          const query = { filterBy, ...(from && { from }), ...(to && { to }), ...asked }
          assert.deepEqual(await list(query), await truth(where, asked), JSON.stringify(query))
        }
      }
      const also = {
        chargerId: 'CP-2',
        orderBy: 'StartAt',
        filterBy: 'InsertedAt',
        ...(from && { from }),
        ...(to && { to }),
      }
      const ofCharger = `charger_id = (select id from charger where identity = 'CP-2') and ${between('inserted_at')}`
      assert.deepEqual(await list(also), await truth(ofCharger, also))
    }
  })
})

type Question = { orderBy?: string; order?: string; page?: number }

// Spread over 400 days, published in the order of their ends but for those told late, or by a clock that is fast. Some
// are of the same instant, some last for weeks.
const copies = `
  with model as (select s.*, c.other from session s, (select max(id) as other from charger) c),
  told as (
    select n, date_trunc('minute', now()) - interval '400 days' + n * (interval '399 days' / $1::int) as at
      from generate_series(1, $1::int) n),
  timed as (
    select n, at, ended, ended - case n % 61 when 0 then interval '20 days' else interval '1 minute' * (30 + n % 300) end as began
      from told, lateral (select date_trunc('hour', at) - case when n % 50 = 0 then interval '3 days'
                                      when n % 977 = 0 then interval '2 years' when n % 331 = 0 then interval '-1 day'
                                      else interval '0' end as ended) e)
  insert into session (id, tenant_id, charger_id, ocpp_evse, connector, connector_number, wire_family, wire_id, epoch,
    state, token_uid, decision, started_at, ended_at, energy_wh, evidence, opened_at, last_message_at, version,
    write_mark, record_no, inserted_at)
  select nextval('session_id_seq'), m.tenant_id, case n % 3 when 0 then m.other else m.charger_id end, 1, 1,
         case n % 40 when 0 then 2 else 1 end, m.wire_family, nextval('session_wire_id')::text, 0, m.state, m.token_uid,
         m.decision, began, ended, 1000, '{}', at, at, 1, m.write_mark, nextval('session_record_no'), at
    from timed, model m order by n`
