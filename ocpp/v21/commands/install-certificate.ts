import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

/** As in 2.0.1, with more kinds and longer certificates. */
export const installCertificate: Command<'install-certificate', 'InstallCertificate'> = {
  action: 'InstallCertificate',
  needsCharger: false,
  call: ({ use, pem }) =>
    pem.length > 10_000
      ? { refused: 'The certificate is longer than OCPP 2.1 allows.' }
      : { certificateType: use, certificate: pem },
  read: readStatus,
}
