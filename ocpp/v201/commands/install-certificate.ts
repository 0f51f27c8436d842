import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

/** M05 */
export const installCertificate: Command<'install-certificate', 'InstallCertificate'> = {
  action: 'InstallCertificate',
  needsCharger: false,
  call({ use, pem }) {
    if (use === 'OEMRootCertificate') return { refused: `OCPP 2.0.1 has no certificates of the kind ${use}.` }
    if (pem.length > 5_500) return { refused: 'The certificate is longer than OCPP 2.0.1 allows.' }
    return { certificateType: use, certificate: pem }
  },
  read: readStatus,
}
