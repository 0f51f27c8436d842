import { serverRuns } from '#server/admin-socket.ts'
import { readConfig } from '#server/read-config.ts'
import type { Command } from './command.ts'
import { serverOptions } from './operate.ts'

export const migrate: Command = {
  name: 'migrate',
  arguments: '',
  words: { min: 0, max: 0 },
  summary: 'Bring the database up to date without starting the server.',
  details: ['A starting server does the same. While one runs there is nothing to do.'],
  examples: ['voltyard migrate'],
  options: { data: serverOptions.data! },
  async run(input, terminal) {
    const config = readConfig(terminal.env, { data: input.options.data })
    const isRunning = await serverRuns(config.data.folder)
    if (!isRunning) {
      const { openOffline } = await import('#server/offline.ts')
      await (await openOffline(config)).close()
    }
    const text = isRunning ? 'The server runs: its database is up to date.' : 'The database is up to date.'
    terminal.out(input.json ? JSON.stringify({ upToDate: true, serverRuns: isRunning }) : text)
    return 0
  },
}
