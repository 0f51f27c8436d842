import { type Command, wholeNumber } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const meterRemove: Command = {
  name: 'meter remove',
  arguments: 'METER',
  words: { min: 1, max: 1 },
  summary: 'Take the meter of a circuit away.',
  details: ['METER is its number, as `voltyard meter list` shows it. It is read no more, and its token is refused.'],
  examples: ['voltyard meter remove 1'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ meter: wholeNumber('METER', input.words[0]!), tenant: input.options.tenant })
    const removed = (await operate({ operation: 'meter.remove', args }, input, terminal)) as { meter: number }
    terminal.out(input.json ? JSON.stringify(removed) : `Meter ${removed.meter} was removed.`)
    return 0
  },
}
