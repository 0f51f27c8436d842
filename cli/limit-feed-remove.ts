import { type Command, wholeNumber } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const limitFeedRemove: Command = {
  name: 'limit-feed remove',
  arguments: 'FEED',
  words: { min: 1, max: 1 },
  summary: 'Ask an OpenADR 3 server no more, and withdraw its limits.',
  details: ['FEED is the number that "limit-feed list" shows. Prices stay as they are.'],
  examples: ['voltyard limit-feed remove 3'],
  options: serverOptions,
  async run(input, terminal) {
    const args = given({ feed: wholeNumber('FEED', input.words[0]!), tenant: input.options.tenant })
    const removed = await operate({ operation: 'limit-feed.remove', args }, input, terminal)
    terminal.out(input.json ? JSON.stringify(removed) : `Feed ${input.words[0]} was removed.`)
    return 0
  },
}
