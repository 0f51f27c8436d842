import { registerFirmwareFile } from '#core/firmware/register-firmware.ts'
import { Refusal } from './errors.ts'
import { toldOf, viewFirmware } from './firmware.ts'
import type { ConsoleRoute } from './route.ts'
import { Firmware, NewFirmwareFile } from './wire/firmware.ts'

/** Firmware that we keep. The body is the file; it goes to the database piece by piece. */
export const firmwareFiles: ConsoleRoute = async (app, { world }) => {
  app.removeAllContentTypeParsers()
  // What is told of it stands in the address, so that the body need not be read before it is known to be wanted.
  app.addContentTypeParser('application/octet-stream', async () => null)

  app.post(
    '/firmware-files',
    {
      schema: { querystring: NewFirmwareFile, response: { 201: Firmware } },
      config: { role: 'administrator', dangerous: true },
    },
    async ({ ctx, query, raw, headers }, reply) => {
      const told = toldOf(query)
      if (headers['content-type'] !== 'application/octet-stream') {
        throw new Refusal(400, 'invalid_value', 'The body must be the file, as application/octet-stream.')
      }
      const file = {
        name: query.name ?? `${query.version}.bin`,
        content: raw as AsyncIterable<Buffer>,
        mostBytes: world.mostFirmwareBytes,
      }
      return reply.code(201).send(viewFirmware(await registerFirmwareFile(ctx, told, file)))
    },
  )
}
