import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const accountList: Command = {
  name: 'account list',
  arguments: '',
  words: { min: 0, max: 0 },
  summary: 'Show who may log in to the console.',
  examples: ['voltyard account list', 'voltyard account list --tenant depot --json'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ tenant: input.options.tenant })
    const { accounts } = (await operate({ operation: 'account.list', args }, input, terminal)) as Listed
    terminal.out(input.json ? JSON.stringify({ accounts }) : accounts.map(show).join('\n') || 'Nobody.')
    return 0
  },
}

type Listed = {
  accounts: {
    login: string
    name: string
    role: string
    enabled: boolean
    secondFactor: boolean
    lastLogin: string | null
  }[]
}

function show({ login, name, role, enabled, secondFactor, lastLogin }: Listed['accounts'][number]): string {
  const more = [enabled ? null : 'disabled', secondFactor ? 'second factor' : null].filter((word) => word !== null)
  const seen = lastLogin === null ? 'never logged in' : `last login ${lastLogin}`
  return [`${login} (${name})`, role, ...more, seen].join(', ')
}
