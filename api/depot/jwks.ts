import { Type } from 'typebox'
import { openErrors, reply } from './replies.ts'
import type { DepotRoute } from './route.ts'

export const jwks: DepotRoute = async (app, { world }) => {
  app.get(
    '/.well-known/jwks.json',
    {
      schema: {
        operationId: 'readKeys',
        summary: 'Read the public keys of the access tokens',
        tags: ['Token Management'],
        security: [],
        response: { 200: reply(KeySet, 'A JSON Web Key Set (RFC 7517)'), ...openErrors() },
      },
      config: { grant: 'open' },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'public, max-age=300')
      return { keys: await world.keys.publicKeys() }
    },
  )
}

// Members that are not listed are not sent: a private key cannot leave here by mistake.
export const KeySet = Type.Object(
  {
    keys: Type.Array(
      Type.Object({
        kid: Type.Optional(Type.String({ examples: ['1'] })),
        kty: Type.Optional(Type.String({ examples: ['RSA'] })),
        alg: Type.Optional(Type.String({ examples: ['RS256'] })),
        use: Type.Optional(Type.String({ examples: ['sig'] })),
        n: Type.Optional(Type.String({ description: 'Modulus', examples: ['xjlCRBqkQRUpZTJz'] })),
        e: Type.Optional(Type.String({ description: 'Exponent', examples: ['AQAB'] })),
      }),
    ),
  },
  { $id: 'KeySet', title: 'KeySet' },
)
