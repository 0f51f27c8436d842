import type { ImportReport } from '../../../../api/console/wire/administration.ts'

/** What a report of an import means for the person, and what they can do next. */
export interface ImportView {
  verdict: 'nothing' | 'ready' | 'unchanged' | 'someBad' | 'allBad'
  /** Lines that an import would write. */
  writable: number
  badLines: number
  bad: ImportReport['bad']
  /** Bad lines that are not shown. */
  hiddenBad: number
}

/** As many bad lines as a person mends before they check again. */
const mostShown = 100

/** The view of a dry run. */
export function importView(report: ImportReport): ImportView {
  const { lines, imported, changed, unchanged, badLines } = report
  const writable = imported + changed
  const bad = report.bad.slice(0, mostShown)
  return { verdict: verdict(), writable, badLines, bad, hiddenBad: Math.max(0, badLines - bad.length) }

  function verdict(): ImportView['verdict'] {
    if (badLines > 0) return writable + unchanged > 0 ? 'someBad' : 'allBad'
    if (lines === 0) return 'nothing'
    return writable > 0 ? 'ready' : 'unchanged'
  }
}

/**
 * The text of a file that a spreadsheet wrote. Older ones write Windows-1252 or UTF-16, whose umlauts would be lost;
 * null when it is no text at all.
 */
export function csvTextOf(bytes: Uint8Array): string | null {
  const text = decode(bytes)
  return text.includes('\u0000') ? null : text.replace(/^\uFEFF/, '')
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** What the server takes of a file, in bytes. */
export const mostBytes = 20 * 1024 * 1024
