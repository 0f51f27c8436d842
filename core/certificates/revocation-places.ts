import type { X509Certificate } from 'node:crypto'
import { type Der, oid, oneOf, partsOf } from './der.ts'

/** Where a certificate says that its issuer can be asked for it (OCSP). */
export function responderOf({ infoAccess }: X509Certificate): string | null {
  return /^OCSP - URI:(https?:\/\/\S+)$/m.exec(infoAccess ?? '')?.[1] ?? null
}

/** Where a certificate says that its issuer lists those that he has revoked (RFC 5280 §4.2.1.13). */
export function revocationListOf(certificate: X509Certificate): string | null {
  for (const point of inside(extensionOf(certificate, listPoints))) {
    const fullName = inside(inside(point, 0x30).find(({ tag }) => tag === 0xa0)).find(({ tag }) => tag === 0xa0)
    for (const { tag, content } of inside(fullName)) {
      const url = content.toString('latin1')
      if (tag === 0x86 && /^https?:\/\/\S+$/.test(url)) return url
    }
  }
  return null
}

function extensionOf(certificate: X509Certificate, id: string): Der | undefined {
  const fields = partsOf(partsOf(oneOf(certificate.raw))[0])
  const extensions = inside(inside(fields.find(({ tag }) => tag === 0xa3))[0])
  const found = extensions.find((one) => partsOf(one)[0]!.whole.equals(oid(id)))
  // Whether it is critical may stand between.
  return found && oneOf(partsOf(found).at(-1)!.content)
}

function inside(value: Der | undefined, tag = value?.tag): Der[] {
  return value === undefined ? [] : partsOf(value, tag)
}

const listPoints = '2.5.29.31'
