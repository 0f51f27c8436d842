import { type Command, wholeNumber } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const campaignUndo: Command = {
  name: 'campaign undo',
  arguments: 'CAMPAIGN',
  words: { min: 1, max: 1 },
  summary: 'Update the chargers of a campaign back to the firmware that they had.',
  details: ['The firmware that they had must be registered. It starts one campaign for each version.'],
  examples: ['voltyard campaign undo 4'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ id: wholeNumber('CAMPAIGN', input.words[0]!), tenant: input.options.tenant })
    const undone = (await operate({ operation: 'campaign.undo', args }, input, terminal)) as Undone
    const lines = [
      ...undone.campaigns.map(({ id, name }) => `Campaign ${id} has started: ${name}.`),
      ...undone.left.map(({ identity, reason }) => `  not ${identity}: ${reason}`),
    ]
    terminal.out(input.json ? JSON.stringify(undone) : lines.join('\n'))
    return 0
  },
}

type Undone = { campaigns: { id: number; name: string }[]; left: { identity: string; reason: string }[] }
