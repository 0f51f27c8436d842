import { type Command, wholeNumber } from './command.ts'
import { type Activation, activationText } from './flexibility-list.ts'
import { given, operate, serverOptions } from './operate.ts'
import { readTime } from './read-time.ts'

export const flexibilityActivate: Command = {
  name: 'flexibility activate',
  arguments: 'SITE',
  words: { min: 1, max: 1 },
  summary: 'Have a site deliver flexibility: call an offer, or order a cap or a band.',
  details: [
    'It is never delivered at the cost of limits or of what vehicles need at least: what cannot be delivered is said',
    'as partial, with the reason. Powers are those of all grid connections together.',
  ],
  examples: [
    'voltyard flexibility activate Depot --offer 12 --by vpp-north',
    'voltyard flexibility activate Depot --high 80000 --to 2027-01-31T19:00:00Z --ramp 300',
  ],
  options: {
    offer: { value: 'ID', description: 'An open offer, for its time.' },
    reduction: { value: 'W', description: 'How much of the offer; all of it when absent.' },
    from: { value: 'TIME', description: 'Without an offer: when it begins; now when absent.' },
    to: { value: 'TIME', description: 'Without an offer: when it ends.' },
    low: { value: 'W', description: 'Without an offer: what the site draws at least; no band when absent.' },
    high: { value: 'W', description: 'Without an offer: what the site draws at most.' },
    ramp: { value: 'SECONDS', description: 'How long the way there may take; 0 when absent.' },
    by: { value: 'NAME', description: 'Who ordered it.' },
    ...serverOptions,
  },
  async run(input, terminal) {
    const { offer, reduction, from, to, low, high, ramp, by, tenant } = input.options
    const number = (option: string, text: string | undefined) =>
      text === undefined ? undefined : wholeNumber(option, text)
    const args = given({
      ...{ site: input.words[0], orderedBy: by, tenant },
      ...{ offer: number('--offer', offer), reductionW: number('--reduction', reduction) },
      ...{ from: readTime('--from', from)?.toString(), to: readTime('--to', to)?.toString() },
      ...{ lowW: number('--low', low), highW: number('--high', high), rampSeconds: number('--ramp', ramp) },
    })
    const made = (await operate({ operation: 'flexibility.activate', args }, input, terminal)) as Activation
    terminal.out(input.json ? JSON.stringify(made) : activationText(made))
    return 0
  },
}
