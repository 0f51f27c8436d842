/** Something that somebody did, or was refused. */
export type AuditEntry = {
  id: number
  at: Temporal.Instant
  /** Kind and name: `person:anna`, `client:2f1c…`. */
  actor: string
  door: string
  action: string
  subject: string | null
  body: Record<string, unknown> | null
}

export type AuditStore = {
  /** Entries before the id `before`, newest first, whose actor, action or subject contains the text in any case. */
  search(wanted: { text?: string | undefined; before?: number | undefined; limit: number }): Promise<AuditEntry[]>
}
