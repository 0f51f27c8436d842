import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'
import { type Progress, progressText } from './root-progress.ts'

export const certificateSwitchRoot: Command = {
  name: 'certificate switch-root',
  arguments: '',
  words: { min: 0, max: 0 },
  summary: 'Go over to the new roots: from now on they sign.',
  details: [
    'The server shows certificates that they have signed, and chargers get new ones from them. What the former ones have',
    'signed stays good. It is refused while a charger is not known to have the new roots: it may not find its way back.',
  ],
  examples: ['voltyard certificate switch-root'],
  options: { insist: { description: 'Also when chargers would be left behind.' }, data: serverOptions.data! },
  async run(input, terminal) {
    const args = given({ insists: input.options.insist === undefined ? undefined : true })
    const progress = (await operate({ operation: 'certificate.switch-root', args }, input, terminal)) as Progress
    terminal.out(input.json ? JSON.stringify(progress) : `The new roots sign from now on.\n${progressText(progress)}`)
    return 0
  },
}
