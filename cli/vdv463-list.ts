import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const vdv463List: Command = {
  name: 'vdv463 list',
  arguments: '',
  words: { min: 0, max: 0 },
  summary: 'List the planning systems that are told of sites, and how that goes.',
  details: [
    'Of each API client and site the last connection: what it was sent last, what it has confirmed last, and why it',
    'does not take what it is told. These times are exact to about ten seconds.',
  ],
  examples: ['voltyard vdv463 list', 'voltyard vdv463 list --json'],
  options: serverOptions,
  async run(input, terminal) {
    const args = given({ tenant: input.options.tenant })
    const { presystems } = (await operate({ operation: 'vdv463.list', args }, input, terminal)) as {
      presystems: Link[]
    }
    if (input.json) terminal.out(JSON.stringify({ presystems }))
    else for (const one of presystems) terminal.out(show(one))
    return 0
  },
}

type Link = {
  site: string
  client: string
  presystem: string
  connected: boolean
  sentAt: string | null
  confirmedAt: string | null
  error: string | null
}

function show({ site, client, presystem, connected, sentAt, confirmedAt, error }: Link): string {
  const told = `sent ${sentAt ?? 'never'}  confirmed ${confirmedAt ?? 'never'}`
  const state = `${connected ? 'connected' : 'away'}  ${told}${error === null ? '' : `  fails: ${error}`}`
  return `${site}  ${presystem}  client ${client}  ${state}`
}
