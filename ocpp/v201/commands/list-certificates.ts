import type { Command } from '../command.ts'

/** M03. Without a kind, all (M03.FR.04). */
export const listCertificates: Command<'list-certificates', 'GetInstalledCertificateIds'> = {
  action: 'GetInstalledCertificateIds',
  needsCharger: false,
  call({ use }) {
    if (use === 'OEMRootCertificate') return { refused: `OCPP 2.0.1 has no certificates of the kind ${use}.` }
    return use === null ? {} : { certificateType: [use] }
  },
  // M03.FR.02: not found means that there are none.
  read: ({ status }) => ({ state: 'accepted', reason: status === 'Accepted' ? null : status }),
}
