import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLog } from '#server/log.ts'
import { askDatabase, basic, openDepot } from '#test/support/depot-api.ts'
import { reportCharge, secondsAgo } from '#test/support/depot-sessions.ts'
import { HandshakeRefused } from '#test/support/raw-charger.ts'
import { eventually, startSystem } from '#test/support/system.ts'

const canaries = {
  card: 'CANARYCARD1',
  'card of another charger': 'CANARYCARD2',
  'unknown card': 'CANARYCARD3',
  'wrong password of a charger': 'canary-wrong-password-16',
  'wrong secret of a client': 'canary-wrong-secret',
  'made-up token': 'canary.made.up',
  'secret in a query': 'canary-in-a-query',
  'imported card': 'CANARYCARD4',
  'card that cannot be one': 'CANARY CARD 5',
  'card of a remote start': 'CANARYCARD6',
  'card of a reservation': 'CANARYCARD7',
  'identification number of a vehicle': 'CANARYVIN00000001',
  'wrong password of a vehicle': 'Canary-vehicle-1',
}

test('S27: the log at its most talkative shows no password, secret, token or card', async (t) => {
  const lines: string[] = []
  const log = createLog({ level: 'trace' }, { write: (line) => void lines.push(line) })
  const env = { VOLTYARD_DEPOT_RATE_LIMIT_MAX: '60' }
  const system = await startSystem(t, { tokens: [canaries.card, canaries['card of another charger']], log, env })
  const passwords = [await system.addCharger('CP-1'), await system.addCharger('CS-1')]
  const depot = await openDepot(system)

  await chargeWith16(system)
  await chargeWith201(system)
  await refuseCharger(system)
  await useRoutes(depot)
  await failRequests(system, depot)
  await system.stop()

  const messages = lines.map((line) => JSON.parse(line).msg)
  for (const message of ['voltyard is ready', 'request answered', 'request failed']) {
    assert.ok(messages.includes(message), `${message} is in ${[...new Set(messages)].join(', ')}`)
  }

  const { clientId, secret, token } = depot
  const written = lines.join('\n').toLowerCase()
  const secrets = { ...canaries, 'client secret': secret, 'access token': token, 'its signature': token.split('.')[2]! }
  const inHeaders = {
    'header of the client': basic(clientId, secret).slice(6),
    'header of the charger': basic('CP-1', passwords[0]!).slice(6),
    'password of the 1.6 charger': passwords[0]!,
    'password of the 2.0.1 charger': passwords[1]!,
    'database password': new URL(system.databaseUrl).password || 'no-password-is-set',
  }
  for (const [what, value] of Object.entries({ ...secrets, ...inHeaders })) {
    await t.test(`not the ${what}`, () => {
      const found = lines.find((line) => line.toLowerCase().includes(value.toLowerCase()))
      assert.equal(found, undefined)
    })
  }
  await t.test('nor any header that authorises', () =>
    assert.doesNotMatch(written, /basic [a-z0-9+/]{8,}|bearer [\w-]+\./),
  )
})

type Started = Awaited<ReturnType<typeof startSystem>>

async function chargeWith16(system: Started): Promise<void> {
  const charger = await system.connectCharger('CP-1')
  await charger.call('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' })
  for (const idTag of [canaries.card, canaries['unknown card']]) {
    await charger.call('Authorize', { idTag })
    await reportCharge(charger, { idTag, startedAt: secondsAgo(600), endedAt: secondsAgo(300) })
  }
  charger.handle('RemoteStartTransaction', () => ({ status: 'Accepted' }))
  const request = { kind: 'start', evse: 1, tokenUid: canaries.card }
  await system.admin('command.send', { charger: 'CP-1', request, deadlineSeconds: 5 })
  await charger.close()

  const raw = await system.connectRaw('CP-1')
  raw.send(`[2,"1","StartTransaction",{"idTag":"${canaries.card}","connectorId":"x"}]`)
  raw.send(`[2,"2","Authorize",{"idTag":["${canaries.card}"]}]`)
  raw.send(`[2,"3","Nonsense",{"idTag":"${canaries.card}"}]`)
  raw.send(`[2,"4","Authorize",{"idTag":"${canaries.card}"`)
  await raw.call('Heartbeat', {})
}

