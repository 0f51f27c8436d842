import { readStatus } from '../../read-status.ts'
import { certificateTypes } from '../certificate-type.ts'
import type { Command } from '../command.ts'

export const installCertificate: Command<'install-certificate', 'InstallCertificate'> = {
  action: 'InstallCertificate',
  needsCharger: false,
  call({ use, pem }) {
    const certificateType = certificateTypes[use]
    if (!certificateType) return { refused: `OCPP 1.6 has no certificates of the kind ${use}.` }
    if (pem.length > 5_500) return { refused: 'The certificate is longer than OCPP 1.6 allows.' }
    return { certificateType, certificate: pem }
  },
  read: readStatus,
}
