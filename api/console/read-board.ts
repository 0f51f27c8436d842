import type { ConsoleRoute } from './route.ts'
import { Board } from './wire/chargers.ts'

export const readBoard: ConsoleRoute = async (app, { world }) => {
  app.get('/board', { schema: { response: { 200: Board } }, config: { role: 'viewer' } }, async ({ person }, reply) => {
    const board = await world.boards.of(person.account.tenant)
    // The rows are kept as text; to write ten thousand of them each time would hold everybody else up.
    const head = JSON.stringify({ clock: world.clock(), cursor: board.cursor }).slice(0, -1)
    const text: unknown = `${head},"chargers":${board.rowsText()}}`
    return reply
      .type('application/json; charset=utf-8')
      .serializer(String)
      .send(text as Board)
  })
}
