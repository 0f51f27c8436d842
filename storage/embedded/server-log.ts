import { copyFileSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs'

const limitBytes = 10 * 1024 * 1024

/** Opens the file PostgreSQL writes its messages to. The caller closes the descriptor. */
export function openServerLog(file: string): number {
  return openSync(file, 'a', 0o600)
}

/**
 * Keeps PostgreSQL's log and one predecessor at about ten megabytes each, until the returned
 * function is called. The file is emptied rather than renamed, as PostgreSQL holds it open.
 */
export function limitServerLog(file: string): () => void {
  const limit = () => {
    if (sizeOf(file) < limitBytes) return
    copyFileSync(file, `${file}.1`)
    truncateSync(file)
  }
  limit()
  const timer = setInterval(limit, 10 * 60_000).unref()
  return () => clearInterval(timer)
}

export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

/** The last complaint PostgreSQL wrote after that position in its log. */
export function lastComplaint(file: string, from: number): string {
  const lines = readFileSync(file).subarray(from).toString().trim().split('\n')
  return lines.findLast((line) => /FATAL|PANIC/.test(line)) ?? lines.at(-1) ?? ''
}
