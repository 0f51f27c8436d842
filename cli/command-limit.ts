import { type Command, UsageError, wholeNumber } from './command.ts'
import { send, sendOptions } from './send.ts'

export const commandLimit: Command = {
  name: 'command limit',
  arguments: 'CHARGER',
  words: { min: 1, max: 1 },
  summary: 'Limit what an EVSE, or a whole charger, may give; 0 is a pause.',
  details: ['The charger is told in the way that it takes. "command clear-limit" takes the limit back.'],
  examples: [
    'voltyard command limit CP-1 --amps 16 --evse 1',
    'voltyard command limit CP-1 --watts 11000 --seconds 600',
  ],
  options: {
    amps: { value: 'A', description: 'Amperes per phase.' },
    watts: { value: 'W', description: 'Watts, instead of amperes.' },
    evse: { value: 'N', description: 'Of which EVSE; without it, of the whole charger.' },
    seconds: { value: 'N', description: 'For how long; without it, until it is taken back.' },
    ...sendOptions,
  },
  async run(input, terminal) {
    const { amps, watts, evse, seconds } = input.options
    if ((amps === undefined) === (watts === undefined)) throw new UsageError('Give either --amps or --watts.')
    const request = {
      kind: 'limit',
      evse: evse === undefined ? null : wholeNumber('--evse', evse),
      limitA: amps === undefined ? null : tenths('--amps', amps),
      limitW: watts === undefined ? null : tenths('--watts', watts),
      ...(seconds === undefined ? {} : { durationSeconds: wholeNumber('--seconds', seconds) }),
    } as const
    return send(request, input, terminal)
  },
}

export const commandClearLimit: Command = {
  name: 'command clear-limit',
  arguments: 'CHARGER',
  words: { min: 1, max: 1 },
  summary: 'Take a limit back.',
  examples: ['voltyard command clear-limit CP-1 --evse 1'],
  options: {
    evse: { value: 'N', description: 'Of which EVSE; without it, of the charger and all its EVSEs.' },
    ...sendOptions,
  },
  async run(input, terminal) {
    const { evse } = input.options
    const request = { kind: 'clear-limit', evse: evse === undefined ? null : wholeNumber('--evse', evse) } as const
    return send(request, input, terminal)
  },
}

function tenths(name: string, text: string): number {
  if (!/^\d{1,9}(\.\d)?$/.test(text))
    throw new UsageError(`${name} is "${text}", but must be a number with one decimal at most.`)
  return Number(text)
}
