import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const unknownList: Command = {
  name: 'unknown list',
  arguments: '',
  words: { min: 0, max: 0 },
  summary: 'Show chargers that try to connect and are not known.',
  examples: ['voltyard unknown list', 'voltyard unknown list --tenant depot --json'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ tenant: input.options.tenant })
    const { chargers } = (await operate({ operation: 'unknown.list', args }, input, terminal)) as Listed
    terminal.out(input.json ? JSON.stringify({ chargers }) : chargers.map(show).join('\n') || 'None.')
    return 0
  },
}

type Listed = {
  chargers: {
    identity: string
    lastSeen: string
    times: number
    addresses: string[]
    protocols: string[]
    sentPassword: boolean
    welcomeUntil: string | null
  }[]
}

function show(charger: Listed['chargers'][number]): string {
  const { identity, lastSeen, times, addresses, protocols, sentPassword, welcomeUntil } = charger
  const parts = [
    `last seen ${lastSeen}`,
    times === 1 ? 'once' : `${times} times`,
    `from ${addresses[0] ?? 'somewhere'}`,
    protocols.join(' ') || 'no OCPP version',
    sentPassword ? 'with a password' : 'without a password',
    ...(welcomeUntil === null ? [] : [`waited for until ${welcomeUntil}`]),
  ]
  return `${identity}: ${parts.join(', ')}`
}
