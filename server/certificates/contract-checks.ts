import type { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { CertificateChecks } from '#core/certificates/ocsp.ts'
import type { Log } from '#core/context.ts'
import type { AskOutside } from './ask-outside.ts'
import { followChain } from './contract-chain.ts'
import { createOcspClient } from './ocsp-client.ts'
import { certificatesIn } from './pem.ts'

export type ContractSettings = { roots: readonly string[]; unknownStatus: 'refuse' | 'accept' }

/** What can be found out about the contracts of vehicles, by the roots that the operator trusts for them. */
export function openContractChecks(
  { roots, unknownStatus }: ContractSettings,
  { askOutside, now, log }: { askOutside: AskOutside; now: () => Temporal.Instant; log: Log },
): CertificateChecks {
  let reading: Promise<X509Certificate[]> | null = null
  const issuers = () => {
    reading ??= readAll(roots).catch((error) => {
      reading = null
      log.error({ err: error }, 'the roots of contracts cannot be read')
      return []
    })
    return reading
  }
  return {
    ...createOcspClient({ askOutside, issuers, now, log }),
    chain: async (pem) => followChain(pem, { known: await issuers(), now: now() }),
    acceptsUnknownStatus: unknownStatus === 'accept',
  }
}

async function readAll(files: readonly string[]): Promise<X509Certificate[]> {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  return texts.flatMap(certificatesIn)
}
