import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const certificateRevoke: Command = {
  name: 'certificate revoke',
  arguments: 'NUMBER',
  words: { min: 1, max: 1 },
  summary: 'Take back a certificate of a charger; who is connected with it is disconnected.',
  details: ['NUMBER is its serial number in hexadecimal, as "voltyard certificate list" shows it.'],
  examples: ['voltyard certificate revoke 5e0c34ab90 --reason "charger was stolen"'],
  options: { reason: { value: 'TEXT', description: 'Why; kept with it.' }, ...serverOptions },
  async run(input, terminal) {
    const { reason, tenant } = input.options
    const args = given({ serialNumber: input.words[0], reason, tenant })
    const revoked = (await operate({ operation: 'certificate.revoke', args }, input, terminal)) as { charger: string }
    terminal.out(input.json ? JSON.stringify(revoked) : `The certificate of ${revoked.charger} is revoked.`)
    return 0
  },
}
