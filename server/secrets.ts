import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** What is done with secrets: hashed for comparison, sealed where they must be read back. */
export type Secrets = {
  /** HMAC-SHA-256 under the sealing key. */
  hash(secret: string | Buffer): Buffer
  /** AES-256-GCM; `purpose` is bound to it, so that a sealed value cannot be passed off as another. */
  seal(plain: Buffer, purpose: string): Buffer
  /** Throws when the value was changed, sealed for another purpose, or sealed under another key. */
  unseal(sealed: Buffer, purpose: string): Buffer
  /** Opens and closes TLS sessions that are gone on with later; the same on every node, another for each period. */
  ticketKeys(period: string): Buffer
  /** Encrypts backup files. It opens nothing else. */
  backupKey: Buffer
}

export function createSecrets(sealingKey: Buffer): Secrets {
  const hashKey = derive(sealingKey, 'voltyard hash')
  const sealKey = derive(sealingKey, 'voltyard seal')
  return {
    hash: (secret) => createHmac('sha256', hashKey).update(secret).digest(),
    seal(plain, purpose) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce).setAAD(Buffer.from(purpose))
      const sealed = Buffer.concat([cipher.update(plain), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
    },
    unseal(sealed, purpose) {
      const cipher = createDecipheriv('aes-256-gcm', sealKey, sealed.subarray(0, 12)).setAAD(Buffer.from(purpose))
      cipher.setAuthTag(sealed.subarray(12, 28))
      return Buffer.concat([cipher.update(sealed.subarray(28)), cipher.final()])
    },
    ticketKeys: (period) => derive(sealingKey, `voltyard tls tickets ${period}`, 48),
    backupKey: derive(sealingKey, 'voltyard backup'),
  }
}

function derive(key: Buffer, info: string, bytes = 32): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), info, bytes))
}
