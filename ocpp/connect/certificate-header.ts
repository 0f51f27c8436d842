import { X509Certificate } from 'node:crypto'
import type { ShownCertificate } from './client-certificate.ts'

/**
 * The client certificate that a proxy has seen, out of the header that the proxy writes (T-13): base64 between colons
 * (RFC 9440, `Client-Cert`), or a PEM with percent signs, as nginx has it.
 */
export function readCertificateHeader(value: string | string[] | undefined): ShownCertificate | null {
  if (typeof value !== 'string' || value === '' || value.length > longest) return null
  try {
    const base64 = /^:([A-Za-z0-9+/=]+):$/.exec(value)?.[1]
    const leaf = new X509Certificate(base64 ? Buffer.from(base64, 'base64') : decodeURIComponent(value))
    return { leaf, others: [], fault: null, isResumed: false }
  } catch {
    return null
  }
}

const longest = 16_384
