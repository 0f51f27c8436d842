import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Command, UsageError } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const firmwareAdd: Command = {
  name: 'firmware add',
  arguments: 'VERSION FILE',
  words: { min: 2, max: 2 },
  summary: 'Register firmware that chargers may be updated to.',
  details: [
    'VERSION is what chargers say once they have it. The server reads FILE, and keeps it only if its hash is the one',
    'that was given, or else the one that this command finds. Patterns may have * in them.',
  ],
  examples: [
    'voltyard firmware add 2.4.1 charger-2.4.1.bin --vendor Maker --model "One*"',
    'voltyard firmware add 2.4.1 charger.bin --certificate maker.pem --signature charger.sig',
  ],
  options: {
    vendor: { value: 'PATTERN', description: 'For chargers of this vendor only.' },
    model: { value: 'PATTERN', description: 'For chargers of this model only.' },
    sha256: { value: 'HASH', description: 'The hash that its maker tells, as hexadecimal digits.' },
    certificate: { value: 'FILE', description: 'The maker’s signing certificate as PEM.' },
    signature: { value: 'FILE', description: 'The signature of the file as base64.' },
    ...serverOptions,
  },
  async run(input, terminal) {
    const [version, file] = input.words
    const { vendor, model, certificate, signature, tenant } = input.options
    if ((certificate === undefined) !== (signature === undefined)) {
      throw new UsageError('--certificate and --signature go together.')
    }
    const path = resolve(file!)
    const sha256 = input.options.sha256 ?? (await hashOf(path))
    const signing = {
      signingCertificate: certificate && (await readText(certificate)),
      signature: signature && (await readText(signature)),
    }
    const args = given({ version, path, sha256, vendor, model, ...signing, tenant })
    const added = (await operate({ operation: 'firmware.add', args }, input, terminal)) as { id: number }
    terminal.out(input.json ? JSON.stringify(added) : `Firmware ${added.id} is version ${version}.`)
    return 0
  },
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    for await (const piece of createReadStream(path)) hash.update(piece)
  } catch {
    throw new UsageError(`The file ${path} cannot be read.`)
  }
  return hash.digest('hex')
}

async function readText(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`The file ${path} cannot be read.`)
  })
  return text.trim()
}
