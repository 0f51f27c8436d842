import type { SessionRow } from '../../../../api/console/wire/sessions.ts'

export interface SessionFilters {
  state: '' | 'open' | 'finished' | 'failed'
  charger: number | null
  q: string
  /** Exactly this one. */
  vehicle?: string
  /** Instants; `to` is exclusive. */
  from: string | undefined
  to: string | undefined
}

/** It may go on, or its end may still come. */
export function isOpen({ state }: Pick<SessionRow, 'state'>): boolean {
  return state === 'active' || state === 'pending' || state === 'unknown'
}

/** Does a session that came live belong into the list? The server asks the same of those that it reads. */
export function passes(row: SessionRow, { state, charger, vehicle, q, from, to }: SessionFilters): boolean {
  if (state !== '' && state !== kindOf(row)) return false
  if (charger !== null && row.charger.id !== charger) return false
  if (vehicle !== undefined && row.vehicle !== vehicle) return false
  const startedMs = row.startedAt === null ? null : Date.parse(row.startedAt)
  if (from !== undefined && (startedMs === null || startedMs < Date.parse(from))) return false
  if (to !== undefined && (startedMs === null || startedMs >= Date.parse(to))) return false
  const wanted = q.trim().toLowerCase()
  if (wanted === '') return true
  return [row.card, row.vehicle, row.charger.identity, row.charger.name].some((text) =>
    text?.toLowerCase().includes(wanted),
  )
}

/**
 * The list with what came live: open ones first, each group in the order of the server, new ones on top. A session that
 * does not pass the filter any more goes.
 */
export function arrange(
  read: readonly SessionRow[],
  live: ReadonlyMap<number, SessionRow>,
  filters: SessionFilters,
): SessionRow[] {
  const known = new Set(read.map(({ id }) => id))
  const fresh = [...live.values()].filter((row) => !known.has(row.id)).sort((a, b) => b.id - a.id)
  const rows = [...fresh, ...read.map((row) => live.get(row.id) ?? row)].filter(
    (row) => !live.has(row.id) || passes(row, filters),
  )
  return [...rows.filter(isOpen), ...rows.filter((row) => !isOpen(row))]
}

function kindOf(row: SessionRow): 'open' | 'finished' | 'failed' {
  if (isOpen(row)) return 'open'
  return row.state === 'finished' ? 'finished' : 'failed'
}
