import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answering, ask, asPerson } from '#test/support/priced-charger.ts'
import { type BenchCharger, sessionBench } from '#test/support/session-bench.ts'
import { read } from '#test/support/session-rows.ts'

test('payments at a 2.1 charger, and batteries that are swapped in it', async (t) => {
  const env = { VOLTYARD_RECEIPT_URL: 'https://pay.example.com/receipts/{receipt}' }
  const bench = await sessionBench(t, { tokens: ['CARD-1'], env })
  const { system, ago } = bench
  const connect = () => bench.charger({ protocol: 'ocpp2.1' })
  const rowsOf = (table: string, charger: BenchCharger) =>
    read(
      system,
      `select x.* from ${table} x join charger c on c.id = x.charger_id where c.identity = $1 order by x.id`,
      [charger.identity],
    )
  const says = async (charger: BenchCharger, variable: string, value: string) => {
    const ctx = await asPerson(system)
    const found = await ctx.chargers.find(charger.identity)
    const nowhere = { componentInstance: null, evse: null, connector: null, variableInstance: null }
    await ctx.transaction((tx) =>
      tx.devices.observe(found!, [{ ...nowhere, component: 'PaymentCtrlr', variable, value }]),
    )
  }
  const settlement = (more: object = {}) => ({
    pspRef: 'PSP-1',
    status: 'Settled',
    settlementAmount: 12.34,
    settlementTime: ago(10),
    transactionId: 'T-1',
    ...more,
  })

  await t.test('N-05: a settlement is recorded, once by its reference, and what is newer of it counts', async () => {
    const charger = await connect()
    assert.deepEqual(
      await charger.call(
        'NotifySettlement',
        settlement({ status: 'Failed', settlementTime: ago(60), statusInfo: 'card' }),
      ),
      {},
    )
    await charger.call('NotifySettlement', settlement())
    await charger.call('NotifySettlement', settlement())
    await charger.call('NotifySettlement', settlement({ status: 'Canceled', settlementTime: ago(3_600) }))
    const rows = await rowsOf('settlement', charger)
    assert.deepEqual(
      rows.map(({ psp_ref, status, amount, transaction_id, receipt_url }) => [
        psp_ref,
        status,
        Number(amount),
        transaction_id,
        receipt_url,
      ]),
      [['PSP-1', 'Settled', 12.34, 'T-1', null]],
    )
    assert.deepEqual(charger.violations, [])
  })

  await t.test(
    'C21.FR.03: where receipts are ours there is one, the same each time; a failed payment has none',
    async () => {
      const charger = await connect()
      await says(charger, 'ReceiptByCSMS', 'true')
      const first = await charger.call('NotifySettlement', settlement())
      assert.match(first.receiptUrl, /^https:\/\/pay\.example\.com\/receipts\/[\w-]{20,}$/)
      assert.deepEqual(await charger.call('NotifySettlement', settlement()), first)
      assert.deepEqual(await charger.call('NotifySettlement', settlement({ pspRef: 'PSP-2', status: 'Rejected' })), {})
      const other = await charger.call('NotifySettlement', settlement({ pspRef: 'PSP-3' }))
      assert.notEqual(other.receiptUrl, first.receiptUrl)
      assert.deepEqual(charger.violations, [])
    },
  )

  await t.test('a settlement of a senseless amount is refused, and nothing of it is kept', async () => {
    const charger = await connect()
    await assert.rejects(charger.call('NotifySettlement', settlement({ settlementAmount: 1e12 })))
    assert.deepEqual(await rowsOf('settlement', charger), [])
  })

  await t.test('C18.FR.10: a VAT number is checked, and the EVSE is named as it was asked', async () => {
    const charger = await connect()
    assert.deepEqual(await charger.call('VatNumberValidation', { vatNumber: 'DE136695976', evseId: 2 }), {
      ...{ vatNumber: 'DE136695976', status: 'Accepted', evseId: 2 },
    })
    assert.deepEqual(await charger.call('VatNumberValidation', { vatNumber: 'DE136695975' }), {
      vatNumber: 'DE136695975',
      status: 'Rejected',
      statusInfo: { reasonCode: 'InvalidValue', additionalInfo: 'wrong-check-digits' },
    })
    assert.equal((await charger.call('VatNumberValidation', { vatNumber: 'nonsense' })).status, 'Rejected')
    assert.deepEqual(charger.violations, [])
  })

  await t.test('C25.FR.21: an EVSE is kept for whoever pays on a web page; other versions cannot', async () => {
    const charger = await connect()
    const server = answering(charger, { NotifyWebPaymentStarted: () => ({}) })
    const request = { kind: 'web-payment-started', evse: 1, timeoutSeconds: 120 } as const
    assert.equal((await ask(system, charger, request)).state, 'accepted')
    assert.deepEqual(server.of('NotifyWebPaymentStarted'), [{ evseId: 1, timeout: 120 }])
    for (const protocol of ['ocpp1.6', 'ocpp2.0.1']) {
      const older = await bench.charger({ protocol })
      assert.match(String((await ask(system, older, request)).reason), /no payments on web pages/)
    }
  })

  const swap = (eventType: string, requestId: number, serialNumber: string, uid = 'CARD-1') => ({
    eventType,
    requestId,
    idToken: { idToken: uid, type: 'Central' },
    batteryData: [{ evseId: 1, serialNumber, soC: 20, soH: 95 }],
  })

  await t.test('S03: what went in and what came out are one swap, in whatever order they are told', async () => {
    const charger = await connect()
    assert.deepEqual(await charger.call('BatterySwap', swap('BatteryOut', 7, 'full')), {})
    await charger.call('BatterySwap', swap('BatteryIn', 7, 'empty'))
    await charger.call('BatterySwap', swap('BatteryIn', 7, 'empty'))
    await charger.call('BatterySwap', swap('BatteryIn', 8, 'other', 'NOBODYS'))
    await charger.call('BatterySwap', swap('BatteryOutTimeout', 8, 'other', 'NOBODYS'))
    const rows = await rowsOf('battery_swap', charger)
    const serials = (batteries: { serialNumber: string }[] | null) => batteries?.map((one) => one.serialNumber) ?? null
    assert.deepEqual(
      rows.map((row) => [
        ...[
          row.request_id,
          row.decision,
          serials(row.batteries_in),
          serials(row.batteries_out),
          row.timed_out_at !== null,
        ],
      ]),
      [
        [7, 'accepted', ['empty'], ['full'], false],
        [8, 'unknown', ['other'], null, true],
      ],
    )
    const events = await rowsOf('charger_event', charger)
    assert.equal(events.filter(({ kind }) => kind === 'battery-swap').length, 4)
    assert.deepEqual(charger.violations, [])
  })

  await t.test(
    'S02.FR.03: a swap is asked for only with a token that may, and what comes of it is the same swap',
    async () => {
      const charger = await connect()
      let status = 'Rejected'
      const server = answering(charger, { RequestBatterySwap: () => ({ status }) })
      const request = (tokenUid: string) =>
        ask(system, charger, { kind: 'request-battery-swap', tokenUid, tokenType: 'Central' })
      assert.match(String((await request('NOBODYS')).reason), /may not swap/)
      assert.deepEqual(server.calls, [])
      assert.equal((await request('CARD-1')).state, 'refused')
      assert.deepEqual(await rowsOf('battery_swap', charger), [])
      status = 'Accepted'
      const { id, state } = await request('CARD-1')
      assert.equal(state, 'accepted')
      const [first, second] = server.of('RequestBatterySwap')
      assert.notEqual(first.requestId, second.requestId)
      await charger.call('BatterySwap', swap('BatteryIn', second.requestId, 'empty'))
      const [row, ...others] = await rowsOf('battery_swap', charger)
      assert.deepEqual(
        [row!.request_id, Number(row!.command_id), row!.decision, others.length],
        [second.requestId, id, 'accepted', 0],
      )
      assert.deepEqual(charger.violations, [])
    },
  )
})
