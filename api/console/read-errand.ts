import { Type } from 'typebox'
import { includesRole } from '#core/access/account.ts'
import { ChargerParams, chargerOf } from './charger-params.ts'
import { Refusal } from './errors.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { viewErrand } from './view-errand.ts'
import { ErrandDetail } from './wire/devices.ts'
import { closed, Id } from './wire/parts.ts'

const Params = Type.Object({ ...ChargerParams.properties, errand: Id }, closed)

export const readErrand: ConsoleRoute = async (app) => {
  app.get(
    '/chargers/:id/errands/:errand',
    { schema: { params: Params, response: { 200: ErrandDetail } }, config: { role: 'viewer' } },
    async (request) => {
      const charger = await chargerOf(request, request.params.id)
      const { errands } = request.ctx
      const errand = await errands.find(request.params.errand)
      if (errand?.chargerId !== charger.id) throw new Refusal(404, 'not_found', 'There is no such errand.')
      const steps = await errands.steps(errand.id)
      const showsCustomer = includesRole(request.person.account.role, 'operator')
      return {
        ...viewErrand(errand, { showsCustomer }),
        steps: steps.map(({ at, ...step }) => ({ at: timeText(at), ...step })),
      }
    },
  )
}
