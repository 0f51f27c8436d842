import { Type } from 'typebox'
import { hearTogether } from '#core/vdv261/hear-together.ts'
import { ApiError, Refusal } from '../errors.ts'
import { openErrors, reply } from '../replies.ts'
import type { DepotRoute } from '../route.ts'
import type { DepotSettings } from '../world.ts'
import { type AdmittedVehicle, admitVehicle } from './admit-vehicle.ts'
import { readMessage } from './read-message.ts'
import { VdvAnswer, viewTold } from './view-told.ts'

/** Where vehicles talk to us; the host and prefix that they were made for are not public. */
export function vdvPaths({ vdv261 }: Pick<DepotSettings, 'vdv261'>): string[] {
  return [...new Set(['/vdv', '/v1/vdv', ...(vdv261.path === null ? [] : [vdv261.path])])]
}

/** Whether a request is that of a vehicle, and not of a program. */
export function isVdvRequest(url: string | undefined, settings: Pick<DepotSettings, 'basePath' | 'vdv261'>): boolean {
  const path = (url ?? '').split('?', 1)[0]!.replace(/\/$/, '')
  return vdvPaths(settings).some((one) => settings.basePath + one === path)
}

/** What a vehicle says of itself, every ten seconds while it is plugged in, and what it is told (VDV 261). */
export const postVdv: DepotRoute = async (app, depot) => {
  const { world, settings } = depot
  const admit = admitVehicle(depot)
  const hear = hearTogether({ driveoff: settings.vdv261.driveoff })
  const admitted = new WeakMap<object, AdmittedVehicle>()

  app.removeContentTypeParser('application/json')
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser(/^application\/json/i, { parseAs: 'string', bodyLimit: 32 * 1024 }, parse)

  for (const path of vdvPaths(settings)) {
    app.post(
      path,
      {
        schema: {
          operationId: operationIds[path] ?? 'talkToVehicleAtItsPath',
          summary: 'Hear what a vehicle says of itself',
          description:
            'For vehicles, not for programs. The first message of a connection (`seq` 0) says everything, later ones what has changed; the answer always says everything. Numbers out of their range mean that nothing is known.',
          tags: ['VDV 261'],
          security: [{ vehicle: [] }],
          body: VdvRequest,
          response: {
            ...openErrors(),
            200: reply(VdvAnswer, 'What the vehicle is told'),
            401: reply(ApiError, 'VIN or password are missing or wrong'),
            403: reply(ApiError, 'The vehicle may not come in, or the message is that of another one'),
            429: reply(ApiError, 'Too many wrong passwords'),
          },
        },
        config: { grant: 'open', bucket: 'none' },
        validatorCompiler: () => (given: unknown) => ({ value: given }),
        onRequest: async (request) => void admitted.set(request, await admit(request)),
      },
      async (request, answer) => {
        const { vin, vehicle } = admitted.get(request)!
        const message = readMessage(request.body)
        if (message.vin.toUpperCase() !== vin.toUpperCase()) {
          throw new Refusal(403, 'forbidden', 'The message is that of another vehicle.', { pointer: '/vin' })
        }
        const ctx = world.contextFor(vehicle.tenant, { kind: 'system', name: 'vdv261' })
        const told = await hear(ctx, { vehicle, report: message })
        if (/charset="?us-ascii/i.test(request.headers['content-type'] ?? '')) {
          void answer.type('application/json; charset=US-ASCII')
        }
        return viewTold(message, told)
      },
    )
  }
}

const operationIds: Record<string, string> = { '/vdv': 'talkToVehicle', '/v1/vdv': 'talkToVehicleV1' }

const signal = (most: number, description: string) =>
  Type.Optional(Type.Integer({ minimum: 0, maximum: most, description, examples: [Math.min(most, 40)] }))

// It describes; what is read of it, and how leniently, is told in read-message.ts.
const VdvRequest = Type.Object({
  seq: Type.Integer({ minimum: 0, maximum: 255, description: 'Counts up, and after 255 from 0', examples: [14] }),
  vin: Type.String({ description: 'As in the credentials', examples: ['WEB62800123456789'] }),
  evccid: Type.Optional(Type.String({ description: 'Of the charge controller', examples: ['001A2B3C4D5E'] })),
  odo: signal(21_055_406, 'Odometer, in km'),
  bat_reqtime: signal(250, 'Minutes to condition the battery'),
  bat_eamount: signal(1_000, 'Energy that the battery still needs, in kWh'),
  bprec_eamount: signal(1_000, 'Energy to condition the battery, in kWh'),
  prec_reqtime: signal(250, 'Minutes to condition the vehicle'),
  prec_eamount: signal(1_000, 'Energy to condition the vehicle, in kWh'),
  chrg_stat: signal(2, '0 ready to charge, 1 charging, 2 charging impossible'),
})
