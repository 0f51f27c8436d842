import { type Command, wholeNumber } from './command.ts'
import { send, sendOptions } from './send.ts'

export const commandStop: Command = {
  name: 'command stop',
  arguments: 'CHARGER [SESSION]',
  words: { min: 1, max: 2 },
  summary: 'Ask a charger to stop a session.',
  details: [
    'Without SESSION it is the only one that runs on the charger, or on the EVSE.',
    'SESSION is the number of the session in the log and in the events of the server.',
  ],
  examples: ['voltyard command stop CP-1', 'voltyard command stop CP-1 --evse 2', 'voltyard command stop CP-1 4711'],
  options: {
    evse: { value: 'N', description: 'Where the session runs; without it, anywhere on the charger.' },
    ...sendOptions,
  },
  async run(input, terminal) {
    const { evse } = input.options
    const session = input.words[1]
    const sessionId = session === undefined ? null : wholeNumber('SESSION', session)
    const place = evse === undefined ? null : wholeNumber('--evse', evse)
    return send({ kind: 'stop', sessionId, evse: place }, input, terminal)
  },
}
