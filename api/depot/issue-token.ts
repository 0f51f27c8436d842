import { randomUUID } from 'node:crypto'
import formbody from '@fastify/formbody'
import { SignJWT } from 'jose'
import { Type } from 'typebox'
import { type ApiClient, type Grant, packages } from '#core/access/api-client.ts'
import { identifyClient } from '#core/access/identify-client.ts'
import { asRefusal, Refusal } from './errors.ts'
import { openErrors, reply } from './replies.ts'
import type { Depot, DepotRoute } from './route.ts'

export const issueToken: DepotRoute = async (app, depot) => {
  await app.register(formbody)
  app.post(
    '/oauth2/token',
    {
      schema: {
        operationId: 'issueToken',
        summary: 'Trade client credentials for an access token',
        description:
          'OAuth 2.0 client credentials. Credentials go into the header as `Basic`, or into the body. There is no refresh token.',
        tags: ['Token Management'],
        consumes: ['application/x-www-form-urlencoded', 'application/json'],
        security: [{ basic: [] }, {}],
        body: TokenRequest,
        response: {
          ...openErrors(),
          200: reply(TokenReply, 'An access token'),
          403: reply(TokenError, 'The credentials or the grant type are not accepted'),
        },
      },
      // Whatever is wrong with the members of this body is a 403, not a 400 (depot-api 2.2).
      validatorCompiler: () => () => true,
      // Every bad token request is one (depot-api 4.1), also what cannot be read at all.
      errorHandler(error, request, reply) {
        const { code, message, headers } = asRefusal(error, request)
        if (code !== 'invalid_body') throw error
        return reply.code(403).headers(headers).send(refused('invalid_request', message))
      },
      config: { grant: 'open', bucket: 'tokens' },
    },
    async (request, reply) => {
      reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' })
      const asked = readRequest(request.body)
      if (!asked.grantType) return reply.code(403).send(refused('invalid_request', 'grant_type is missing.'))
      if (asked.grantType !== 'client_credentials') {
        return reply.code(403).send(refused('unsupported_grant_type', 'grant_type must be client_credentials.'))
      }

      const { id, secret } = basicCredentials(request.headers.authorization) ?? asked
      const client = id && secret ? await identifyClient(depot.world, withoutNul(id), secret) : null
      if (!client) return reply.code(403).send(refused('invalid_client', 'Client id or client secret is wrong.'))

      request.clientId = client.clientId
      depot.world.clientUsed(client)
      return {
        access_token: await signToken(depot, client, grantsWithin(client.grants, asked.scope)),
        expires_in: depot.settings.tokenTtlSeconds,
        token_type: 'Bearer',
      }
    },
  )
}

const TokenRequest = Type.Object({
  grant_type: Type.String({ examples: ['client_credentials'] }),
  scope: Type.Optional(
    Type.String({ description: 'Grants, separated by blanks; all when absent', examples: ['transactions'] }),
  ),
  client_id: Type.Optional(Type.String({ description: 'Instead of the header' })),
  client_secret: Type.Optional(Type.String({ description: 'Instead of the header' })),
})

export const TokenReply = Type.Object(
  {
    access_token: Type.String({ description: 'A JWT', examples: ['eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJmbGVldCJ9.c2ln'] }),
    expires_in: Type.Integer({ description: 'Validity in seconds', examples: [3600] }),
    token_type: Type.String({ examples: ['Bearer'] }),
  },
  { $id: 'TokenReply', title: 'TokenReply' },
)

export const TokenError = Type.Object(
  {
    error: Type.String({ examples: ['invalid_client'] }),
    error_description: Type.String({ examples: ['Client id or client secret is wrong.'] }),
    code: Type.Integer({ examples: [403] }),
    message: Type.String({ examples: ['Client id or client secret is wrong.'] }),
  },
  { $id: 'TokenError', title: 'TokenError' },
)

type Asked = { grantType?: string; scope?: string; id?: string; secret?: string }

function readRequest(body: unknown): Asked {
  const member = (name: string) => {
    const value = (body as Record<string, unknown> | null | undefined)?.[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  return {
    grantType: member('grant_type'),
    scope: member('scope'),
    id: member('client_id'),
    secret: member('client_secret'),
  }
}

function basicCredentials(header: string | undefined): { id: string; secret: string } | null {
  const encoded = /^Basic +([\w+/=-]+) *$/i.exec(header ?? '')?.[1]
  if (!encoded) return null
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString().split(':')
  return { id, secret: secret.join(':') }
}

function withoutNul(clientId: string): string {
  if (clientId.includes('\0')) throw new Refusal(400, 'invalid_body', 'The client id contains U+0000.')
  return clientId
}

// A scope that names none of our grants was written for somebody else and is ignored.
function grantsWithin(granted: readonly Grant[], scope = ''): readonly Grant[] {
  const named = scope.split(' ').filter((word) => (packages.premium as readonly string[]).includes(word))
  return named.length === 0 ? granted : granted.filter((grant) => named.includes(grant))
}

async function signToken({ world, settings }: Depot, client: ApiClient, grants: readonly Grant[]): Promise<string> {
  const { kid, key } = await world.keys.signingKey()
  const now = Math.floor(world.now().epochMilliseconds / 1000)
  return new SignJWT({ client_id: client.clientId, scope: grants.join(' '), tenant: client.tenant })
    .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
    .setIssuer(settings.issuer)
    .setSubject(client.clientId)
    .setIssuedAt(now)
    .setExpirationTime(now + settings.tokenTtlSeconds)
    .setJti(randomUUID())
    .sign(key)
}

function refused(error: 'invalid_client' | 'invalid_request' | 'unsupported_grant_type', message: string) {
  return { error, error_description: message, code: 403, message }
}
