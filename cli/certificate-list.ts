import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const certificateList: Command = {
  name: 'certificate list',
  arguments: '[ID]',
  words: { min: 0, max: 1 },
  summary: 'Show the certificates that were signed for chargers, newest first.',
  examples: ['voltyard certificate list', 'voltyard certificate list CP-1 --json'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ charger: input.words[0], tenant: input.options.tenant })
    const { certificates } = (await operate({ operation: 'certificate.list', args }, input, terminal)) as Listed
    terminal.out(input.json ? JSON.stringify({ certificates }) : certificates.map(show).join('\n') || 'None.')
    return 0
  },
}

type Listed = {
  certificates: {
    charger: string
    serialNumber: string
    commonName: string
    notAfter: string
    revokedAt: string | null
  }[]
}

function show({ charger, serialNumber, commonName, notAfter, revokedAt }: Listed['certificates'][number]): string {
  const standing = revokedAt === null ? `good until ${notAfter}` : `revoked ${revokedAt}`
  return `${charger}: ${serialNumber}, in the name of ${commonName}, ${standing}`
}
