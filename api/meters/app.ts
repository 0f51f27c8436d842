import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { noteRequest, watchRequests } from '#api/http/request.ts'
import { answerError } from './errors.ts'
import { pushReadings } from './push-readings.ts'
import type { MetersSettings, MetersWorld } from './world.ts'

/** Where meters of circuits send what they measure. A token is good for one meter and for nothing else. */
export async function createMetersDoor(world: MetersWorld, settings: MetersSettings): Promise<FastifyInstance> {
  const answer = answerError(world.log)
  const app: FastifyInstance = Fastify({
    bodyLimit: 64 * 1024,
    routerOptions: { ignoreTrailingSlash: true },
    // What is written as text is no number.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
    frameworkErrors: (error, request, reply) => {
      void answer(error, request, reply as FastifyReply)
      noteRequest(world, request, reply as FastifyReply)
    },
  })
  app.removeContentTypeParser('text/plain')
  watchRequests(app, world)
  app.addHook('onRequest', async (_, reply) => void reply.headers(answerHeaders))
  app.setNotFoundHandler((_, reply) =>
    reply.code(404).send({ code: 'not_found', message: 'There is nothing at this address.' }),
  )
  app.setErrorHandler(answer)
  await app.register(pushReadings, { prefix: metersPrefix(settings), world })
  await app.ready()
  return app
}

/** Where the door is, for the dispatcher. */
export function metersPrefix({ basePath }: MetersSettings): string {
  return `${basePath}/meters`
}

const answerHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
}
