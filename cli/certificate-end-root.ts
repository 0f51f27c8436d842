import { type Command, wholeNumber } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'
import { type Progress, progressText } from './root-progress.ts'

export const certificateEndRoot: Command = {
  name: 'certificate end-root',
  arguments: 'GENERATION',
  words: { min: 1, max: 1 },
  summary: 'Trust former roots no more, before their end. This cannot be undone.',
  details: [
    'GENERATION is their number, as "voltyard certificate roots" shows it. It is refused while chargers have certificates',
    'that they have signed: those would not be let in any more. Who is connected stays until the connection ends.',
  ],
  examples: ['voltyard certificate end-root 1'],
  options: { insist: { description: 'Also when chargers would be left behind.' }, data: serverOptions.data! },
  async run(input, terminal) {
    const args = given({
      generation: wholeNumber('GENERATION', input.words[0]!),
      insists: input.options.insist === undefined ? undefined : true,
    })
    const progress = (await operate({ operation: 'certificate.end-root', args }, input, terminal)) as Progress
    terminal.out(
      input.json ? JSON.stringify(progress) : `These roots are not trusted any more.\n${progressText(progress)}`,
    )
    return 0
  },
}
