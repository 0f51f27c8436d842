import type { Command } from '../command.ts'

/** As in 2.0.1, with one more kind. */
export const listCertificates: Command<'list-certificates', 'GetInstalledCertificateIds'> = {
  action: 'GetInstalledCertificateIds',
  needsCharger: false,
  call: ({ use }) => (use === null ? {} : { certificateType: [use] }),
  read: ({ status }) => ({ state: 'accepted', reason: status === 'Accepted' ? null : status }),
}
