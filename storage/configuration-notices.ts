import type { Log } from '#core/context.ts'
import { type Bus, nodeLockClass } from './bus.ts'
import type { ChargerTurns } from './charger-turns.ts'
import type { Ownership } from './ownership.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'

/**
 * Makes the owner of a charger go by its new configuration: what it holds in memory is thrown away.
 *
 * The owner may be another node: it is woken, looks for itself, and notes up to which version it has looked. One that
 * says nothing for a second loses the charger: its fence is raised, so that nothing that it holds has an effect.
 */
export class ConfigurationNotices {
  readonly #reader: PipelinedConnection
  readonly #bus: Bus
  readonly #ownership: Ownership
  readonly #turns: ChargerTurns
  #onChanged: (charger: number) => Promise<void> = async () => undefined

  constructor(options: {
    reader: PipelinedConnection
    bus: Bus
    ownership: Ownership
    turns: ChargerTurns
    log: Log
  }) {
    this.#reader = options.reader
    this.#bus = options.bus
    this.#ownership = options.ownership
    this.#turns = options.turns
    this.#bus.subscribe('chargers', () => {
      this.#look().catch((error) => options.log.error({ err: error }, 'looking for changed chargers failed'))
    })
  }

  /** Told of chargers that this node owns: they may have to be disconnected. Never rejects. */
  onChanged(tell: (charger: number) => Promise<void>): void {
    this.#onChanged = tell
  }

  /** Called after the commit of the change. */
  async changed(charger: number): Promise<void> {
    this.#turns.forget(charger)
    this.#bus.publish('chargers')
    // Its next message is to find the new configuration.
    if (this.#ownership.chargers.includes(charger)) await this.#onChanged(charger)
    const endMs = performance.now() + patienceMs
    while (await this.#isHeldElsewhere(charger)) {
      if (performance.now() > endMs) {
        await this.#reader.query(raiseFence, [charger])
        this.#bus.publish('owners')
        return
      }
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  }

  async #isHeldElsewhere(charger: number): Promise<boolean> {
    const { rows } = await this.#reader.query(selectUnaware, [charger, this.#ownership.node, nodeLockClass])
    return rows.length > 0
  }

  async #look(): Promise<void> {
    const { chargers, node } = this.#ownership
    if (chargers.length === 0) return
    const { rows } = await this.#reader.query<{ id: number; etag: number }>(selectChanged, [chargers, node])
    if (rows.length === 0) return
    for (const row of rows) this.#turns.forget(row.id)
    await Promise.all(rows.map((row) => this.#onChanged(row.id)))
    await this.#reader.query(noteSeen, [rows.map((row) => row.id), rows.map((row) => row.etag), node])
  }
}

const patienceMs = 1_000

const selectUnaware = {
  name: 'owner_unaware',
  text: `select from charger_owner o join charger c on c.id = o.charger_id
          where o.charger_id = $1 and o.node_id <> $2 and o.configuration < c.etag
            and exists (select from pg_locks l where l.locktype = 'advisory' and l.classid = $3 and l.objid = o.node_id
                           and l.granted and l.database = (select oid from pg_database where datname = current_database()))`,
}
const raiseFence = {
  name: 'raise_fence',
  text: `update charger_owner o set fence = fence + 1 from charger c
          where o.charger_id = $1 and c.id = o.charger_id and o.configuration < c.etag`,
}
const selectChanged = {
  name: 'chargers_changed',
  text: `select c.id, c.etag from charger_owner o join charger c on c.id = o.charger_id
          where o.charger_id = any($1::bigint[]) and o.node_id = $2 and o.configuration < c.etag`,
}
const noteSeen = {
  name: 'note_configuration',
  text: `update charger_owner o set configuration = greatest(o.configuration, s.etag)
           from unnest($1::bigint[], $2::bigint[]) as s(id, etag)
          where o.charger_id = s.id and o.node_id = $3`,
}