async function chargeWith201(system: Started): Promise<void> {
  const charger = await system.connectCharger('CS-1', { protocol: 'ocpp2.0.1' })
  await charger.call('BootNotification', { reason: 'PowerUp', chargingStation: { vendorName: 'A', model: 'B' } })
  const idToken = { idToken: canaries['card of another charger'], type: 'ISO14443' }
  await charger.call('Authorize', { idToken })
  const event = (seqNo: number, eventType: string) =>
    charger.call('TransactionEvent', {
      eventType,
      seqNo,
      triggerReason: 'Authorized',
      timestamp: secondsAgo(60 - seqNo),
      transactionInfo: { transactionId: 'tx-1' },
      evse: { id: 1, connectorId: 1 },
      idToken,
    })
  await event(0, 'Started')
  await event(1, 'Ended')
}

async function refuseCharger(system: Started): Promise<void> {
  for (const identity of ['CP-1', 'CP-9']) {
    const password = canaries['wrong password of a charger']
    await assert.rejects(system.connectRaw(identity, { password }), HandshakeRefused)
  }
}

/** Every call that is told of a card or of a vehicle, in its path or in its body; some are refused. */
async function useRoutes(depot: Awaited<ReturnType<typeof openDepot>>): Promise<void> {
  const send = async (path: string, body?: object, more: object = {}) =>
    depot.call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...more },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
  const card = canaries['imported card']
  assert.equal((await send('/v2/rfid', { interimVehicleIDs: [card] })).status, 201)
  const bad = canaries['card that cannot be one']
  assert.equal((await send('/v2/rfid', { interimVehicleIDs: [card, bad] })).status, 400)
  for (const path of [`${card}/false`, `${card}/maybe`, `${bad}/true`]) await send(`/v2/rfid/${encodeURI(path)}`)
  const started = canaries['card of a remote start']
  for (const charger of ['CS-1', 'NONE']) {
    const path = `/v1/chargerControl/chargers/${charger}/remoteCommands/startChargingSession`
    await send(path, { connectorId: 1, idTag: started })
    await send(path, { connectorId: 'x', idTag: started })
  }
  for (const AuthorizationValue of [canaries['card of a reservation'], card]) {
    await send('/v1/reservations/chargers/CP-1/connectors/1', {
      ...{ ReservationStart: secondsAgo(-3_600), ReservationEnd: secondsAgo(-7_200), AuthorizationType: 'RFID' },
      AuthorizationValue,
    })
  }
  const vin = canaries['identification number of a vehicle']
  const authorization = basic(vin, canaries['wrong password of a vehicle'])
  for (const path of ['/vdv', '/v1/vdv']) {
    assert.equal((await send(path, { seq: 0, vin }, { authorization })).status, 401)
  }
}

/** Refused by us, refused by the limit, and failing for a fault of ours: a table that is not there any more. */
async function failRequests(system: Started, depot: Awaited<ReturnType<typeof openDepot>>): Promise<void> {
  const grant = { grant_type: 'client_credentials' }
  const wrong = canaries['wrong secret of a client']
  await depot.askToken(grant, basic(depot.clientId, wrong))
  await depot.askToken({ ...grant, client_id: depot.clientId, client_secret: wrong }, null)
  await depot.askToken({ ...grant, client_id: depot.clientId, client_secret: depot.secret }, null)
  const json = { 'content-type': 'application/json' }
  await depot.call('/oauth2/token', { method: 'POST', headers: json, body: `{"client_secret":"${wrong}` })
  await depot.call('/v2/transactions', { token: canaries['made-up token'] })
  await depot.call(`/v2/transactions?access_token=${canaries['secret in a query']}`)
  await depot.call(`/v2/transactions?page=x&vehicleId=${canaries.card}`)
  await depot.call(`/v2/transactions?vehicleId=${canaries.card}&from=%`)

  await askDatabase(system.databaseUrl, 'alter table session rename to session_elsewhere')
  const failed = await depot.call(`/v2/transactions?vehicleId=${canaries.card}`)
  assert.equal(failed.status, 500)
  await askDatabase(system.databaseUrl, 'alter table session_elsewhere rename to session')
  await eventually(
    () => depot.call(`/v2/transactions?vehicleId=${canaries.card}`),
    ({ status }) => status === 429,
  )
}
