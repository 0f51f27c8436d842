import type { Command } from './command.ts'
import { operate, serverOptions } from './operate.ts'
import { type Progress, progressText } from './root-progress.ts'

type Answer = Progress & { roots: string[] }

export const certificateRoots: Command = {
  name: 'certificate roots',
  arguments: '',
  words: { min: 0, max: 0 },
  summary: 'Show the roots of the certificate authority as PEM.',
  details: [
    'Chargers have to trust them: the first is for those that know ECDSA, the second for those that know RSA only.',
    'They are made when they are asked for first. On a terminal, how many chargers have them stands below, and is no part',
    'of what is written to a file.',
  ],
  examples: ['voltyard certificate roots > voltyard-roots.pem'],
  options: { data: serverOptions.data! },
  async run(input, terminal) {
    const answer = (await operate({ operation: 'certificate.roots', args: {} }, input, terminal)) as Answer
    if (input.json) terminal.out(JSON.stringify(answer))
    else {
      terminal.out(answer.roots.join('').trimEnd())
      terminal.err(progressText(answer))
    }
    return 0
  },
}
