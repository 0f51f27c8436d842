import type { ChargerRef } from '../context.ts'

/** A file in the database: a log that a charger sent, or firmware. Its name is text of others, never a path. */
export type StoredFile = {
  id: number
  kind: 'log' | 'firmware'
  chargerId: number | null
  errandId: number | null
  name: string
  size: number
  sha256: Buffer
  createdAt: Temporal.Instant
}

export type NewFile = Pick<StoredFile, 'kind' | 'chargerId' | 'errandId' | 'name'>

/** What lets one charger send or fetch one file while its errand is open. Whoever has it needs nothing else. */
export type FileTicket = {
  hash: Buffer
  direction: 'upload' | 'download'
  charger: ChargerRef
  commandId: number
  fileId: number | null
  expiresAt: Temporal.Instant
}

export type FileStore = {
  find(id: number): Promise<StoredFile | null>
  /** Logs of a charger, newest first. */
  ofCharger(chargerId: number, limit: number): Promise<StoredFile[]>
  /** From a byte up to another, which is not part of it. */
  read(id: number, from: number, to: number): AsyncIterable<Buffer>
}

export type FileWriter = {
  /** Begins a file; nobody sees it before it is complete. */
  begin(file: NewFile): Promise<number>
  addChunk(id: number, seq: number, bytes: Buffer): Promise<void>
  complete(id: number, what: { size: number; sha256: Buffer }): Promise<void>
  remove(id: number): Promise<boolean>
  /** What came of this errand. */
  rename(errandId: number, name: string): Promise<void>
  /** A command that is sent once more has one ticket, the newest. */
  addTicket(ticket: Omit<FileTicket, 'charger'> & { chargerId: number }): Promise<void>
  /** Null when it has expired, was used up, or its errand is over. Counts the attempt. */
  openTicket(hash: Buffer): Promise<{ ticket: FileTicket; errandId: number } | null>
  /** False when it was used up meanwhile. */
  useTicket(hash: Buffer): Promise<boolean>
}

/** All pieces but the last have this size. */
export const chunkBytes = 1024 * 1024
