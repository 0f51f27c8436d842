import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logIn } from '#test/support/console.ts'
import { card, event, meter } from '#test/support/priced-charger.ts'
import { read, sessionsOf } from '#test/support/session-rows.ts'
import { startSystem } from '#test/support/system.ts'

const now = () => new Date().toISOString()

test('tariffs in the console', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1'] })
  const anna = await logIn(system)
  const [found] = await read(system, 'select id::int from charger')
  const charger = found!.id as number

  await t.test('a tariff is added, assigned, shown with the session, taken away and retired', async () => {
    const body = { name: 'Standard', currency: 'EUR', energy: [{ price: '0.390' }], taxPercent: '19' }
    const added = await anna.post('tariffs', body)
    assert.equal(added.status, 201)
    assert.deepEqual([added.body.energy, added.body.minimum, added.body.retiredAt], [[{ price: '0.39' }], null, null])
    const again = await anna.post('tariffs', { ...body, energy: [{ price: '0.39' }] })
    assert.equal(again.body.id, added.body.id, 'the same content is the same tariff')

    const assigned = await anna.post('tariff-assignments', { tariff: added.body.id, charger, evse: 1 })
    assert.equal(assigned.status, 201)
    assert.deepEqual([assigned.body.place, assigned.body.charger, assigned.body.evse], ['evse', 'CP-1', 1])

    const socket = await system.connectCharger('CP-1', { protocol: 'ocpp2.0.1' })
    await socket.call('BootNotification', { reason: 'PowerUp', chargingStation: { vendorName: 'A', model: 'B' } })
    const begin = meter(1_000, now(), 'Transaction.Begin')
    await socket.call('TransactionEvent', event(0, 'Started', now(), { ...card, ...begin }))
    const ended = event(1, 'Ended', now(), meter(11_000, now(), 'Transaction.End'))
    assert.deepEqual(await socket.call('TransactionEvent', ended), { totalCost: 4.64 })
    const [session] = await sessionsOf(system, 'CP-1')
    const { cost } = (await anna.get(`sessions/${session!.id}`)).body
    assert.deepEqual(cost, {
      tariff: added.body.id,
      tariffName: 'Standard',
      tariffChanged: false,
      isFinal: true,
      currency: 'EUR',
      exclTax: '3.9',
      inclTax: '4.64',
      lines: [{ kind: 'energy', exclTax: '3.900000' }],
      chargersOwn: null,
      differs: false,
    })

    const listed = (await anna.get('tariffs')).body
    assert.deepEqual([listed.tariffs.length, listed.assignments.length], [1, 1])
    assert.equal((await anna.del(`tariff-assignments/${assigned.body.id}`)).status, 204)
    assert.equal((await anna.del(`tariff-assignments/${assigned.body.id}`)).status, 404)
    const retired = await anna.post(`tariffs/${added.body.id}/retire`, {})
    assert.notEqual(retired.body.retiredAt, null)
    assert.equal((await anna.post('tariff-assignments', { tariff: added.body.id })).status, 404)
    const trail = await read(system, `select action from audit_entry where action like 'tariff.%' order by id`)
    const actions = trail.map(({ action }) => action)
    assert.deepEqual(actions, [
      'tariff.added',
      'tariff.added',
      'tariff.assigned',
      'tariff.unassigned',
      'tariff.retired',
    ])
  })

  await t.test('what makes no sense is refused by name, and changes nothing', async () => {
    const before = await read(system, 'select count(*)::int from tariff')
    const wrong = [
      { name: 'T', currency: 'eur' },
      { name: 'T', currency: 'EUR', energy: [{ price: '-1' }] },
      { name: 'T', currency: 'EUR', energy: [{ price: '0.1', when: { fromTime: '7:00' } }] },
      { name: 'T', currency: 'EUR', energy: [{ price: '0.1', unknown: 1 }] },
      { name: ' ', currency: 'EUR' },
    ]
    for (const body of wrong) {
      const { status, body: answer } = await anna.post('tariffs', body)
      assert.deepEqual([status, answer.error.code], [400, 'invalid_value'], JSON.stringify(body))
    }
    assert.deepEqual(await read(system, 'select count(*)::int from tariff'), before)
    const { body } = await anna.post('tariffs', { name: 'T', currency: 'EUR' })
    assert.equal((await anna.post('tariff-assignments', { tariff: body.id, evse: 1 })).status, 400)
    assert.equal((await anna.post('tariff-assignments', { tariff: body.id, charger, card: 'X' })).status, 400)
    assert.equal((await anna.post('tariff-assignments', { tariff: body.id, charger: 987_654 })).status, 404)
    assert.equal((await anna.post('tariff-assignments', { tariff: 987_654 })).status, 404)
  })
})
