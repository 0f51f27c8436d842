import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const campaignList: Command = {
  name: 'campaign list',
  arguments: '',
  words: { min: 0, max: 0 },
  summary: 'Show the firmware campaigns and how far they are.',
  examples: ['voltyard campaign list'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ tenant: input.options.tenant })
    const { campaigns } = (await operate({ operation: 'campaign.list', args }, input, terminal)) as Listed
    terminal.out(input.json ? JSON.stringify({ campaigns }) : campaigns.map(show).join('\n') || 'None.')
    return 0
  },
}

type Listed = {
  campaigns: { id: number; name: string; state: string; reason: string | null; chargers: Record<string, number> }[]
}

function show({ id, name, state, reason, chargers }: Listed['campaigns'][number]): string {
  const counts = Object.entries(chargers).map(([word, count]) => `${count} ${word}`)
  return `${id}: ${name}, ${state}${reason === null ? '' : ` (${reason})`}: ${counts.join(', ') || 'no chargers'}`
}
