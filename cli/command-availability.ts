import { type Command, oneOf, wholeNumber } from './command.ts'
import { send, sendOptions } from './send.ts'

export const commandAvailability: Command = {
  name: 'command availability',
  arguments: 'CHARGER operative|inoperative',
  words: { min: 2, max: 2 },
  summary: 'Ask a charger to take itself out of service, or back into it.',
  details: ['A charger that is busy does it when the session has ended.'],
  examples: [
    'voltyard command availability CP-1 inoperative',
    'voltyard command availability CP-1 operative --connector 2',
  ],
  options: {
    connector: { value: 'N', description: 'Of which connector; without it, of the whole charger.' },
    ...sendOptions,
  },
  async run(input, terminal) {
    const { connector } = input.options
    const wanted = oneOf('The availability', input.words[1]!, ['operative', 'inoperative'] as const)
    const place = connector === undefined ? null : wholeNumber('--connector', connector)
    return send({ kind: 'availability', operative: wanted === 'operative', connector: place }, input, terminal)
  },
}
