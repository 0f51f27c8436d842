import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import type { PlatformSettings } from './world.ts'

/** Describes the routes that are registered after this. */
export async function documentRoutes(app: FastifyInstance, { publicUrl, version }: PlatformSettings): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Platform API',
        version,
        description:
          "For an operator's back office: its chargers, their EVSEs and connectors, and the cards that open them.",
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: publicUrl || '/' }],
      security: [{ token: [] }],
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'An API token' } } },
    },
    refResolver: { buildLocalReference: (schema) => String(schema.$id) },
  })
}

/** The document as JSON, and pages to browse it. They ask for no token and load nothing from elsewhere. */
export async function serveDocs(app: FastifyInstance, { basePath }: PlatformSettings): Promise<void> {
  const docs = `${basePath}/docs/platform`
  app.get(`${docs}/openapi.json`, { schema: { hide: true } }, async () => app.swagger())
  await app.register(swaggerUi, {
    routePrefix: docs,
    theme: { title: 'Platform API' },
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
