import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const apiTokenList: Command = {
  name: 'api-token list',
  arguments: '',
  words: { min: 0, max: 0 },
  summary: 'Show who has a token for the platform API.',
  examples: ['voltyard api-token list', 'voltyard api-token list --tenant depot --json'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ tenant: input.options.tenant })
    const { tokens } = (await operate({ operation: 'api-token.list', args }, input, terminal)) as Listed
    terminal.out(input.json ? JSON.stringify({ tokens }) : tokens.map(show).join('\n') || 'None.')
    return 0
  },
}

type Listed = { tokens: { name: string; created: string; lastUsed: string | null }[] }

function show({ name, created, lastUsed }: Listed['tokens'][number]): string {
  return `${name}, since ${created}, ${lastUsed === null ? 'never used' : `last used ${lastUsed}`}`
}
