import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'
import { type Progress, progressText } from './root-progress.ts'

export const certificateUndoRoot: Command = {
  name: 'certificate undo-root',
  arguments: '',
  words: { min: 0, max: 0 },
  summary: 'Take back the last step to new roots.',
  details: [
    'Before the switch the new roots are given up. After it the former ones sign again; the new ones stay trusted, and may',
    'be gone over to once more.',
  ],
  examples: ['voltyard certificate undo-root'],
  options: { insist: { description: 'Also when chargers would be left behind.' }, data: serverOptions.data! },
  async run(input, terminal) {
    const args = given({ insists: input.options.insist === undefined ? undefined : true })
    const progress = (await operate({ operation: 'certificate.undo-root', args }, input, terminal)) as Progress
    terminal.out(input.json ? JSON.stringify(progress) : `The last step is taken back.\n${progressText(progress)}`)
    return 0
  },
}
