import { Type } from 'typebox'
import { Refusal } from './errors.ts'
import { viewCommand } from './live/view-command.ts'
import type { ConsoleRoute } from './route.ts'
import { CommandView } from './wire/chargers.ts'
import { CommandFrames } from './wire/messages.ts'
import { closed, Id } from './wire/parts.ts'

export const readCommand: ConsoleRoute = async (app) => {
  app.get(
    '/commands/:id',
    {
      schema: { params: Type.Object({ id: Id }, closed), response: { 200: CommandView } },
      config: { role: 'viewer' },
    },
    async ({ ctx, params }) => {
      const command = await ctx.commands.find(params.id)
      if (!command) throw new Refusal(404, 'not_found', 'There is no such command.')
      return viewCommand(command)
    },
  )

  app.get(
    '/commands/:id/frames',
    {
      schema: { params: Type.Object({ id: Id }, closed), response: { 200: CommandFrames } },
      config: { role: 'viewer' },
    },
    async ({ ctx, params }) => {
      const frames = await ctx.commands.frames(params.id)
      if (!frames) throw new Refusal(404, 'not_found', 'There is no such command.')
      return frames
    },
  )
}
