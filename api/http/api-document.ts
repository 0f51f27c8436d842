import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'

type OpenApi = NonNullable<FastifyDynamicSwaggerOptions['openapi']>

type About = {
  title: string
  version: string
  description: string
  publicUrl: string
  /** How callers say who they are; each route asks for the first unless it says otherwise. */
  securitySchemes: NonNullable<NonNullable<OpenApi['components']>['securitySchemes']>
  /** What is added to the document when it is made. */
  transformObject?: FastifyDynamicSwaggerOptions['transformObject']
}

/** Describes the routes that are registered after this. */
export async function documentRoutes(app: FastifyInstance, about: About): Promise<void> {
  const { title, version, description, publicUrl, securitySchemes, transformObject } = about
  const [usual] = Object.keys(securitySchemes)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title, version, description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      servers: [{ url: publicUrl || '/' }],
      security: [{ [usual!]: [] }],
      components: { securitySchemes },
    },
    refResolver: { buildLocalReference: (schema) => String(schema.$id) },
    ...(transformObject && { transformObject }),
  })
}

/** The document as JSON, and pages to browse it. They ask for no token and load nothing from elsewhere. */
export async function serveDocument(app: FastifyInstance, { path, title }: { path: string; title: string }) {
  app.get(`${path}/openapi.json`, { schema: { hide: true } }, async () => app.swagger())
  await app.register(swaggerUi, {
    routePrefix: path,
    theme: { title },
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
