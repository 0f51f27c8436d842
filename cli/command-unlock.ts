import { type Command, wholeNumber } from './command.ts'
import { send, sendOptions } from './send.ts'

export const commandUnlock: Command = {
  name: 'command unlock',
  arguments: 'CHARGER CONNECTOR',
  words: { min: 2, max: 2 },
  summary: 'Ask a charger to release the cable of a connector.',
  details: ['CONNECTOR is its number within the charger, beginning with 1.'],
  examples: ['voltyard command unlock CP-1 2'],
  options: sendOptions,
  async run(input, terminal) {
    return send({ kind: 'unlock', connector: wholeNumber('CONNECTOR', input.words[1]!) }, input, terminal)
  },
}
