import type { DeviationNote } from '#core/chargers/deviations.ts'
import type { ChargerRef, Log } from '#core/context.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'

type Count = {
  charger: ChargerRef
  rule: string
  action: string
  times: number
  firstAt: Temporal.Instant
  lastAt: Temporal.Instant
  example: string
}

type Parts = { reader: PipelinedConnection; now: () => Temporal.Instant; log: Log }

/**
 * Counts what is tolerated of chargers, in memory, and adds it to what is stored every few seconds, by one statement.
 * Nothing waits for it: a crash loses the last seconds, for these are counts for people.
 */
export class DeviationCounts {
  readonly #parts: Parts
  #counts = new Map<string, Count>()
  #timer: NodeJS.Timeout | null = null
  #storing: Promise<void> = Promise.resolve()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  note(charger: ChargerRef, { rule, action, times, example }: DeviationNote): void {
    const key = `${charger.id} ${rule} ${action}`
    const at = this.#parts.now()
    const known = this.#counts.get(key)
    if (known) {
      known.times += times
      known.lastAt = at
      return
    }
    if (this.#counts.size >= mostCounts) return
    this.#counts.set(key, { charger, rule, action, times, firstAt: at, lastAt: at, example: example() })
    this.#timer ??= setTimeout(() => this.#flush(), flushMs).unref()
  }

  /** Stores what is left. */
  async close(): Promise<void> {
    this.#flush()
    await this.#storing
  }

  #flush(): void {
    clearTimeout(this.#timer ?? undefined)
    this.#timer = null
    if (this.#counts.size === 0) return
    const counts = [...this.#counts.values()]
    this.#counts = new Map()
    this.#storing = this.#storing.then(() => this.#store(counts))
  }

  async #store(counts: Count[]): Promise<void> {
    try {
      await this.#parts.reader.query(addDeviations, [
        counts.map(({ charger }) => charger.tenant),
        counts.map(({ charger }) => charger.id),
        counts.map(({ rule }) => rule),
        counts.map(({ action }) => action),
        counts.map(({ times }) => times),
        counts.map(({ firstAt }) => firstAt.toString()),
        counts.map(({ lastAt }) => lastAt.toString()),
        counts.map(({ example }) => example),
      ])
    } catch (error) {
      this.#parts.log.warn({ err: error, deviations: counts.length }, 'deviations were not counted')
    }
  }
}

const flushMs = 3_000
const mostCounts = 5_000

// Chargers say themselves what they are: a tenant has so many kinds of deviations at most, and the names are cut.
const addDeviations = {
  name: 'add_deviations',
  text: `with counted as (
      select k.tenant_id, left(coalesce(s.boot->>'vendor', ''), 100) as vendor,
             left(coalesce(s.boot->>'model', ''), 100) as model,
             left(coalesce(s.boot->>'firmware', ''), 100) as firmware, k.rule, k.action, sum(k.times) as times,
             min(k.first_at) as first_at, max(k.last_at) as last_at,
             (array_agg(k.charger_id order by k.last_at desc))[1] as charger_id,
             (array_agg(k.example order by k.example = '', k.last_at desc))[1] as example
        from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::timestamptz[],
                    $7::timestamptz[], $8::text[])
             as k(tenant_id, charger_id, rule, action, times, first_at, last_at, example)
        left join charger_state s on s.charger_id = k.charger_id
       group by 1, 2, 3, 4, 5, 6),
    full_tenants as (
      select tenant_id from deviation where tenant_id = any($1::bigint[]) group by 1 having count(*) >= 10000)
    insert into deviation as d (tenant_id, vendor, model, firmware, rule, action, times, first_seen_at, last_seen_at,
                                charger_id, example)
    select c.* from counted c
     where c.tenant_id not in (select tenant_id from full_tenants)
        or exists (select from deviation k where (k.tenant_id, k.vendor, k.model, k.firmware, k.rule, k.action)
                     = (c.tenant_id, c.vendor, c.model, c.firmware, c.rule, c.action))
    on conflict (tenant_id, vendor, model, firmware, rule, action) do update
       set times = d.times + excluded.times, last_seen_at = greatest(d.last_seen_at, excluded.last_seen_at),
           charger_id = excluded.charger_id,
           example = case when excluded.example = '' then d.example else excluded.example end`,
}
