import { type Command, wholeNumber } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

type How = { name: string; state: 'running' | 'paused' | 'cancelled'; summary: string }

/** The commands that change how a campaign goes on. */
export function campaignCommand({ name, state, summary }: How): Command {
  return {
    name,
    arguments: 'CAMPAIGN',
    words: { min: 1, max: 1 },
    summary,
    examples: [`voltyard ${name} 4`],
    options: { ...serverOptions },
    async run(input, terminal) {
      const id = wholeNumber('CAMPAIGN', input.words[0]!)
      const args = given({ id, state, tenant: input.options.tenant })
      const changed = (await operate({ operation: 'campaign.change', args }, input, terminal)) as { name: string }
      terminal.out(input.json ? JSON.stringify(changed) : `${changed.name} is ${state} now.`)
      return 0
    },
  }
}
