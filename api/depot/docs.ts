import type { FastifyInstance } from 'fastify'
import { documentRoutes, serveDocument } from '#api/http/api-document.ts'
import { packages } from '#core/access/api-client.ts'
import { addExamples, type Replies } from './examples.ts'
import type { DepotSettings } from './world.ts'

const title = 'Depot API'

const description = `For a depot's own systems: the state of its chargers, what they delivered, who may charge, when, and with how much power.

Get an access token at \`/oauth2/token\` with client id and secret and send it with every call; it is good for an hour. What a client may call are its grants. An address may make 100 calls in five minutes, unless the operator has it otherwise: \`RateLimit-Limit\`, \`RateLimit-Remaining\` and \`RateLimit-Reset\` of each answer say how it stands.

Pages follow each other by \`Link\` headers (\`next\`, \`prev\`); the last one is shorter than \`limit\`. Times are in UTC with milliseconds; in queries any offset is understood. Unknown parameters and members are ignored.`

/** Describes the routes that are registered after this. */
export async function documentDepot(app: FastifyInstance, { publicUrl, basePath }: DepotSettings): Promise<void> {
  const replies = new Map<string, Replies>()
  app.addHook('onRoute', ({ schema }) => {
    if (schema?.operationId) replies.set(schema.operationId, (schema.response ?? {}) as Replies)
  })
  await documentRoutes(app, {
    ...{ title, version: '1.0.0', description, publicUrl },
    securitySchemes: {
      clientCredentials: {
        type: 'oauth2',
        flows: { clientCredentials: { tokenUrl: `${publicUrl}${basePath}/oauth2/token`, scopes: scopes() } },
      },
      basic: { type: 'http', scheme: 'basic', description: 'Client id and client secret' },
      vehicle: { type: 'http', scheme: 'basic', description: 'VIN and password of a vehicle' },
    },
    transformObject: (made) =>
      'openapiObject' in made ? (addExamples(made.openapiObject as never, replies) as never) : made.swaggerObject,
  })
}

/** The document and its pages. */
export async function serveDocs(app: FastifyInstance, { basePath }: DepotSettings): Promise<void> {
  await serveDocument(app, { path: `${basePath}/docs/depot`, title })
}

function scopes(): Record<string, string> {
  return Object.fromEntries(packages.premium.map((grant) => [grant, `The calls of ${grant}`]))
}
