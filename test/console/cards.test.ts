import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ConsoleUser, logIn } from '../support/console.ts'
import { askDatabase } from '../support/depot-api.ts'
import { sessionsOf } from '../support/session-rows.ts'
import type { StrictCharger } from '../support/strict-charger.ts'
import { startSystem } from '../support/system.ts'

const bootWords = { chargePointVendor: 'Acme', chargePointModel: 'One' }

async function depot(t: Parameters<typeof startSystem>[0], tokens: string[] = []) {
  const system = await startSystem(t, { chargers: ['CP-1'], tokens })
  const charger = await system.connectCharger('CP-1')
  await charger.call('BootNotification', bootWords)
  return { system, charger, anna: await logIn(system) }
}

const decision = async (charger: StrictCharger, idTag: string): Promise<string> =>
  (await charger.call('Authorize', { idTag })).idTagInfo.status

test('a card that is added charges at once, and what is said of it is kept', async (t) => {
  const { charger, anna } = await depot(t)
  assert.equal(await decision(charger, 'card-1'), 'Invalid')
  const details = { vehicle: 'BUS-1', group: 'north', visualNumber: '0042', note: 'Driver of line 7' }
  const added = await anna.post('cards', { uid: 'CARD-1', ...details, validUntil: '2099-12-31T22:00:00Z' })
  assert.equal(added.status, 201, added.text)
  assert.deepEqual(
    { ...added.body, id: 0, createdAt: '' },
    {
      id: 0,
      whitelist: 'ALLOWED',
      masterPass: false,
      oneSessionAtATime: false,
      uid: 'CARD-1',
      type: 'RFID',
      status: 'active',
      ...details,
      validUntil: '2099-12-31T22:00:00.000Z',
      createdAt: '',
    },
  )
  assert.equal(await decision(charger, 'card-1'), 'Accepted')
  const again = await anna.post('cards', { uid: 'Card-1' })
  assert.deepEqual([again.status, again.body.error.code, again.body.error.field], [409, 'conflict', 'uid'])
})

test('a change of a card counts from the next time that it is shown', async (t) => {
  const { charger, anna, system } = await depot(t, ['CARD-1'])
  const id = (await anna.get('cards')).body.items[0].id
  const blocked = await anna.patch(`cards/${id}`, { blocked: true })
  assert.equal(blocked.body.status, 'blocked')
  assert.equal(await decision(charger, 'CARD-1'), 'Blocked')
  await anna.patch(`cards/${id}`, { blocked: false, validUntil: '2020-01-01T00:00:00Z' })
  assert.equal(await decision(charger, 'CARD-1'), 'Expired')
  const back = await anna.patch(`cards/${id}`, { validUntil: null, vehicle: 'BUS-9' })
  assert.deepEqual([back.body.status, back.body.vehicle, back.body.validUntil], ['active', 'BUS-9', null])
  assert.equal(await decision(charger, 'CARD-1'), 'Accepted')
  const entries = await askDatabase(
    system.databaseUrl,
    `select actor, door, action, subject from audit_entry
    where action = 'token.changed' order by id`,
  )
  assert.equal(entries.length, 3)
  assert.deepEqual(entries[0], { actor: 'person:admin', door: 'console', action: 'token.changed', subject: 'CARD-1' })
})

test('how a card is treated is said with it, changed with it in one go, and begins anew with a removed card', async (t) => {
  const { anna, system } = await depot(t)
  const options = { whitelist: 'NEVER', masterPass: true, oneSessionAtATime: true }
  const { id, ...added } = (await anna.post('cards', { uid: 'STAFF-1', note: 'Desk', ...options })).body
  const optionsOf = ({ whitelist, masterPass, oneSessionAtATime }: any) => ({
    whitelist,
    masterPass,
    oneSessionAtATime,
  })
  assert.deepEqual(optionsOf(added), options)
  assert.deepEqual((await anna.get(`cards/${id}/options`)).body, options)

  const changed = await anna.patch(`cards/${id}`, { masterPass: false, group: 'staff' })
  assert.deepEqual([changed.body.group, optionsOf(changed.body)], ['staff', { ...options, masterPass: false }])
  await anna.patch(`cards/${id}`, { masterPass: false })
  const audited = await askDatabase(
    system.databaseUrl,
    `select body from audit_entry where action = 'token.changed' and subject = 'STAFF-1'`,
  )
  assert.deepEqual(audited, [{ body: { fields: ['masterPass', 'groupId'], masterPass: false } }])

  await anna.del(`cards/${id}`)
  const anew = (await anna.post('cards', { uid: 'STAFF-1' })).body
  assert.deepEqual(optionsOf(anew), { whitelist: 'ALLOWED', masterPass: false, oneSessionAtATime: false })
  assert.equal((await anna.patch(`cards/${id}`, { whitelist: 'SOMETIMES' })).status, 400)
})

