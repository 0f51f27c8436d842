import type { Command } from './command.ts'
import { operate, serverOptions } from './operate.ts'

export const tenantList: Command = {
  name: 'tenant list',
  arguments: '',
  words: { min: 0, max: 0 },
  summary: 'List the tenants of this installation.',
  examples: ['voltyard tenant list'],
  options: { data: serverOptions.data! },
  async run(input, terminal) {
    const answer = (await operate({ operation: 'tenant.list', args: {} }, input, terminal)) as Answer
    const lines = answer.tenants.map(({ slug, name }) => `${slug}: ${name}`)
    terminal.out(input.json ? JSON.stringify(answer) : lines.join('\n'))
    return 0
  },
}

type Answer = { tenants: { slug: string; name: string }[] }
