/** What may overtake what: a driver waits for `interactive`, nobody waits for `bulk`. (F-07) */
export type Priority = 'interactive' | 'control' | 'config' | 'bulk'

/**
 * The order of waiting calls: smallest first. Each class starts half a minute behind the one above it, so a call
 * that has waited that much longer overtakes fresh ones of the higher class and nothing starves. (F-07)
 */
export function waitingScore(priority: Priority, queuedAtMs: number): number {
  return queuedAtMs + rank[priority] * agingMs
}

/** How long a station may take to answer this action, from the moment the CALL is written. (F-08) */
export function answerLimit(action: string): number {
  return slowActions.has(action) ? 60_000 : 30_000
}

const agingMs = 30_000
const rank: Record<Priority, number> = { interactive: 0, control: 1, config: 2, bulk: 3 }
const slowActions = new Set(['GetConfiguration', 'GetBaseReport', 'UpdateFirmware'])
