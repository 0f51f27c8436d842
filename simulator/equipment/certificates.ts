import { createPrivateKey, X509Certificate } from 'node:crypto'
import { type CertificateHash, certificateHash, isSameHash } from './certificate-hash.ts'
import { certificateRequest, type KeyKind, newPrivateKey, type Subject } from './certificate-request.ts'

/** What a root certificate is installed for. */
export type RootUse = 'server' | 'manufacturer' | 'vehicle' | 'mobility-operator' | 'vehicle-maker'

/** What a certificate of the charger's own is for: to say who it is to the server, or to vehicles. */
export type OwnUse = 'station' | 'vehicle'

export type InstalledCertificate = { use: RootUse; hash: CertificateHash; pem: string }

/** A chain of the charger's own, the leaf first. */
export type OwnCertificate = { use: OwnUse; key: string; chain: readonly string[] }

export type ChainOutcome = 'accepted' | 'unreadable' | 'not-ours' | 'not-valid-now' | 'untrusted'

export type Certificates = ReturnType<typeof createCertificates>

/**
 * The certificates of a charger: roots that were installed, and its own with their keys. They outlive restarts.
 *
 * A chain is taken only for the key that was made for the last request of its use.
 */
export function createCertificates({ nowMs, maxRoots = 20 }: { nowMs(): number; maxRoots?: number }) {
  const roots: InstalledCertificate[] = []
  const own = new Map<OwnUse, OwnCertificate>()
  const requestedKeys = new Map<OwnUse, string>()

  return {
    /** A signing request for a new key, as PEM. */
    async request(use: OwnUse, subject: Subject & { keyKind: KeyKind }): Promise<string> {
      const key = await newPrivateKey(subject.keyKind)
      requestedKeys.set(use, key)
      return certificateRequest(key, subject)
    },

    /** Takes the chain that answers the last request, leaf first, as one text of PEM. */
    accept(use: OwnUse, chainPem: string): ChainOutcome {
      const chain = certificatesIn(chainPem)
      const leaf = chain?.[0]
      const key = requestedKeys.get(use)
      if (!chain || !leaf) return 'unreadable'
      if (key === undefined || !leaf.checkPrivateKey(createPrivateKey(key))) return 'not-ours'
      if (!isValidAt(leaf, nowMs())) return 'not-valid-now'
      if (!isLinked(chain)) return 'untrusted'
      requestedKeys.delete(use)
      own.set(use, { use, key, chain: chain.map(String) })
      return 'accepted'
    },

    /** Puts a key and its chain in place, as at the factory. */
    provision(use: OwnUse, key: string, chainPem: string): void {
      own.set(use, { use, key, chain: (certificatesIn(chainPem) ?? []).map(String) })
    },

    own: (use: OwnUse) => own.get(use) ?? null,

    install(use: RootUse, text: string): 'installed' | 'unreadable' | 'not-valid-now' | 'full' {
      const [certificate] = certificatesIn(text) ?? []
      if (!certificate) return 'unreadable'
      if (!isValidAt(certificate, nowMs())) return 'not-valid-now'
      const hash = certificateHash(certificate, issuerOf(certificate, roots))
      const others = roots.filter((one) => one.use !== use || !isSameHash(one.hash, hash))
      if (others.length >= maxRoots) return 'full'
      roots.splice(0, roots.length, ...others, { use, hash, pem: String(certificate) })
      return 'installed'
    },

    /** Removes what has this hash, by any algorithm. The certificate that the charger says who it is with stays. */
    remove(hash: CertificateHash): 'removed' | 'unknown' | 'in-use' {
      const named = (one: { pem: string }) => isSameHash(hashOf(one.pem, roots, hash.hashAlgorithm), hash)
      const left = roots.filter((one) => !named(one))
      if (left.length < roots.length) {
        roots.splice(0, roots.length, ...left)
        return 'removed'
      }
      for (const { use, chain } of own.values()) {
        if (!chainHashes(chain, roots, hash.hashAlgorithm).some((one) => isSameHash(one, hash))) continue
        if (use === 'station') return 'in-use'
        own.delete(use)
        return 'removed'
      }
      return 'unknown'
    },

    roots: (use?: RootUse): readonly InstalledCertificate[] =>
      roots.filter((one) => use === undefined || one.use === use),

    /** The hashes of a chain of the charger's own, leaf first. */
    ownHashes(use: OwnUse): CertificateHash[] {
      return chainHashes(own.get(use)?.chain ?? [], roots)
    },
  }
}

/** The certificates in a text of PEM, in their order; null when one of them cannot be read or there is none. */
export function certificatesIn(text: string): X509Certificate[] | null {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g)
  if (!blocks) return null
  try {
    return blocks.map((block) => new X509Certificate(block))
  } catch {
    return null
  }
}

export function isValidAt(certificate: X509Certificate, atMs: number): boolean {
  return certificate.validFromDate.getTime() <= atMs && atMs <= certificate.validToDate.getTime()
}

/** Whether each has been issued by the one after it. */
function isLinked(chain: readonly X509Certificate[]): boolean {
  return chain.every((one, index) => {
    const issuer = chain[index + 1]
    return !issuer || (one.checkIssued(issuer) && one.verify(issuer.publicKey))
  })
}

function chainHashes(
  chain: readonly string[],
  roots: readonly { pem: string }[],
  algorithm?: CertificateHash['hashAlgorithm'],
): CertificateHash[] {
  const known = [...chain.map((one) => ({ pem: one })), ...roots]
  return chain.map((one) => hashOf(one, known, algorithm))
}

function hashOf(
  text: string,
  known: readonly { pem: string }[],
  algorithm?: CertificateHash['hashAlgorithm'],
): CertificateHash {
  const certificate = new X509Certificate(text)
  return certificateHash(certificate, issuerOf(certificate, known), algorithm)
}

/** Among those that are known; one whose issuer is not known stands for it. */
function issuerOf(certificate: X509Certificate, known: readonly { pem: string }[]): X509Certificate {
  if (certificate.checkIssued(certificate)) return certificate
  for (const one of known) {
    const issuer = new X509Certificate(one.pem)
    if (certificate.checkIssued(issuer)) return issuer
  }
  return certificate
}
