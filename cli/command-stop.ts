import { type Command, wholeNumber } from './command.ts'
import { send, sendOptions } from './send.ts'

export const commandStop: Command = {
  name: 'command stop',
  arguments: 'CHARGER SESSION',
  words: { min: 2, max: 2 },
  summary: 'Ask a charger to stop a session.',
  details: ['SESSION is the number of the session in the log and in the events of the server.'],
  examples: ['voltyard command stop CP-1 4711'],
  options: sendOptions,
  async run(input, terminal) {
    const sessionId = wholeNumber('SESSION', input.words[1]!)
    return send({ kind: 'stop', sessionId }, input, terminal)
  },
}
