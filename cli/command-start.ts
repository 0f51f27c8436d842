import { type Command, UsageError, wholeNumber } from './command.ts'
import { send, sendOptions } from './send.ts'

export const commandStart: Command = {
  name: 'command start',
  arguments: 'CHARGER --token UID',
  words: { min: 1, max: 1 },
  summary: 'Ask a charger to start a session.',
  examples: ['voltyard command start CP-1 --token CARD-1 --evse 1'],
  options: {
    token: { value: 'UID', description: 'The token that the session is for.' },
    evse: { value: 'N', description: 'Where to charge; without it the charger chooses.' },
    ...sendOptions,
  },
  async run(input, terminal) {
    const { token, evse } = input.options
    if (token === undefined) throw new UsageError('--token is missing: a session is for a token.')
    const place = evse === undefined ? null : wholeNumber('--evse', evse)
    return send({ kind: 'start', evse: place, tokenUid: token }, input, terminal)
  },
}
