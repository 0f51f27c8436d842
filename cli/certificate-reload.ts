import type { Command } from './command.ts'
import { operateOnline, serverOptions } from './operate.ts'

export const certificateReload: Command = {
  name: 'certificate reload',
  arguments: '',
  words: { min: 0, max: 0 },
  summary: 'Make the server read its TLS certificates and client roots again.',
  details: ['It looks by itself twice a minute. Connections stay as they are.'],
  examples: ['voltyard certificate reload'],
  options: { data: serverOptions.data! },
  async run(input, terminal) {
    const request = { operation: 'certificate.reload', args: {} }
    const answer = (await operateOnline(request, input, terminal)) as { changed: boolean; alarms: number }
    const says = answer.changed ? 'The server goes by new certificates.' : 'Nothing has changed.'
    terminal.out(input.json ? JSON.stringify(answer) : says)
    return 0
  },
}