test('a removed card is unknown to chargers, keeps its sessions, and may be restored or added again', async (t) => {
  const { charger, anna, system } = await depot(t)
  const { id } = (await anna.post('cards', { uid: 'CARD-1', vehicle: 'BUS-1', note: 'lost once' })).body
  const start = { connectorId: 1, idTag: 'CARD-1', meterStart: 0, timestamp: new Date().toISOString() }
  const { transactionId } = await charger.call('StartTransaction', start)
  assert.equal((await anna.del(`cards/${id}`)).status, 204)

  assert.equal(await decision(charger, 'CARD-1'), 'Invalid')
  assert.deepEqual((await anna.get('cards?q=CARD-1')).body.items, [])
  assert.equal((await anna.del(`cards/${id}`)).status, 404)
  assert.equal((await anna.patch(`cards/${id}`, { blocked: true })).status, 404)
  await charger.call('StopTransaction', { transactionId, meterStop: 500, timestamp: new Date().toISOString() })
  const [session] = await sessionsOf(system, 'CP-1')
  assert.deepEqual([session!.token_uid, session!.vehicle_public_id], ['CARD-1', 'BUS-1'])

  const restored = await anna.post(`cards/${id}/restore`)
  assert.deepEqual([restored.body.vehicle, restored.body.note], ['BUS-1', 'lost once'])
  assert.equal(await decision(charger, 'CARD-1'), 'Accepted')

  await anna.del(`cards/${id}`)
  const anew = await anna.post('cards', { uid: 'card-1' })
  assert.deepEqual([anew.status, anew.body.vehicle, anew.body.note], [201, null, null])
  await anna.del(`cards/${anew.body.id}`)
  const byCommandLine = await system.admin('token.add', { uids: ['CARD-1'] })
  assert.deepEqual(byCommandLine.tokens, [{ uid: 'CARD-1', outcome: 'added' }])
})

test('cards are found by any part of what is known of them, page by page', async (t) => {
  const { anna } = await depot(t)
  for (const number of [1, 2, 3, 4, 5]) {
    await anna.post('cards', { uid: `CARD-${number}`, vehicle: `BUS-${number % 2}`, visualNumber: `10%${number}` })
  }
  await anna.patch(`cards/${(await anna.get('cards?q=card-5')).body.items[0].id}`, { blocked: true })
  assert.deepEqual(await uids(anna, 'q=bus-1'), ['CARD-5', 'CARD-3', 'CARD-1'])
  assert.deepEqual(await uids(anna, `q=${encodeURIComponent('0%3')}`), ['CARD-3'])
  assert.deepEqual(await uids(anna, 'status=blocked'), ['CARD-5'])
  assert.deepEqual(await uids(anna, 'status=active&q=bus-1'), ['CARD-3', 'CARD-1'])

  const first = (await anna.get('cards?limit=2')).body
  const second = (await anna.get(`cards?limit=2&after=${first.next}`)).body
  const third = (await anna.get(`cards?limit=2&after=${second.next}`)).body
  const pages = [first, second, third].map((page) => page.items.map((card: { uid: string }) => card.uid))
  assert.deepEqual(pages, [['CARD-5', 'CARD-4'], ['CARD-3', 'CARD-2'], ['CARD-1']])
  assert.equal(third.next, null)
})

const mistakes: [name: string, body: object, field: string | undefined][] = [
  ['a uid with a line break', { uid: 'CARD\n1' }, 'uid'],
  ['a note of blanks', { uid: 'C', note: '  ' }, 'note'],
  ['a time that does not exist', { uid: 'C', validUntil: '2027-02-30T12:00:00Z' }, 'validUntil'],
  ['a time without an offset', { uid: 'C', validUntil: '2027-01-31T12:00:00.000' }, 'validUntil'],
  ['a member that nobody knows', { uid: 'C', master: true }, undefined],
  ['a uid that is too long', { uid: 'C'.repeat(37) }, 'uid'],
]

test('a card that cannot be is refused with the member that is wrong, and nothing is kept', async (t) => {
  const system = await startSystem(t)
  const anna = await logIn(system)
  for (const [name, body, field] of mistakes) {
    const { status, body: reply } = await anna.post('cards', body)
    assert.deepEqual([status, reply.error.code], [400, 'invalid_value'], name)
    if (field) assert.equal(reply.error.field, field, name)
  }
  assert.deepEqual((await anna.get('cards')).body, { items: [], next: null })
  assert.equal((await anna.get('cards?after=x')).status, 400)
})

test('cards are seen by viewers, changed by operators, and never shown to another tenant', async (t) => {
  const system = await startSystem(t, { tokens: ['CARD-1'] })
  const viewer = await logIn(system, { role: 'viewer' })
  const operator = await logIn(system, { role: 'operator' })
  const { id } = (await viewer.get('cards')).body.items[0]
  assert.equal((await viewer.patch(`cards/${id}`, { blocked: true })).body.error.code, 'forbidden')
  assert.equal((await viewer.post('cards', { uid: 'CARD-2' })).status, 403)
  assert.equal((await operator.patch(`cards/${id}`, { blocked: true })).status, 200)

  await system.admin('tenant.add', { slug: 'other' })
  const stranger = await logIn(system, { role: 'administrator', tenant: 'other' })
  assert.deepEqual((await stranger.get('cards')).body.items, [])
  for (const answer of [
    await stranger.patch(`cards/${id}`, { blocked: false }),
    await stranger.del(`cards/${id}`),
    await stranger.post(`cards/${id}/restore`),
  ]) {
    assert.equal(answer.status, 404)
  }
  assert.equal((await stranger.post('cards', { uid: 'CARD-1' })).status, 201)
  assert.doesNotMatch((await stranger.get('cards.csv')).text, /blocked/)
})

async function uids(user: ConsoleUser, query: string): Promise<string[]> {
  const { body, text } = await user.get(`cards?${query}`)
  assert.ok(body.items, text)
  return body.items.map((card: { uid: string }) => card.uid)
}
