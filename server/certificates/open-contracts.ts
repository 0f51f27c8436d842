import { type ContractProvider, noContractProvider } from '#core/certificates/contract-provider.ts'
import type { CertificateChecks } from '#core/certificates/ocsp.ts'
import type { Log } from '#core/context.ts'
import type { Config } from '../config.ts'
import { createFetchOutside } from '../egress.ts'
import { askBy } from './ask-outside.ts'
import { openContractChecks } from './contract-checks.ts'
import { httpContractProvider } from './http-contract-provider.ts'

/** Plug & Charge: who is asked about contracts of vehicles, and who makes them. */
export function openContracts(
  { certificates, files }: Config,
  { now, log }: { now: () => Temporal.Instant; log: Log },
): { certificateChecks: CertificateChecks; contractProvider: ContractProvider } {
  const { contractRoots: roots, contractUnknownStatus: unknownStatus } = certificates
  const { contractProviderUrl: url, contractProviderToken: token } = certificates
  // Chargers say where responders are; the provider is named by the operator and may be anywhere.
  const askOutside = askBy(createFetchOutside(files.outsideNetworks))
  const askProvider = askBy(createFetchOutside(['0.0.0.0/0', '::/0']))
  return {
    certificateChecks: openContractChecks({ roots, unknownStatus }, { askOutside, now, log }),
    contractProvider:
      url === null ? noContractProvider : httpContractProvider({ url, token }, { ask: askProvider, log }),
  }
}
