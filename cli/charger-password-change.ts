import type { Command } from './command.ts'
import { given, operateOnline, serverOptions } from './operate.ts'

export const chargerPasswordChange: Command = {
  name: 'charger password-change',
  arguments: 'ID',
  words: { min: 1, max: 1 },
  summary: 'Give a charger a new password over OCPP.',
  details: [
    'Nobody is told the password but the charger. Until it has answered both are good, the old one and the new one; when',
    'its answer is lost, until it connects with one of them.',
  ],
  examples: ['voltyard charger password-change CP-1'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ charger: input.words[0], tenant: input.options.tenant })
    const asked = (await operateOnline({ operation: 'charger.password-change', args }, input, terminal)) as {
      command: number
    }
    terminal.out(
      input.json
        ? JSON.stringify(asked)
        : `${input.words[0]} is asked to take a new password (command ${asked.command}).`,
    )
    return 0
  },
}
