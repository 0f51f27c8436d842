import type { Command } from './command.ts'
import { operate, serverOptions } from './operate.ts'

export const certificateRoots: Command = {
  name: 'certificate roots',
  arguments: '',
  words: { min: 0, max: 0 },
  summary: 'Show the roots of the certificate authority as PEM.',
  details: [
    'Chargers have to trust them: the first is for those that know ECDSA, the second for those that know RSA only.',
    'They are made when they are asked for first.',
  ],
  examples: ['voltyard certificate roots > voltyard-roots.pem'],
  options: { data: serverOptions.data! },
  async run(input, terminal) {
    const { roots } = (await operate({ operation: 'certificate.roots', args: {} }, input, terminal)) as {
      roots: string[]
    }
    terminal.out(input.json ? JSON.stringify({ roots }) : roots.join('').trimEnd())
    return 0
  },
}
