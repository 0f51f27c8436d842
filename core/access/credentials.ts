import type { ApiClient } from './api-client.ts'

/** Knows the clients of all tenants: used where a caller says who it is, before its tenant is known. */
export type ClientCredentials = {
  findByClientId(clientId: string): Promise<{ client: ApiClient; secretHash: Buffer } | null>
}

/** HMAC-SHA-256 under the sealing key. Our secrets have at least 128 bits, so that no slow hash is needed. */
export type HashSecret = (secret: string) => Buffer

/** The keys that sign access tokens. A token names its key, so that a key can be replaced while its tokens still live. */
export type TokenKeys = {
  signingKey(): Promise<{ kid: string; key: CryptoKey }>
  publicKeys(): Promise<PublicKey[]>
}

/** The public half of a signing key as JWK (RFC 7517). */
export type PublicKey = { kid?: string; kty?: string; alg?: string; use?: string; n?: string; e?: string }
