import { readFile } from 'node:fs/promises'
import { type Command, UsageError } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const certificateSign: Command = {
  name: 'certificate sign',
  arguments: 'ID FILE',
  words: { min: 2, max: 2 },
  summary: 'Sign a charger’s request for a certificate (PKCS #10).',
  details: [
    'FILE is the PEM of the request. Its common name is the identity of the charger or its serial number, its',
    'organization the name of the operator. The certificate is shown as PEM, the charger’s own first.',
  ],
  examples: ['voltyard certificate sign CP-1 cp-1.csr > cp-1.pem'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const [charger, path] = input.words
    const csr = await readFile(path!, 'utf8').catch(() => {
      throw new UsageError(`The file ${path} cannot be read.`)
    })
    const args = given({ charger, csr, tenant: input.options.tenant })
    const signed = (await operate({ operation: 'certificate.sign', args }, input, terminal)) as { chain: string }
    terminal.out(input.json ? JSON.stringify(signed) : signed.chain.trimEnd())
    return 0
  },
}
