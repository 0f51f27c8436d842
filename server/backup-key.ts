import type { BackupKey } from '#storage/backup/backup-file.ts'
import type { Secrets } from './secrets.ts'

/** What a backup is encrypted with, and the value by which a restore tells whether it has the same sealing key. */
export function backupKeyOf(secrets: Secrets): BackupKey {
  return { key: secrets.backupKey, canary: secrets.seal(Buffer.from('voltyard'), purpose) }
}

/** Whether a backup comes from an installation with this sealing key. */
export function isOfThisKey(canary: Buffer, secrets: Secrets): boolean {
  try {
    secrets.unseal(canary, purpose)
    return true
  } catch {
    return false
  }
}

const purpose = 'backup canary'
