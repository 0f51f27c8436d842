import type { Selectable } from 'kysely'
import type { LimitInterval, LimitSource, NewLimitSource } from '#core/circuits/limit.ts'
import type { Schema } from './schema.ts'

export type LimitRow = Selectable<Schema['limit_source']>

export function limitFrom(row: LimitRow): LimitSource {
  return {
    id: row.id,
    circuitId: row.circuit_id,
    kind: row.kind,
    name: row.name,
    unit: row.unit,
    ...(row.told_in === null ? {} : { toldIn: row.told_in }),
    author: row.author,
    reason: row.reason,
    intervals: (row.intervals as StoredInterval[]).map(intervalFrom),
    writtenAt: row.written_at,
    lease:
      row.lease_seconds === null || row.fallback === null || row.renewed_at === null
        ? null
        : {
            seconds: row.lease_seconds,
            fallback: row.fallback,
            leastSeconds: row.least_seconds ?? 0,
            renewedAt: row.renewed_at,
            fallbackUntil: row.fallback_until,
          },
  }
}

/** What a source says, as it is stored to be taken back. */
export type StoredList = Pick<NewLimitSource, 'unit' | 'toldIn' | 'reason' | 'lease'> & { intervals: StoredInterval[] }

type StoredInterval = { from: string; to: string | null; value: number }

export function storedList({
  unit,
  toldIn,
  reason,
  lease,
  intervals,
}: Omit<NewLimitSource, 'circuitId' | 'kind' | 'name'>) {
  const stored: StoredList = {
    unit,
    ...(toldIn === undefined ? {} : { toldIn }),
    reason,
    lease: lease && { seconds: lease.seconds, fallback: lease.fallback, leastSeconds: lease.leastSeconds },
    intervals: intervals.map(({ from, to, value }) => ({ from: from.toString(), to: to?.toString() ?? null, value })),
  }
  return stored
}

export function listFrom({ intervals, ...said }: StoredList) {
  return { ...said, intervals: intervals.map(intervalFrom) }
}

function intervalFrom({ from, to, value }: StoredInterval): LimitInterval {
  return { from: Temporal.Instant.from(from), to: to === null ? null : Temporal.Instant.from(to), value }
}
