import type { Command } from './command.ts'
import { operate, serverOptions } from './operate.ts'
import { type Progress, progressText } from './root-progress.ts'

export const certificateRotateRoot: Command = {
  name: 'certificate rotate-root',
  arguments: '',
  words: { min: 0, max: 0 },
  summary: 'Make new roots for the certificate authority, and give them to the chargers.',
  details: [
    'The former ones sign until you go over to the new ones with "voltyard certificate switch-root". Until then every',
    'charger that comes by TLS is asked to install the new ones; "voltyard certificate roots" shows how many have them.',
  ],
  examples: ['voltyard certificate rotate-root'],
  options: { data: serverOptions.data! },
  async run(input, terminal) {
    const args = {}
    const progress = (await operate({ operation: 'certificate.rotate-root', args }, input, terminal)) as Progress
    terminal.out(
      input.json
        ? JSON.stringify(progress)
        : `There are new roots. Chargers are being given them.\n${progressText(progress)}`,
    )
    return 0
  },
}
