import { foldIdentity } from '#core/chargers/charger.ts'
import type { Log } from '#core/context.ts'
import type { UnknownAttempt } from '#core/provisioning/unknown-charger.ts'
import type { Database } from './database.ts'

type Parts = { database: Database; log: Log }

/**
 * Remembers chargers that try to connect and are not known, gathered and stored every second by one statement. However
 * many come, so many are kept at most, and those that try again and again stay.
 */
export class UnknownChargers {
  readonly #parts: Parts
  #attempts = new Map<string, UnknownAttempt & { times: number }>()
  #welcome: ReadonlyMap<string, WaitingTenant[]> = new Map()
  #storing: Promise<void> = Promise.resolve()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  note(attempt: UnknownAttempt): void {
    const key = `${attempt.tenantSlug ?? ''}/${foldIdentity(attempt.identity)}`
    const known = this.#attempts.get(key)
    if (!known && this.#attempts.size >= mostWaiting) return
    this.#attempts.set(key, { ...attempt, times: (known?.times ?? 0) + 1 })
  }

  /** The tenants that wait for this one. From memory, so that strangers cost nothing and cannot tell (S1). */
  whoWaitsFor(identity: string, tenantSlug: string | null): readonly WaitingTenant[] {
    const waiting = this.#welcome.get(foldIdentity(identity)) ?? []
    return tenantSlug === null ? waiting : waiting.filter(({ slug }) => slug === tenantSlug)
  }

  /** Stores what was noted, and learns for whom is waited. Called once a second. */
  async flush(): Promise<void> {
    const attempts = [...this.#attempts.values()]
    this.#attempts = new Map()
    this.#storing = this.#storing.then(() => this.#store(attempts))
    await this.#storing
  }

  async close(): Promise<void> {
    await this.flush()
  }

  async #store(attempts: readonly (UnknownAttempt & { times: number })[]): Promise<void> {
    const { reader } = this.#parts.database
    try {
      if (attempts.length > 0) {
        await reader.query(noteUnknown, [JSON.stringify(attempts.map(rowOf))])
        await reader.query(forgetUnknown, [mostKept])
      }
      const { rows } = await reader.query<WaitingTenant & { identity: string }>(selectWelcome, [])
      this.#welcome = Map.groupBy(rows, ({ identity }) => identity)
    } catch (error) {
      this.#parts.log.warn({ err: error, attempts: attempts.length }, 'unknown chargers were not noted')
    }
  }
}

export type WaitingTenant = { tenant: number; slug: string }

const mostWaiting = 500
const mostKept = 1_000

function rowOf({ identity, tenantSlug, address, protocols, sentPassword, times }: UnknownAttempt & { times: number }) {
  return {
    identity,
    folded: foldIdentity(identity),
    slug: tenantSlug,
    address: address.slice(0, 64),
    protocols: protocols.slice(0, 5).map((protocol) => protocol.slice(0, 32)),
    sent: sentPassword,
    times,
  }
}

// Without a tenant in the address it is the only one's; with a tenant that there is not, nobody's. One that was made
// known meanwhile is no stranger any more.
const noteUnknown = {
  name: 'note_unknown_chargers',
  text: `insert into unknown_charger as u (tenant_id, identity, identity_folded, times, addresses, protocols, sent_password)
         select w.tenant, w.identity, w.folded, w.times, array[w.address], w.protocols, w.sent
           from (select v.*, case when v.slug is not null then (select t.id from tenant t where t.slug = v.slug)
                                  when (select count(*) from tenant) = 1 then (select t.id from tenant t) end as tenant
                   from jsonb_to_recordset($1::jsonb)
                        as v(identity text, folded text, slug text, address text, protocols text[], sent boolean, times bigint)
                ) as w
          where (w.slug is null or w.tenant is not null)
            and not exists (select from charger c where c.tenant_id = w.tenant and c.identity_folded = w.folded
                               and c.removed_at is null)
         on conflict (tenant_id, identity_folded) do update set
           identity = excluded.identity, times = u.times + excluded.times, last_seen_at = server_time(),
           addresses = (excluded.addresses || array_remove(u.addresses, excluded.addresses[1]))[1:5],
           protocols = excluded.protocols, sent_password = excluded.sent_password`,
}

// Those that came once go first: a flood of made-up names does not push out a charger that comes every minute.
const forgetUnknown = {
  name: 'forget_unknown_chargers',
  text: `delete from unknown_charger where id in (
           select id from (select id, row_number() over (partition by tenant_id
                    order by welcome_until desc nulls last, least(times, 3) desc, last_seen_at desc) as place
                    from unknown_charger) as ranked where place > $1)`,
}

const selectWelcome = {
  name: 'welcome_chargers',
  text: `select u.identity_folded as identity, t.id as tenant, t.slug from unknown_charger u join tenant t on t.id = u.tenant_id
          where u.welcome_until > server_time()`,
}
