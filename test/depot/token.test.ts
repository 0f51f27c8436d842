import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { test } from 'node:test'
import { packages } from '#core/access/api-client.ts'
import { askDatabase, assertError, basic, openDepot } from '#test/support/depot-api.ts'
import { startSystem } from '#test/support/system.ts'

const grant = { grant_type: 'client_credentials' }

test('the token endpoint', async (t) => {
  const system = await startSystem(t, { env: { VOLTYARD_DEPOT_RATE_LIMIT: 'off' } })
  const depot = await openDepot(system)
  const { clientId, secret } = depot
  const askJson = (body: string, type = 'application/json') =>
    depot.call('/oauth2/token', { method: 'POST', headers: { 'content-type': type }, body, token: null })

  await t.test('gives a token with three members, which nobody may keep', async () => {
    const { status, headers, body } = await depot.askToken(grant)
    assert.equal(status, 200)
    assert.deepEqual(Object.keys(body).toSorted(), ['access_token', 'expires_in', 'token_type'])
    assert.equal(body.expires_in, 3600)
    assert.equal(body.token_type, 'Bearer')
    assert.equal(headers.get('cache-control'), 'no-store')
    assert.equal((await depot.call('/v2/transactions', { token: body.access_token })).status, 200)
  })

  await t.test('gives a JWT that names the client, its grants and its life, signed by a published key', async () => {
    const [head, claims] = partsOf(depot.token)
    const { body } = await depot.call('/.well-known/jwks.json', { token: null })
    assert.deepEqual(head, { alg: 'RS256', kid: body.keys[0].kid, typ: 'JWT' })
    assert.deepEqual(Object.keys(body.keys[0]).toSorted(), ['alg', 'e', 'kid', 'kty', 'n', 'use'])
    assert.equal(claims.sub, clientId)
    assert.equal(claims.client_id, clientId)
    assert.deepEqual(claims.scope.split(' '), packages.premium)
    assert.equal(claims.exp - claims.iat, 3600)
    assert.ok(claims.iss && claims.jti && claims.tenant)
  })

  await t.test('takes the credentials in the body, as form or as JSON', async () => {
    const inBody = { ...grant, client_id: clientId, client_secret: secret }
    assert.equal((await depot.askToken(inBody, null)).status, 200)
    assert.equal((await askJson(JSON.stringify(inBody))).status, 200)
    assert.equal((await askJson(JSON.stringify(inBody), 'application/json; charset=utf-8')).status, 200)
  })

  await t.test('narrows the scope to what was granted', async () => {
    const scopeOf = async (scope: string) =>
      partsOf((await depot.askToken({ ...grant, scope })).body.access_token)[1].scope
    assert.equal(await scopeOf('transactions'), 'transactions')
    assert.equal(await scopeOf('transactions unheard'), 'transactions')
    assert.equal(await scopeOf('openid'), packages.premium.join(' '))

    const basicClient = await openDepot(system, { name: 'basic', package: 'basic' })
    const { body } = await basicClient.askToken({ ...grant, scope: 'transactions rfid' })
    assert.equal(partsOf(body.access_token)[1].scope, 'transactions')
    const nothing = await basicClient.askToken({ ...grant, scope: 'rfid' })
    assert.equal(partsOf(nothing.body.access_token)[1].scope, '')
    assertError(await depot.call('/v2/transactions', { token: nothing.body.access_token }), 403, 'forbidden')
  })

  const wrong: [string, string | null][] = [
    ['a wrong secret', basic(clientId, `${secret}x`)],
    ['an empty secret', basic(clientId, '')],
    ['the secret in another case', basic(clientId, swapCase(secret))],
    ['an unknown id', basic('nobody', secret)],
    ['an id in another case', basic(clientId.toUpperCase(), secret)],
    ['an id with a blank behind it', basic(`${clientId} `, secret)],
    ['no credentials', null],
    ['another scheme', `Bearer ${secret}`],
    ['a header that is no Base64', 'Basic !!!'],
    ['a header without a colon', `Basic ${Buffer.from(clientId).toString('base64')}`],
  ]
  for (const [what, authorization] of wrong) {
    await t.test(`refuses ${what} with 403`, async () => {
      const { status, body } = await depot.askToken(grant, authorization)
      assert.equal(status, 403)
      const message = 'Client id or client secret is wrong.'
      assert.deepEqual(body, { error: 'invalid_client', error_description: message, code: 403, message })
    })
  }

  await t.test('does not fall back on the body when the header is wrong', async () => {
    const form = { ...grant, client_id: clientId, client_secret: secret }
    assert.equal((await depot.askToken(form, basic(clientId, 'wrong'))).status, 403)
  })

  const grants: [string, Record<string, string>, string][] = [
    ['a missing grant type', {}, 'invalid_request'],
    ['an empty grant type', { grant_type: '' }, 'invalid_request'],
    ['the password grant', { grant_type: 'password', username: 'a', password: 'b' }, 'unsupported_grant_type'],
    ['a grant type in capitals', { grant_type: 'CLIENT_CREDENTIALS' }, 'unsupported_grant_type'],
  ]
  for (const [what, form, error] of grants) {
    await t.test(`refuses ${what} with 403`, async () => {
      const { status, body } = await depot.askToken(form)
      assert.deepEqual([status, body.error, body.code], [403, error, 403])
    })
  }

  const unreadable: [string, string, string][] = [
    ['a body that is no JSON', '{"grant_type"', 'application/json'],
    ['a body of another type', '<grant/>', 'application/xml'],
    ['a text', 'grant_type=client_credentials', 'text/plain'],
    ['more than 1 MiB', JSON.stringify({ ...grant, filler: 'x'.repeat(1024 * 1024) }), 'application/json'],
  ]
  for (const [what, body, type] of unreadable) {
    await t.test(`refuses ${what} with 403`, async () => {
      const answer = await askJson(body, type)
      assert.deepEqual([answer.status, answer.body.error, answer.body.code], [403, 'invalid_request', 403])
    })
  }

  // depot-api 2.2: a missing grant type is a 403.
  await t.test('takes an empty body for one without a grant type', async () => {
    const { status, body } = await askJson('', 'application/json')
    assert.deepEqual([status, body.error], [403, 'invalid_request'])
  })

  await t.test('a disabled client gets no token, and the tokens that it has are worth nothing', async () => {
    const other = await openDepot(system, { name: 'leaving' })
    assert.equal((await other.call('/v2/transactions')).status, 200)
    await askDatabase(system.databaseUrl, 'update api_client set enabled = false where client_id = $1', [
      other.clientId,
    ])
    assert.equal((await other.askToken(grant)).body.error, 'invalid_client')
    assertError(await other.call('/v2/transactions'), 401, 'unauthorized')
  })

  await t.test('a grant that is taken away is gone at once', async () => {
    const other = await openDepot(system, { name: 'reduced' })
    await askDatabase(system.databaseUrl, `update api_client set grants = '{chargerStatus}' where client_id = $1`, [
      other.clientId,
    ])
    assertError(await other.call('/v2/transactions'), 403, 'forbidden')
  })
})

