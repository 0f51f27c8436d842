import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logIn } from '../support/console.ts'
import { askDatabase, openDepot } from '../support/depot-api.ts'
import { openPlatform } from '../support/platform-api.ts'
import { startSystem } from '../support/system.ts'

// S21: what does harm does it to one charger at a time. Only campaigns reach many; their limits have tests of their own.

/** Routes that change something and name nothing in their address, with what they are about. A new one has to be added here. */
const withoutSubject: Record<string, string> = {
  'POST /oauth2/token': 'a login of a program',
  'POST /v2/rfid': 'cards',
  'POST /vdv': 'the vehicle itself',
  'POST /v1/vdv': 'the vehicle itself',
  'POST /console-api/login': 'a login',
  'POST /console-api/logout': 'a login',
  'PATCH /console-api/me': 'oneself',
  'POST /console-api/confirm': 'a login',
  'POST /console-api/password': 'oneself',
  'DELETE /console-api/devices': 'oneself',
  'POST /console-api/second-factor': 'oneself',
  'POST /console-api/second-factor/enable': 'oneself',
  'DELETE /console-api/second-factor': 'oneself',
  'POST /console-api/accounts': 'an account',
  'POST /console-api/clients': 'a client',
  'POST /console-api/api-tokens': 'a token of a program',
  'PATCH /console-api/settings/retention': 'what is kept',
  'POST /console-api/chargers': 'a new charger',
  'POST /console-api/chargers/import': 'what is configured of chargers; they are asked for nothing',
  'POST /console-api/firmware': 'a file',
  'POST /console-api/firmware-files': 'a file',
  'POST /console-api/firmware-campaigns': 'many chargers, in waves of a limited size, stopped by failures',
  'POST /console-api/firmware-campaigns/preview': 'nothing, it only counts',
  'POST /console-api/templates': 'how chargers are set up, each at its next time',
  'POST /console-api/templates/preview': 'nothing, it only counts',
  'POST /console-api/tariffs': 'a tariff',
  'POST /console-api/tariff-assignments': 'a tariff',
  'POST /console-api/sites': 'a site that is not live',
  'POST /console-api/vehicles': 'a vehicle',
  'POST /console-api/vehicles/import': 'vehicles',
  'POST /console-api/cards': 'a card',
  'POST /console-api/cards/import': 'cards',
  'POST /public-api/resources/charge-points/v2.0': 'a new charger',
  'POST /public-api/resources/evses/v2.1': 'a new EVSE',
  'POST /public-api/resources/id-tags/v2.0': 'a card',
}

/** What one route or another takes for a command. */
const bodies = [
  undefined,
  {},
  { kind: 'reset', mode: 'hard' },
  { kind: 'availability', operative: false, connector: null },
  { kind: 'stop', sessionId: null, evse: 1 },
  { action: 'Reset', payload: { type: 'Hard' } },
  { card: 'CARD-1', evse: 1 },
  { evse: 1, limit: 0, unit: 'W' },
  { limitA: 0 },
  { limitW: 0 },
  { type: 'Hard' },
]

test('S21: no route reaches many chargers at once, but for campaigns', async (t) => {
  const system = await startSystem(t, {
    ...{ chargers: ['CP-1', 'CP-2', 'CP-3'], tokens: ['CARD-1'] },
    env: { VOLTYARD_DEPOT_RATE_LIMIT: 'off' },
  })
  const { depot, console, platform } = system.server.routes
  const changing = [...depot, ...console, ...platform].filter(({ method }) => !['GET', 'HEAD'].includes(method))

  await t.test('every route that names no charger is known for what it does', () => {
    const unnamed = changing.filter(({ url }) => !url.includes(':')).map(({ method, url }) => `${method} ${url}`)
    assert.deepEqual(unnamed.toSorted(), Object.keys(withoutSubject).toSorted())
  })

  await t.test('a command goes to the charger that its address names, and to no other', async () => {
    const anna = await logIn(system)
    const office = await openPlatform(system)
    const fleet = await openDepot(system)
    const [one] = await askDatabase(system.databaseUrl, `select id::int from charger where identity = 'CP-1'`)
    // A list of chargers in the body, under any name, counts for nothing.
    const others = {
      chargers: ['CP-2', 'CP-3'],
      chargerIds: [2, 3],
      ids: [2, 3],
      identities: ['CP-2', 'CP-3'],
      charger: 'CP-2',
    }
    const commanding = changing.filter(
      ({ method, url }) => method === 'POST' && /\/(chargers|charge-point)\/.*:/.test(url),
    )
    assert.ok(commanding.length >= 10, String(commanding.length))
    const call = (path: string, body: object | undefined): Promise<{ status: number }> => {
      if (path.startsWith('/console-api/')) return anna.post(path.slice('/console-api/'.length), body)
      if (path.startsWith('/public-api/')) return office.post(path, body)
      const headers = { 'content-type': 'application/json' }
      return fleet.call(path, { method: 'POST', headers, ...(body ? { body: JSON.stringify(body) } : {}) })
    }
    for (const { url } of commanding) {
      const named = url.replace(':chargerId', 'CP-1').replace(':remoteCommandType', 'resetCharger')
      const path = named.replaceAll(/:\w+/g, String(one.id))
      for (const body of bodies.flatMap((some) => [some, { ...some, ...others }])) {
        const { status } = await call(path, body)
        assert.ok(status < 500, `${url} ${status}`)
      }
    }
    const asked = await askDatabase(
      system.databaseUrl,
      'select c.identity, count(*)::int as count from command m join charger c on c.id = m.charger_id group by 1',
    )
    assert.deepEqual(
      asked.map(({ identity }) => identity),
      ['CP-1'],
    )
    assert.ok(asked[0].count >= 5, String(asked[0].count))
  })

  await t.test('the command line names one charger as well', async () => {
    const request = { kind: 'reset', mode: 'hard' }
    for (const charger of [['CP-1', 'CP-2'], '*', 'CP-*', '', null]) {
      await assert.rejects(system.admin('command.send', { charger, request }), String(charger))
    }
    for (const more of [{ chargers: ['CP-2'] }, { all: true }]) {
      await assert.rejects(system.admin('command.send', { charger: 'CP-1', request, ...more }), /Unknown argument/)
    }
  })
})
