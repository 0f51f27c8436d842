import type { ChargerRef, Log } from '#core/context.ts'
import { BatchedRead } from './batched-read.ts'
import type { Bus } from './bus.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'

/**
 * Which chargers this node owns, and under which fence.
 *
 * Whoever claims a charger raises its fence; the group commit of the former owner writes nothing for it any more.
 */
export class Ownership {
  readonly node: number
  readonly #reader: PipelinedConnection
  readonly #bus: Bus
  readonly #log: Log
  readonly #fences = new Map<number, number>()
  readonly #claims: BatchedRead<ChargerRef, number>
  #onTakenOver: (charger: number) => void = () => undefined

  constructor(options: { node: number; reader: PipelinedConnection; bus: Bus; log: Log }) {
    this.node = options.node
    this.#reader = options.reader
    this.#bus = options.bus
    this.#log = options.log
    this.#claims = new BatchedRead((chargers) => this.#claimAll(chargers))
    this.#bus.subscribe('owners', () => {
      this.#findTakenOver().catch((error) => this.#log.error({ err: error }, 'looking for chargers taken over failed'))
    })
  }

  onTakenOver(tell: (charger: number) => void): void {
    this.#onTakenOver = tell
  }

  /** The fence under which this node owns the charger; claims it when it does not. */
  async claim(charger: ChargerRef): Promise<number> {
    return this.#fences.get(charger.id) ?? (await this.#claims.load(charger))
  }

  fenceOf(charger: number): number | undefined {
    return this.#fences.get(charger)
  }

  /** Another node has it: the next message for it must claim it anew. */
  lost(charger: number): void {
    if (this.#fences.delete(charger)) this.#onTakenOver(charger)
  }

  get chargers(): number[] {
    return [...this.#fences.keys()]
  }

  async #claimAll(chargers: ChargerRef[]): Promise<number[]> {
    // Two handshakes of one charger may ask one after the other: a second claim would raise the fence under the first.
    const missing = chargers.filter((charger) => !this.#fences.has(charger.id))
    const unique = [...new Map(missing.map((charger) => [charger.id, charger])).values()].sort((a, b) => a.id - b.id)
    if (unique.length === 0) return chargers.map((charger) => this.#fences.get(charger.id)!)
    const { rows } = await this.#reader.query<{ charger_id: number; fence: number }>(claimChargers, [
      unique.map((charger) => charger.id),
      unique.map((charger) => charger.tenant),
      this.node,
    ])
    for (const row of rows) this.#fences.set(row.charger_id, row.fence)
    this.#bus.publish('owners')
    return chargers.map((charger) => this.#fences.get(charger.id)!)
  }

  async #findTakenOver(): Promise<void> {
    if (this.#fences.size === 0) return
    const { rows } = await this.#reader.query<{ charger_id: number }>(selectTakenOver, [this.chargers, this.node])
    for (const row of rows) this.lost(row.charger_id)
  }
}

const claimChargers = {
  name: 'claim_chargers',
  text: `insert into charger_owner (charger_id, tenant_id, fence, node_id)
         select r.charger_id, r.tenant_id, 1, $3::int from unnest($1::bigint[], $2::bigint[]) as r(charger_id, tenant_id)
         on conflict (charger_id) do update
            set fence = charger_owner.fence + 1, node_id = excluded.node_id, claimed_at = now()
         returning charger_id, fence`,
}
const selectTakenOver = {
  name: 'chargers_taken_over',
  text: 'select charger_id from charger_owner where charger_id = any($1::bigint[]) and node_id <> $2::int',
}
