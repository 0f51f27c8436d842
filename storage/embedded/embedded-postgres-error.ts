export type EmbeddedPostgresErrorCode = 'FolderInUse' | 'FolderNotUsable' | 'NoPostgres' | 'StartFailed'

/** A refusal to start the embedded database: one sentence for the operator, and a stable `code`. */
export class EmbeddedPostgresError extends Error {
  override name = 'EmbeddedPostgresError'
  code: EmbeddedPostgresErrorCode

  constructor(code: EmbeddedPostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
