import type { FastifyReply, FastifyRequest } from 'fastify'
import { createLocalJWKSet, type JWTPayload, jwtVerify } from 'jose'
import type { ApiClient, Grant } from '#core/access/api-client.ts'
import { Refusal } from './errors.ts'
import type { Depot } from './route.ts'

/**
 * Lets a request through when its token is ours and alive, its client is still enabled, and both allow the call.
 *
 * The tenant is that of the token's client and of nothing else in the request.
 */
export function checkAccess({ world, settings }: Depot) {
  const findKey = keyFinder(world)

  return async (request: FastifyRequest, _reply: FastifyReply): Promise<void> => {
    const grant = request.routeOptions.config.grant
    if (grant === 'open') return

    const claims = await readToken(bearerToken(request), (token) =>
      jwtVerify(token, findKey, {
        algorithms: ['RS256'],
        issuer: settings.issuer,
        requiredClaims: ['exp', 'sub'],
        currentDate: new Date(world.now().epochMilliseconds),
      }),
    )
    const found = await world.credentials.findByClientId(claims.sub!)
    const client = found?.client
    if (!client?.enabled || client.tenant !== claims.tenant) throw unauthorized('The access token is no longer valid.')

    request.clientId = client.clientId
    world.clientUsed(client)
    if (!grant || !allows(client, claims, grant)) throw forbidden()
    request.ctx = world.contextFor(client.tenant, { kind: 'client', name: client.clientId })
  }
}

async function readToken(token: string, verify: (token: string) => Promise<{ payload: JWTPayload }>) {
  try {
    return (await verify(token)).payload
  } catch (error) {
    // jose's own errors speak of the token; anything else is a failure of ours.
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_J')) {
      throw unauthorized('The access token is not valid or has expired.', error)
    }
    throw error
  }
}

function bearerToken(request: FastifyRequest): string {
  const token = /^Bearer +([\w.~+/=-]+) *$/i.exec(request.headers.authorization ?? '')?.[1]
  if (!token) throw unauthorized('An access token is needed: Authorization: Bearer <token>.')
  return token
}

// A grant that was taken from the client counts at once, whatever its living tokens say.
function allows(client: ApiClient, claims: JWTPayload, grant: Grant): boolean {
  const scope = typeof claims.scope === 'string' ? claims.scope.split(' ') : []
  return scope.includes(grant) && client.grants.includes(grant)
}

/** Imports the public keys once, and again when they have changed. */
function keyFinder(world: Depot['world']): Parameters<typeof jwtVerify>[1] {
  let known: { kids: string; find: ReturnType<typeof createLocalJWKSet> } | undefined
  return async (header, token) => {
    const keys = await world.keys.publicKeys()
    const kids = keys.map((key) => key.kid).join(' ')
    if (known?.kids !== kids) known = { kids, find: createLocalJWKSet({ keys: keys.map((key) => ({ ...key })) }) }
    return known.find(header, token)
  }
}

function unauthorized(message: string, cause?: unknown): Refusal {
  return new Refusal(401, 'unauthorized', message, { headers: { 'www-authenticate': 'Bearer' }, cause })
}

function forbidden(): Refusal {
  return new Refusal(403, 'forbidden', 'These credentials do not allow this call.')
}