test('calls need a living token of ours', async (t) => {
  let now = Temporal.Now.instant()
  const env = { VOLTYARD_DEPOT_RATE_LIMIT: 'off' }
  const system = await startSystem(t, { env, now: () => now })
  const depot = await openDepot(system)
  const [head, claims] = partsOf(depot.token)
  const [encodedHead, encodedClaims, signature] = depot.token.split('.') as [string, string, string]
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const publicKey = (await depot.call('/.well-known/jwks.json', { token: null })).body.keys[0]

  const refused: [string, Record<string, string>][] = [
    ['no header', {}],
    ['an empty header', { authorization: '' }],
    ['another scheme', { authorization: basic(depot.clientId, depot.secret) }],
    ['a token without its scheme', { authorization: depot.token }],
    ['the scheme without a token', { authorization: 'Bearer' }],
    ['no token at all', bearer('xyz')],
    ['an empty signature', bearer(`${encodedHead}.${encodedClaims}.`)],
    ['a changed signature', bearer(`${encodedHead}.${encodedClaims}.${swapCase(signature)}`)],
    ['another tenant in the claims', bearer(`${encodedHead}.${encode({ ...claims, tenant: 2 })}.${signature}`)],
    ['no algorithm', bearer(`${encode({ alg: 'none', typ: 'JWT' })}.${encodedClaims}.`)],
    ['no algorithm in other letters', bearer(`${encode({ ...head, alg: 'nOnE' })}.${encodedClaims}.`)],
    ['the public key as a shared secret', bearer(hmacToken({ ...head, alg: 'HS256' }, claims, publicKey.n))],
    ['a key of somebody else', bearer(rsaToken(head, claims, stranger.privateKey))],
    ['an unknown key id', bearer(rsaToken({ ...head, kid: 'unknown' }, claims, stranger.privateKey))],
    ['a key within the token', bearer(rsaToken(withKey(head, stranger.publicKey), claims, stranger.privateKey))],
    ['two tokens', bearer(`${depot.token} ${depot.token}`)],
  ]
  for (const [what, headers] of refused) {
    await t.test(`${what}: 401`, async () => {
      const answer = await depot.call('/v2/transactions', { headers, token: null })
      assertError(answer, 401, 'unauthorized')
      assert.equal(answer.headers.get('www-authenticate'), 'Bearer')
    })
  }

  await t.test('the scheme may be written in any case', async () => {
    const headers = { authorization: `bEARER ${depot.token}` }
    assert.equal((await depot.call('/v2/transactions', { headers, token: null })).status, 200)
  })

  await t.test('a token of another installation is of no worth here', async () => {
    const elsewhere = await startSystem(t, { env })
    const foreign = await openDepot(elsewhere)
    assertError(await depot.call('/v2/transactions', { token: foreign.token }), 401, 'unauthorized')
  })

  await t.test('a token of a client that is not there any more is of no worth', async () => {
    const other = await openDepot(system, { name: 'gone' })
    await askDatabase(system.databaseUrl, 'delete from api_client where client_id = $1', [other.clientId])
    assertError(await other.call('/v2/transactions'), 401, 'unauthorized')
  })

  await t.test('a token lives through a restart, and not longer than it said', async () => {
    await system.restart()
    assert.equal((await depot.call('/v2/transactions')).status, 200)
    now = now.add({ minutes: 59 })
    assert.equal((await depot.call('/v2/transactions')).status, 200)
    now = now.add({ minutes: 2 })
    assertError(await depot.call('/v2/transactions'), 401, 'unauthorized')
    assert.equal((await depot.askToken(grant)).status, 200)
  })
})

