import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import type { OwnUse, RootUse } from '../equipment/certificates.ts'
import type { Answer } from './messages.ts'

export const installCertificate: Answer<'InstallCertificate'> = (world, { certificateType, certificate }) => {
  const outcome = world.equipment.certificates.install(rootUse(certificateType), certificate)
  if (outcome === 'installed') return { answer: { status: 'Accepted' } }
  // M05.FR.03 - .07
  const status = outcome === 'full' ? 'Failed' : 'Rejected'
  return { answer: { status, statusInfo: { reasonCode: reasons[outcome] } } }
}

export const deleteCertificate: Answer<'DeleteCertificate'> = (world, { certificateHashData }) => {
  const outcome = world.equipment.certificates.remove(certificateHashData)
  return { answer: { status: deleteStatuses[outcome] } }
}

export const getInstalledCertificateIds: Answer<'GetInstalledCertificateIds'> = (world, { certificateType }) => {
  const { certificates } = world.equipment
  const isAsked = (use: ocpp.GetCertificateIdUseEnumType) => certificateType?.includes(use) ?? true
  const roots = certificates
    .roots()
    .map(({ use, hash }) => ({ certificateType: rootTypes[use], certificateHashData: hash }))
    .filter((one) => isAsked(one.certificateType))
  const [leaf, ...above] = isAsked('V2GCertificateChain') ? certificates.ownHashes('vehicle') : []
  const own = leaf
    ? [
        {
          certificateType: 'V2GCertificateChain' as const,
          certificateHashData: leaf,
          ...(above.length > 0 ? { childCertificateHashData: above } : {}),
        },
      ]
    : []
  const certificateHashDataChain = [...roots, ...own]
  if (certificateHashDataChain.length === 0) return { answer: { status: 'NotFound' } }
  return { answer: { status: 'Accepted', certificateHashDataChain } }
}

export const certificateSigned: Answer<'CertificateSigned'> = (world, { certificateChain, certificateType }) => {
  const { certificates, renewal, securityEvents } = world.equipment
  const use = ownUse(certificateType)
  const outcome = certificates.accept(use, certificateChain)
  renewal.ended(use)
  if (outcome === 'accepted') return { answer: { status: 'Accepted' } }
  // A02.FR.07
  securityEvents.add('invalid-own-certificate', outcome)
  return { answer: { status: 'Rejected', statusInfo: { reasonCode: 'InvalidCertificate', additionalInfo: outcome } } }
}

export function ownUse(type: string | undefined): OwnUse {
  return type === undefined || type === 'ChargingStationCertificate' ? 'station' : 'vehicle'
}

export const signingUses: Record<OwnUse, ocpp.CertificateSigningUseEnumType> = {
  station: 'ChargingStationCertificate',
  vehicle: 'V2GCertificate',
}

// 2.1 also has OEMRootCertificate.
function rootUse(type: string): RootUse {
  const known = Object.entries(rootTypes).find(([, name]) => name === type)
  return (known?.[0] as RootUse | undefined) ?? 'vehicle-maker'
}

const rootTypes: Record<RootUse, ocpp.GetCertificateIdUseEnumType> = {
  server: 'CSMSRootCertificate',
  manufacturer: 'ManufacturerRootCertificate',
  vehicle: 'V2GRootCertificate',
  'mobility-operator': 'MORootCertificate',
  // Only 2.1 knows the word, and only there it can be installed.
  'vehicle-maker': 'OEMRootCertificate' as ocpp.GetCertificateIdUseEnumType,
}

const deleteStatuses = { removed: 'Accepted', unknown: 'NotFound', 'in-use': 'Failed' } as const
const reasons = { unreadable: 'InvalidCertificate', 'not-valid-now': 'InvalidCertificate', full: 'NoSpace' } as const
