import { readStatus } from '../../read-status.ts'
import { signedTypes } from '../certificate-type.ts'
import type { Command } from '../command.ts'

/** S-08 */
export const deliverCertificate: Command<'deliver-certificate', 'CertificateSigned'> = {
  action: 'CertificateSigned',
  needsCharger: false,
  call({ chain, certificate }) {
    if (certificate === 'v2g20') return { refused: 'OCPP 2.0.1 has no certificates for ISO 15118-20.' }
    return { certificateChain: chain, certificateType: signedTypes[certificate] }
  },
  read: readStatus,
}
