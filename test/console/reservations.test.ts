import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logIn } from '#test/support/console.ts'
import { eventually, startSystem } from '#test/support/system.ts'

test('reservations, lists of cards and how cards are treated, at the console', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1'] })
  const charger = await system.connectCharger('CP-1')
  await charger.call('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' })
  charger.handle('ReserveNow', () => ({ status: 'Accepted' }))
  charger.handle('CancelReservation', () => ({ status: 'Accepted' }))
  const cards: string[] = []
  let version = 0
  charger.handle('GetLocalListVersion', () => ({ listVersion: version }))
  charger.handle('SendLocalList', ({ listVersion, localAuthorizationList }) => {
    version = listVersion
    cards.push(...localAuthorizationList.map(({ idTag }: { idTag: string }) => idTag))
    return { status: 'Accepted' }
  })
  const anna = await logIn(system)
  const [{ id: chargerId }] = (await anna.get('board')).body.chargers
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString()

  await t.test('a reservation is made, shown and cancelled', async () => {
    const made = await anna.post(`chargers/${chargerId}/reservations`, { evse: 1, card: 'CARD-1', expiresAt: inAnHour })
    assert.equal(made.status, 202, made.text)
    assert.deepEqual([made.body.charger, made.body.evse, made.body.card], ['CP-1', 1, 'CARD-1'])
    const listed = () => anna.get(`reservations?charger=${chargerId}&open=1`)
    await eventually(listed, ({ body }) => body.items[0]?.state === 'active')
    assert.equal((await anna.post(`reservations/${made.body.id}/cancel`)).status, 202)
    await eventually(listed, ({ body }) => body.items.length === 0)
    const { body } = await anna.get('reservations')
    assert.deepEqual([body.items[0].state, body.next], ['cancelled', null])
    assert.equal((await anna.post(`reservations/${made.body.id}/cancel`)).status, 409)
  })

  await t.test('a reservation for later is shown as scheduled, and cancelled without its charger', async () => {
    const inTwoHours = new Date(Date.now() + 7_200_000).toISOString()
    const wish = { evse: 1, card: 'CARD-1', startsAt: inAnHour, expiresAt: inTwoHours }
    const made = await anna.post(`chargers/${chargerId}/reservations`, wish)
    assert.deepEqual([made.status, made.body.state, made.body.startsAt], [202, 'scheduled', inAnHour])
    assert.equal((await anna.post(`chargers/${chargerId}/reservations`, wish)).status, 409)
    assert.equal((await anna.get('reservations?open=1')).body.items[0].id, made.body.id)
    assert.equal((await anna.post(`reservations/${made.body.id}/cancel`)).body.state, 'cancelled')
  })

  await t.test('what cannot be reserved is refused, and named', async () => {
    const soon = new Date(Date.now() + 10_000).toISOString()
    for (const [wish, field] of [
      [{ evse: 9, card: 'CARD-1', expiresAt: inAnHour }, 'evse'],
      [{ evse: 1, card: 'CARD-1', expiresAt: soon }, 'expiresAt'],
      [{ evse: 1, card: ' ', expiresAt: inAnHour }, 'card'],
      [{ evse: 1, card: 'CARD-1', startsAt: '2027-01-01T00:00:00Z', expiresAt: '2026-12-01T00:00:00Z' }, 'expiresAt'],
      [{ evse: 1, card: 'NOBODY', startsAt: soon, expiresAt: inAnHour }, 'card'],
    ] as const) {
      const { status, body } = await anna.post(`chargers/${chargerId}/reservations`, wish)
      assert.deepEqual([status, body.error.field], [400, field])
    }
  })

  await t.test('a list is switched on, shown and sent anew', async () => {
    const path = `chargers/${chargerId}/local-list`
    assert.deepEqual((await anna.get(path)).body, {
      ...{
        mode: 'off',
        state: 'unknown',
        reason: null,
        version: 0,
        confirmedVersion: null,
        cards: 0,
        acceptedAt: null,
      },
    })
    assert.equal((await anna.patch(path, { mode: 'automatic' })).body.mode, 'automatic')
    const { body } = await eventually(
      () => anna.get(path),
      (answer) => answer.body.state === 'current',
      20_000,
    )
    assert.deepEqual([body.version, body.confirmedVersion, body.cards], [1, 1, 1])
    assert.equal((await anna.post(`${path}/send`)).status, 202)
    await eventually(
      () => anna.get(path),
      (answer) => answer.body.confirmedVersion === 2,
      20_000,
    )
    assert.deepEqual(cards, ['CARD-1', 'CARD-1'])
  })

  await t.test('a card’s options are shown and changed', async () => {
    const [{ id }] = (await anna.get('cards')).body.items
    const usual = { whitelist: 'ALLOWED', masterPass: false, oneSessionAtATime: false }
    assert.deepEqual((await anna.get(`cards/${id}/options`)).body, usual)
    const changed = await anna.patch(`cards/${id}/options`, { whitelist: 'NEVER', oneSessionAtATime: true })
    assert.deepEqual(changed.body, { ...usual, whitelist: 'NEVER', oneSessionAtATime: true })
    assert.equal((await anna.patch('cards/987654321/options', { masterPass: true })).status, 404)
  })

  await t.test('a charger’s own token for starts from afar is known at once (Q-214)', async () => {
    const path = `chargers/${chargerId}/remote-start`
    assert.deepEqual((await anna.get(path)).body, { token: null })
    assert.deepEqual((await anna.patch(path, { token: '04A1B2C3' })).body, { token: '04A1B2C3' })
    assert.equal((await charger.call('Authorize', { idTag: '04a1b2c3' })).idTagInfo.status, 'Accepted')
    assert.deepEqual((await anna.patch(path, { token: null })).body, { token: null })
  })
  assert.deepEqual(charger.violations, [])
})
