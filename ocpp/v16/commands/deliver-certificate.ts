import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

/** S-08. Certificates for vehicles travel in data transfers, see the vendor of Plug & Charge. */
export const deliverCertificate: Command<'deliver-certificate', 'CertificateSigned'> = {
  action: 'CertificateSigned',
  needsCharger: false,
  call: ({ chain, certificate }) =>
    certificate === 'charger'
      ? { certificateChain: chain }
      : { refused: 'OCPP 1.6 has no certificates for vehicles among its own messages.' },
  read: readStatus,
}
