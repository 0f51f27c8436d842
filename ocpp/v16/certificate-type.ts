import type { InstalledUse } from '#core/commands/requests/security.ts'
import type { Calls } from './messages.ts'

type CertificateType = Calls['InstallCertificate']['request']['certificateType']

/** 1.6 knows two kinds of roots; what 2.x says besides, it cannot say. */
export const certificateTypes: Partial<Record<InstalledUse, CertificateType>> = {
  CSMSRootCertificate: 'CentralSystemRootCertificate',
  ManufacturerRootCertificate: 'ManufacturerRootCertificate',
}

export function useOf(type: CertificateType): InstalledUse {
  return type === 'CentralSystemRootCertificate' ? 'CSMSRootCertificate' : 'ManufacturerRootCertificate'
}
