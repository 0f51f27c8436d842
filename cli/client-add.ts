import { allowedMembers, allowedOptions } from './client-options.ts'
import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const clientAdd: Command = {
  name: 'client add',
  arguments: 'NAME --package PACKAGE',
  words: { min: 1, max: 1 },
  summary: 'Give a program credentials for the depot API.',
  details: ['The secret is shown once; only its hash is kept.'],
  examples: [
    'voltyard client add dispatch --package advanced',
    'voltyard client add reports --grants transactions,timeSeries',
  ],
  options: { ...allowedOptions, ...serverOptions },
  async run(input, terminal) {
    const args = given({ name: input.words[0], ...allowedMembers(input), tenant: input.options.tenant })
    const added = (await operate({ operation: 'client.add', args }, input, terminal)) as Added
    terminal.out(input.json ? JSON.stringify(added) : show(added))
    return 0
  },
}

type Added = { name: string; package: string; grants: string[]; clientId: string; secret: string }

function show(added: Added): string {
  return [
    `Client ${added.name} was added with package ${added.package}: ${added.grants.join(', ')}.`,
    `  client_id: ${added.clientId}`,
    `  client_secret: ${added.secret}   (shown only now)`,
  ].join('\n')
}
