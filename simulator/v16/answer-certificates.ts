import type { RootUse } from '../equipment/certificates.ts'
import type { Answer } from './messages.ts'

export const certificateSigned: Answer<'CertificateSigned'> = (world, { certificateChain }) => {
  const { certificates, renewal, securityEvents } = world.equipment
  const outcome = certificates.accept('station', certificateChain)
  renewal.ended('station')
  if (outcome === 'accepted') {
    const isInUse = world.access.securityProfile === 3
    return { answer: { status: 'Accepted' }, ...(isInUse ? { afterwards: () => void world.link.reconnect() } : {}) }
  }
  securityEvents.add('invalid-own-certificate', outcome)
  return { answer: { status: 'Rejected' } }
}

export const installCertificate: Answer<'InstallCertificate'> = (world, { certificateType, certificate }) => {
  const outcome = world.equipment.certificates.install(uses[certificateType], certificate)
  return { answer: { status: installStatuses[outcome] } }
}

export const deleteCertificate: Answer<'DeleteCertificate'> = ({ equipment }, { certificateHashData }) => ({
  answer: { status: deleteStatuses[equipment.certificates.remove(certificateHashData)] },
})

export const getInstalledCertificateIds: Answer<'GetInstalledCertificateIds'> = ({ equipment }, asked) => {
  const [first, ...others] = equipment.certificates.roots(uses[asked.certificateType]).map(({ hash }) => hash)
  if (!first) return { answer: { status: 'NotFound' } }
  return { answer: { status: 'Accepted', certificateHashData: [first, ...others] } }
}

const uses = {
  CentralSystemRootCertificate: 'server',
  ManufacturerRootCertificate: 'manufacturer',
} as const satisfies Record<string, RootUse>

const installStatuses = {
  installed: 'Accepted',
  unreadable: 'Rejected',
  'not-valid-now': 'Rejected',
  full: 'Failed',
} as const
const deleteStatuses = { removed: 'Accepted', unknown: 'NotFound', 'in-use': 'Failed' } as const
