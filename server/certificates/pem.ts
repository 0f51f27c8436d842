import { X509Certificate } from 'node:crypto'

/** The certificates of a PEM text, in their order. Throws when one of them is none. */
export function certificatesIn(pem: string): X509Certificate[] {
  return (pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []).map(
    (one) => new X509Certificate(one),
  )
}
