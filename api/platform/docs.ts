import type { FastifyInstance } from 'fastify'
import { documentRoutes, serveDocument } from '#api/http/api-document.ts'
import type { PlatformSettings } from './world.ts'

const title = 'Platform API'

/** Describes the routes that are registered after this. */
export async function documentPlatform(app: FastifyInstance, { publicUrl, version }: PlatformSettings): Promise<void> {
  await documentRoutes(app, {
    ...{ title, version, publicUrl },
    description:
      "For an operator's back office: its chargers, their EVSEs and connectors, and the cards that open them.",
    securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'An API token' } },
  })
}

/** The document and its pages. */
export async function serveDocs(app: FastifyInstance, { basePath }: PlatformSettings): Promise<void> {
  await serveDocument(app, { path: `${basePath}/docs/platform`, title })
}
