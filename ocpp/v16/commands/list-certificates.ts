import { certificateTypes } from '../certificate-type.ts'
import type { Command } from '../command.ts'

/** One kind in one call: of all, the roots of servers come first and those of makers follow. */
export const listCertificates: Command<'list-certificates', 'GetInstalledCertificateIds'> = {
  action: 'GetInstalledCertificateIds',
  needsCharger: false,
  call({ use }) {
    const certificateType = certificateTypes[use ?? 'CSMSRootCertificate']
    return certificateType ? { certificateType } : { refused: `OCPP 1.6 has no certificates of the kind ${use}.` }
  },
  // M03.FR.02: not found means that there are none.
  read: ({ status }) => ({ state: 'accepted', reason: status === 'Accepted' ? null : status }),
}
