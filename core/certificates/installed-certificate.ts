import { X509Certificate } from 'node:crypto'
import type { InstalledUse } from '../commands/requests/security.ts'
import type { InstalledItem } from '../devices/device-variable.ts'
import { type CertificateHash, certificateHash, hashKey, plainSerial } from './certificate-hash.ts'

/** A certificate in a charger, as it is remembered. What was only named by its hashes has no subject. */
export type InstalledCertificate = {
  use: InstalledUse
  hash: CertificateHash
  /** Those below it in its chain. */
  children: CertificateHash[]
  subject: string | null
  notAfter: string | null
}

export type CertificateItem = Pick<InstalledItem, 'key' | 'body'>

/** One certificate may be in a charger for several uses. */
export function itemOf(certificate: InstalledCertificate): CertificateItem {
  return { key: `${certificate.use}/${hashKey(certificate.hash)}`, body: certificate }
}

export function installedFrom({ body }: Pick<InstalledItem, 'body'>): InstalledCertificate {
  return body as InstalledCertificate
}

/** What is known of a root from its PEM; null when it is not one certificate that has signed itself. */
export function rootFrom(pem: string, use: InstalledUse): InstalledCertificate | null {
  const certificate = certificateFrom(pem)
  if (!certificate?.checkIssued(certificate)) return null
  const hash = certificateHash(certificate, certificate)
  const notAfter = Temporal.Instant.fromEpochMilliseconds(certificate.validToDate.getTime()).toString()
  return { use, hash, children: [], subject: certificate.subject.replaceAll('\n', ', '), notAfter }
}

/** Null when this is not the PEM of one certificate. */
export function certificateFrom(pem: string): X509Certificate | null {
  if ((pem.match(/-----BEGIN CERTIFICATE-----/g) ?? []).length !== 1) return null
  try {
    return new X509Certificate(pem)
  } catch {
    return null
  }
}

/** Why a certificate should stay in a charger; null when it may be deleted. */
export function deletionFault(
  hash: CertificateHash,
  {
    installed,
    ownSerialNumbers,
    securityProfile,
  }: { installed: readonly InstalledCertificate[]; ownSerialNumbers: readonly string[]; securityProfile: number },
): string | null {
  const serialNumber = plainSerial(hash.serialNumber)
  if (ownSerialNumbers.some((own) => plainSerial(own) === serialNumber)) {
    return 'This is the certificate by which the charger shows who it is.' // M04.FR.06
  }
  if (securityProfile < 2) return null
  const roots = installed.filter(({ use }) => use === 'CSMSRootCertificate')
  const isOne = roots.some((root) => hashKey(root.hash) === hashKey(hash))
  if (!isOne && !isOf(hash, installed)) return roots.length > 0 ? null : 'It is not known which roots the charger has.'
  return isOne && roots.length === 1 ? 'Without its last root the charger cannot connect any more.' : null
}

function isOf(hash: CertificateHash, installed: readonly InstalledCertificate[]): boolean {
  return installed.some((one) => hashKey(one.hash) === hashKey(hash))
}
