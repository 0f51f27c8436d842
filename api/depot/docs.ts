import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { packages } from '#core/access/api-client.ts'
import { addExamples, type Replies } from './examples.ts'
import type { DepotSettings } from './world.ts'

const about = `For a depot's own systems: the state of its chargers, what they delivered, who may charge, when, and with how much power.

Get an access token at \`/oauth2/token\` with client id and secret and send it with every call; it is good for an hour. What a client may call are its grants. An address may make 100 calls in five minutes, unless the operator has it otherwise: \`RateLimit-Limit\`, \`RateLimit-Remaining\` and \`RateLimit-Reset\` of each answer say how it stands.

Pages follow each other by \`Link\` headers (\`next\`, \`prev\`); the last one is shorter than \`limit\`. Times are in UTC with milliseconds; in queries any offset is understood. Unknown parameters and members are ignored.`

/** Describes the routes that are registered after this. */
export async function documentRoutes(app: FastifyInstance, { publicUrl, basePath }: DepotSettings): Promise<void> {
  const replies = new Map<string, Replies>()
  app.addHook('onRoute', ({ schema }) => {
    if (schema?.operationId) replies.set(schema.operationId, (schema.response ?? {}) as Replies)
  })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Depot API',
        version: '1.0.0',
        description: about,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: publicUrl || '/' }],
      security: [{ clientCredentials: [] }],
      components: {
        securitySchemes: {
          clientCredentials: {
            type: 'oauth2',
            flows: { clientCredentials: { tokenUrl: `${publicUrl}${basePath}/oauth2/token`, scopes: scopes() } },
          },
          basic: { type: 'http', scheme: 'basic', description: 'Client id and client secret' },
          vehicle: { type: 'http', scheme: 'basic', description: 'VIN and password of a vehicle' },
        },
      },
    },
    refResolver: { buildLocalReference: (schema) => String(schema.$id) },
    transformObject: (made) =>
      'openapiObject' in made ? (addExamples(made.openapiObject as never, replies) as never) : made.swaggerObject,
  })
}

/** The document as JSON, and pages to browse it. They ask for no token and load nothing from elsewhere. */
export async function serveDocs(app: FastifyInstance, { basePath }: DepotSettings): Promise<void> {
  const docs = `${basePath}/docs/depot`
  app.get(`${docs}/openapi.json`, { schema: { hide: true } }, async () => app.swagger())
  await app.register(swaggerUi, {
    routePrefix: docs,
    theme: { title: 'Depot API' },
    logo: { type: 'image/svg+xml', content: Buffer.from(logo) },
    staticCSP: pagePolicy,
  })
}

// Paths instead of letters, and no style: the page's policy allows neither fonts nor inline styles.
const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" width="40" height="40" role="img" aria-label="Voltyard">
<rect width="40" height="40" rx="8" fill="#0b7a53"/><path d="M22 5 10 23h8l-2 12 14-19h-9z" fill="#fff"/></svg>`

const pagePolicy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
}

function scopes(): Record<string, string> {
  return Object.fromEntries(packages.premium.map((grant) => [grant, `The calls of ${grant}`]))
}
