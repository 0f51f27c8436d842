import { Type } from 'typebox'
import { cancelCommand as cancel } from '#core/commands/cancel-command.ts'
import { viewCommand } from './live/view-command.ts'
import type { ConsoleRoute } from './route.ts'
import { CommandView } from './wire/chargers.ts'
import { closed, Id } from './wire/parts.ts'

/** Takes back a command that was not sent yet. */
export const cancelCommand: ConsoleRoute = async (app) => {
  app.post(
    '/commands/:id/cancel',
    {
      schema: { params: Type.Object({ id: Id }, closed), response: { 200: CommandView } },
      config: { role: 'operator' },
    },
    async ({ ctx, params }) => viewCommand(await cancel(ctx, params.id)),
  )
}
