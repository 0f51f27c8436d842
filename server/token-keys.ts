import { createPrivateKey, generateKeyPair as generate, randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import type { PublicKey, TokenKeys } from '#core/access/credentials.ts'
import { addSigningKey, loadSigningKeys, type SigningKeyRow } from '#storage/api-access.ts'
import type { Database } from '#storage/database.ts'
import type { Secrets } from './secrets.ts'

const generateKeyPair = promisify(generate)

/** The keys that sign access tokens (RS256). The first start makes one; every node of the installation uses the same. */
export async function openTokenKeys(database: Database, secrets: Secrets): Promise<TokenKeys> {
  let rows = await loadSigningKeys(database.doors)
  if (rows.length === 0) {
    await addSigningKey(database.doors, await newKey(secrets))
    rows = await loadSigningKeys(database.doors)
  }
  const first = rows[0]!
  const key = await importKey(first, secrets)
  return {
    signingKey: async () => ({ kid: first.kid, key }),
    publicKeys: async () => rows.map((row) => row.publicJwk as PublicKey),
  }
}

async function newKey(secrets: Secrets): Promise<SigningKeyRow> {
  const { privateKey, publicKey } = await generateKeyPair('rsa', { modulusLength: 2048 })
  const kid = randomUUID()
  return {
    kid,
    sealed: secrets.seal(privateKey.export({ type: 'pkcs8', format: 'der' }), 'signing key'),
    publicJwk: { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' },
  }
}

async function importKey(row: SigningKeyRow, secrets: Secrets): Promise<CryptoKey> {
  const der = secrets.unseal(row.sealed, 'signing key')
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  return key.toCryptoKey({ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, false, ['sign'])
}
