import { packages } from '#core/access/api-client.ts'
import { type Command, oneOf, UsageError } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

const names = Object.keys(packages)

export const clientAdd: Command = {
  name: 'client add',
  arguments: 'NAME --package PACKAGE',
  words: { min: 1, max: 1 },
  summary: 'Give a program credentials for the depot API.',
  details: ['The secret is shown once; only its hash is kept.'],
  examples: ['voltyard client add dispatch --package advanced'],
  options: {
    package: { value: 'PACKAGE', description: `What it may call: ${names.join(', ')}.` },
    ...serverOptions,
  },
  async run(input, terminal) {
    const { package: chosen, tenant } = input.options
    if (chosen === undefined) throw new UsageError(`--package is missing: one of ${names.join(', ')}.`)
    const args = given({ name: input.words[0], package: oneOf('--package', chosen, names), tenant })
    const added = (await operate({ operation: 'client.add', args }, input, terminal)) as Added
    terminal.out(input.json ? JSON.stringify(added) : show(added))
    return 0
  },
}

type Added = { name: string; package: string; clientId: string; secret: string }

function show(added: Added): string {
  return [
    `Client ${added.name} was added with package ${added.package}.`,
    `  client_id: ${added.clientId}`,
    `  client_secret: ${added.secret}   (shown only now)`,
  ].join('\n')
}
