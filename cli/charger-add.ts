import { type Command, oneOf, wholeNumber } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const chargerAdd: Command = {
  name: 'charger add',
  arguments: 'ID',
  words: { min: 1, max: 1 },
  summary: 'Add a charger, so that it may connect.',
  details: [
    'ID is the identity that the charger has in its own configuration: up to 48 characters.',
    'Without --password one is made and shown once.',
  ],
  examples: ['voltyard charger add CP-1', 'voltyard charger add CP-2 --evses 2 --tenant depot'],
  options: {
    password: { value: 'TEXT', description: 'Password of the charger, at least 8 characters.' },
    evses: { value: 'N', description: 'How many EVSEs (charging points) it has: 1 to 100; without it, 1.' },
    'security-profile': {
      value: 'N',
      description: 'How it connects: 1 password, 2 password and TLS, 3 certificate; without it, 1.',
    },
    name: { value: 'NAME', description: 'Its name for people.' },
    provisioning: {
      value: 'HOW',
      description: 'Whether the server sets it up: automatic or off; without it, automatic.',
    },
    ...serverOptions,
  },
  async run(input, terminal) {
    const { password, evses, name, tenant, provisioning: how, 'security-profile': profile } = input.options
    const provisioning = how === undefined ? undefined : oneOf('--provisioning', how, ['automatic', 'off'])
    const securityProfile =
      profile === undefined ? undefined : Number(oneOf('--security-profile', profile, ['1', '2', '3']))
    const count = evses === undefined ? undefined : wholeNumber('--evses', evses)
    const args = given({
      identity: input.words[0],
      password,
      evses: count,
      name,
      securityProfile,
      provisioning,
      tenant,
    })
    const added = (await operate({ operation: 'charger.add', args }, input, terminal)) as Added
    terminal.out(input.json ? JSON.stringify(added) : show(added))
    return 0
  },
}

type Added = { identity: string; password: string | null; path: string }

function show({ identity, password, path }: Added): string {
  const lines = [`Charger ${identity} was added.`, `  Path of its OCPP address: ${path}`, `  User name: ${identity}`]
  if (password !== null) lines.push(`  Password: ${password}   (shown only now)`)
  return lines.join('\n')
}
