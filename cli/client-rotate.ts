import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const clientRotate: Command = {
  name: 'client rotate',
  arguments: 'CLIENT',
  words: { min: 1, max: 1 },
  summary: 'Give a program a new secret; the former one is void at once.',
  details: [
    'Access tokens that it has stay good for their lifetime, so that it works on while it is given the new secret.',
    'To end those too, disable it first.',
  ],
  examples: ['voltyard client rotate dispatch'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ client: input.words[0], tenant: input.options.tenant })
    const renewed = (await operate({ operation: 'client.rotate', args }, input, terminal)) as Renewed
    terminal.out(input.json ? JSON.stringify(renewed) : show(renewed))
    return 0
  },
}

type Renewed = { name: string; clientId: string; secret: string }

function show({ name, clientId, secret }: Renewed): string {
  return `Client ${name} has a new secret.\n  client_id: ${clientId}\n  client_secret: ${secret}   (shown only now)`
}
