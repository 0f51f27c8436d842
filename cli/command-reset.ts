import type { Command } from './command.ts'
import { send, sendOptions } from './send.ts'

export const commandReset: Command = {
  name: 'command reset',
  arguments: 'CHARGER',
  words: { min: 1, max: 1 },
  summary: 'Ask a charger to restart itself.',
  examples: ['voltyard command reset CP-1', 'voltyard command reset CP-1 --hard'],
  options: {
    hard: { description: 'At once, ending sessions without waiting.' },
    ...sendOptions,
  },
  async run(input, terminal) {
    return send({ kind: 'reset', mode: input.options.hard === undefined ? 'soft' : 'hard' }, input, terminal)
  },
}
