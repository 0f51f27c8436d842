import { Type } from 'typebox'
import { addressWithoutSecrets } from '#core/files/charger-address.ts'
import type { Firmware as CoreFirmware } from '#core/firmware/firmware.ts'
import { type FirmwareToRegister, registerFirmwareAddress, retireFirmware } from '#core/firmware/register-firmware.ts'
import { updateFirmware } from '#core/firmware/update-firmware.ts'
import { ChargerParams, chargerOf } from './charger-params.ts'
import { Refusal } from './errors.ts'
import { viewCommand } from './live/view-command.ts'
import { readTime } from './read-time.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { CommandView } from './wire/chargers.ts'
import { Firmware, FirmwareOrder, Firmwares, NewFirmwareAddress, type NewFirmwareFile } from './wire/firmware.ts'
import { closed, Id } from './wire/parts.ts'

const Params = Type.Object({ id: Id }, closed)

/** The firmware that may be installed. */
export const firmware: ConsoleRoute = async (app, { world }) => {
  app.get('/firmware', { schema: { response: { 200: Firmwares } }, config: { role: 'viewer' } }, async ({ ctx }) => ({
    items: (await ctx.firmware.list()).map(viewFirmware),
  }))

  app.post(
    '/firmware',
    {
      schema: { body: NewFirmwareAddress, response: { 201: Firmware } },
      config: { role: 'administrator', dangerous: true },
    },
    async ({ ctx, body }, reply) => {
      const digest = body.isTrusted ? null : world.digestOutside
      const registered = await registerFirmwareAddress(ctx, { ...toldOf(body), url: body.url }, digest)
      return reply.code(201).send(viewFirmware(registered))
    },
  )

  app.delete(
    '/firmware/:id',
    {
      schema: { params: Params, response: { 204: Type.Null() } },
      config: { role: 'administrator', dangerous: true },
    },
    async ({ ctx, params }, reply) => {
      await retireFirmware(ctx, params.id)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/chargers/:id/firmware',
    {
      schema: { params: ChargerParams, body: FirmwareOrder, response: { 202: CommandView } },
      config: { role: 'operator', dangerous: true },
    },
    async (request, reply) => {
      const { identity } = await chargerOf(request, request.params.id)
      const { firmwareId } = request.body
      const installAt = readTime('installAt', request.body.installAt)
      const command = await updateFirmware(request.ctx, identity, { firmwareId, installAt }, { wait: false })
      return reply.code(202).send(viewCommand(command))
    },
  )
}

/** What is told of firmware, wherever it lies. */
export function toldOf(told: Omit<NewFirmwareFile, 'name'>): FirmwareToRegister {
  const { vendor = null, model = null, version, sha256, note = '', signingCertificate, signature } = told
  if ((signingCertificate === undefined) !== (signature === undefined)) {
    const message = 'A signature needs the certificate of its key, and the other way round.'
    throw new Refusal(400, 'invalid_value', message, { field: 'signature' })
  }
  const signing = signingCertificate && signature ? { certificate: signingCertificate, signature } : null
  return { vendor, model, version, sha256, note, signing }
}

export function viewFirmware({ sha256, signing, url, createdAt, retiredAt, ...firmware }: CoreFirmware): Firmware {
  const { id, vendor, model, version, size, note, createdBy } = firmware
  return {
    ...{ id, vendor, model, version, size, note, createdBy },
    sha256: sha256.toString('hex'),
    url: url && addressWithoutSecrets(url),
    isSigned: signing !== null,
    createdAt: timeText(createdAt),
    retiredAt: retiredAt && timeText(retiredAt),
  }
}
