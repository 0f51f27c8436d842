import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { noteRequest, watchRequests } from '#api/http/request.ts'
import { Problem } from '#core/errors.ts'
import { firmwareFile } from './firmware-file.ts'
import { uploads } from './uploads.ts'
import type { FilesSettings, FilesWorld } from './world.ts'

/**
 * Where chargers send logs and fetch firmware. Whoever has a ticket may do what the ticket is for and nothing else; all
 * that is not right is answered alike, so that guessing tells nothing.
 */
export async function createFilesDoor(world: FilesWorld, settings: FilesSettings): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    // Bodies are not read by Fastify; the routes have a limit of their own.
    bodyLimit: Number.MAX_SAFE_INTEGER,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 300 },
    frameworkErrors: (_error, request, reply) => {
      void (reply as FastifyReply).code(400).headers(answerHeaders).send('')
      noteRequest(world, request, reply)
    },
  })
  watchRequests(app, world)
  app.addHook('onRequest', async (_, reply) => void reply.headers(answerHeaders))
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', async (_: unknown, payload: unknown) => payload)
  app.setNotFoundHandler((_, reply) => reply.code(404).send(''))
  app.setErrorHandler((error: Error & { statusCode?: number }, _, reply) => {
    const isAway = error instanceof Problem && error.code === 'storage_unavailable'
    const status = isAway ? 503 : (error.statusCode ?? 500)
    if (status >= 500) world.log.warn({ err: error }, 'a file could not be transferred')
    return reply.code(status).send('')
  })
  const prefix = filesPrefix(settings)
  await app.register(uploads, { prefix, world, settings })
  await app.register(firmwareFile, { prefix, world, settings })
  await app.ready()
  return app
}

/** Where files are, for the dispatcher. */
export function filesPrefix({ basePath }: Pick<FilesSettings, 'basePath'>): string {
  return `${basePath}/files`
}

const answerHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}