test('a client may call what its package grants, and nothing else', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], env: { VOLTYARD_DEPOT_RATE_LIMIT: 'off' } })
  for (const [name, grants] of Object.entries(packages)) {
    const depot = await openDepot(system, { name, package: name })
    assert.deepEqual(partsOf(depot.token)[1].scope.split(' '), grants)

    for (const { method, url, grant: needed } of system.server.routes.depot) {
      if (needed === 'open') continue
      const path = url.replace(':chargerId', 'CP-1').replace(':connectorId', '1').replace(':TransactionID', '1')
      const { body } = await depot.askToken({ ...grant, scope: packages.premium.filter((g) => g !== needed).join(' ') })
      assert.equal((await depot.call(path, { method, token: body.access_token })).status, 403, `${method} ${url}`)
      const allowed = (grants as readonly string[]).includes(needed)
      assert.equal((await depot.call(path, { method })).status === 403, !allowed, `${name}: ${method} ${url}`)
    }
  }
})

type Claims = Record<string, any>

function partsOf(token: string): [head: Claims, claims: Claims] {
  const [head, claims] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString())
  return [JSON.parse(head!), JSON.parse(claims!)]
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}

function rsaToken(head: object, claims: object, key: KeyObject): string {
  const signed = `${encode(head)}.${encode(claims)}`
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`
}

function hmacToken(head: object, claims: object, key: string): string {
  const signed = `${encode(head)}.${encode(claims)}`
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`
}

function withKey(head: object, key: KeyObject): object {
  return { ...head, jwk: key.export({ format: 'jwk' }) }
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` }
}

function swapCase(text: string): string {
  return [...text].map((sign) => (sign === sign.toLowerCase() ? sign.toUpperCase() : sign.toLowerCase())).join('')
}
