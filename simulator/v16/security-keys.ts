import type { SecurityProfile } from '../access.ts'
import type { SpeakerWorld } from '../speaker.ts'
import { fixed, type Key, kept, whole } from './key.ts'

/** The keys of the security extension. */
export const securityKeys: readonly Key[] = [
  kept('AdditionalRootCertificateCheck', 'false', /^(true|false)$/i),
  { name: 'AuthorizationKey', write: writeAuthorizationKey },
  fixed('CertificateSignedMaxChainSize', '10000'),
  fixed('CertificateStoreMaxLength', '20'),
  whole('CertSigningRepeatTimes', 'certificateRepeats'),
  whole('CertSigningWaitMinimum', 'certificateWaitSeconds'),
  {
    name: 'CpoName',
    read: ({ charger }) => charger.settings.organization,
    write({ charger }, value) {
      if (value === '' || value.length > 50) return 'rejected'
      charger.settings.organization = value
      return 'accepted'
    },
  },
  { name: 'SecurityProfile', read: ({ access }) => String(access.securityProfile), write: writeSecurityProfile },
  fixed('SupportedFileTransferProtocols', 'HTTP,HTTPS'),
]

/** 16 to 20 bytes as hexadecimal digits, in use from the next connection. */
function writeAuthorizationKey({ access, equipment }: SpeakerWorld, value: string) {
  if (!/^([0-9a-f]{2}){16,20}$/i.test(value)) return 'rejected'
  access.setPassword(Buffer.from(value, 'hex'))
  equipment.securityEvents.add('security-settings-changed', 'AuthorizationKey')
  return access.securityProfile === 1 || access.securityProfile === 2 ? 'reconnect' : 'accepted'
}

/** Only upwards, and only with all that the new profile needs. */
function writeSecurityProfile({ access, equipment }: SpeakerWorld, value: string) {
  const profile = Number(value) as SecurityProfile
  if (!/^[1-3]$/.test(value) || profile <= access.securityProfile) return 'rejected'
  if (profile <= 2 && !access.hasPassword()) return 'rejected'
  if (profile >= 2 && access.authorities().length === 0) return 'rejected'
  if (profile === 3 && !equipment.certificates.own('station')) return 'rejected'
  access.moveTo({ securityProfile: profile })
  equipment.securityEvents.add('security-settings-changed', 'SecurityProfile')
  return 'reconnect'
}
