import { readStatus } from '../../read-status.ts'
import { signedTypes } from '../certificate-type.ts'
import type { Command } from '../command.ts'

/** As in 2.0.1, with the number by which the charger has asked for it (A02.FR.25). */
export const deliverCertificate: Command<'deliver-certificate', 'CertificateSigned'> = {
  action: 'CertificateSigned',
  needsCharger: false,
  call: ({ chain, certificate, requestId }) => ({
    certificateChain: chain,
    certificateType: signedTypes[certificate],
    ...(requestId === null ? {} : { requestId }),
  }),
  read: readStatus,
}
