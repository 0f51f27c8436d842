/** Why a backup cannot be made, read or restored, in a sentence for the operator. */
export class BackupError extends Error {
  override name = 'BackupError'
  readonly code: BackupErrorCode

  constructor(code: BackupErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export type BackupErrorCode =
  | 'backup_exists'
  | 'backup_not_found'
  | 'backup_not_written'
  | 'backup_damaged'
  | 'backup_format'
  | 'backup_newer'
  | 'backup_other_key'
  | 'nothing_to_back_up'
  | 'restore_not_empty'
  | 'restore_in_use'
  | 'restore_differs'
