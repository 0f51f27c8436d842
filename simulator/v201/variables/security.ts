import type { MakeVariable } from '../device-model.ts'
import { described, fixed, whole } from './make-variable.ts'

export const securityVariables: MakeVariable[] = [
  (world) => ({
    ...described('SecurityCtrlr', 'SecurityProfile', 'integer'),
    read: () => String(world.access.securityProfile),
  }),
  (world) => ({
    ...described('SecurityCtrlr', 'Identity', 'string'),
    read: () => world.charger.identity,
  }),
  ({ charger: { settings } }) => ({
    ...described('SecurityCtrlr', 'OrganizationName', 'string'),
    read: () => settings.organization,
    write(value) {
      if (value === '' || value.length > 64) return false
      settings.organization = value
      return true
    },
  }),
  ({ equipment }) => ({
    ...described('SecurityCtrlr', 'CertificateEntries', 'integer'),
    read: () => String(equipment.certificates.roots().length),
  }),
  whole('SecurityCtrlr', 'CertSigningWaitMinimum', 'certificateWaitSeconds', { unit: 's' }),
  whole('SecurityCtrlr', 'CertSigningRepeatTimes', 'certificateRepeats'),
  fixed('SecurityCtrlr', 'MaxCertificateChainSize', '10000', 'integer'),
  // A01.FR.01: from the next connection on, which follows at once. A00.FR.205 limits its length.
  (world) => ({
    ...described('SecurityCtrlr', 'BasicAuthPassword', 'string'),
    isWriteOnly: true,
    read: () => '',
    write(value) {
      if (value.length < 16 || value.length > world.additions.longestPassword) return false
      world.network.changePassword(value)
      return true
    },
  }),
]
