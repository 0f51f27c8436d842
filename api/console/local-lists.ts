import type { LocalList as CoreList } from '#core/local-lists/local-list.ts'
import { readLocalList, sendLocalList, setLocalListMode } from '#core/local-lists/send-list.ts'
import { ChargerParams, chargerOf } from './charger-params.ts'
import { viewCommand } from './live/view-command.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { CommandView } from './wire/chargers.ts'
import { LocalList, LocalListChange } from './wire/local-lists.ts'

/** The cards that a charger goes by while it cannot ask. */
export const localLists: ConsoleRoute = async (app) => {
  const path = '/chargers/:id/local-list'

  app.get(
    path,
    { schema: { params: ChargerParams, response: { 200: LocalList } }, config: { role: 'viewer' } },
    async (request) => {
      const { identity } = await chargerOf(request, request.params.id)
      return viewList(await readLocalList(request.ctx, identity))
    },
  )

  app.patch(
    path,
    {
      schema: { params: ChargerParams, body: LocalListChange, response: { 200: LocalList } },
      config: { role: 'operator' },
    },
    async (request) => {
      const { identity } = await chargerOf(request, request.params.id)
      return viewList(await setLocalListMode(request.ctx, identity, request.body.mode))
    },
  )

  app.post(
    `${path}/send`,
    { schema: { params: ChargerParams, response: { 202: CommandView } }, config: { role: 'operator' } },
    async (request, reply) => {
      const { identity } = await chargerOf(request, request.params.id)
      return reply.code(202).send(viewCommand(await sendLocalList(request.ctx, identity)))
    },
  )
}

function viewList({ mode, state, reason, version, confirmedVersion, installed, acceptedAt }: CoreList): LocalList {
  return {
    ...{ mode, state, reason, version, confirmedVersion },
    cards: Object.keys(installed).length,
    acceptedAt: acceptedAt && timeText(acceptedAt),
  }
}
