import { type Command, wholeNumber } from './command.ts'
import { type Activation, activationText } from './flexibility-list.ts'
import { given, operate, serverOptions } from './operate.ts'

export const flexibilityCancel: Command = {
  name: 'flexibility cancel',
  arguments: 'ACTIVATION',
  words: { min: 1, max: 1 },
  summary: 'End an activation, or one that is still to come.',
  details: ['What was put off is made up for below the peak that was planned before.'],
  examples: ['voltyard flexibility cancel 7'],
  options: serverOptions,
  async run(input, terminal) {
    const args = given({ activation: wholeNumber('ACTIVATION', input.words[0]!), tenant: input.options.tenant })
    const cancelled = (await operate({ operation: 'flexibility.cancel', args }, input, terminal)) as Activation
    terminal.out(input.json ? JSON.stringify(cancelled) : activationText(cancelled))
    return 0
  },
}
