import type { Command, CommandOutcome } from '#core/commands/command.ts'
import type { ChargerRef, Log } from '#core/context.ts'
import { BatchedRead } from './batched-read.ts'
import type { Bus } from './bus.ts'
import { type CommandRow, commandColumns, commandFrom, paramsWhenUnsent } from './command-row.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'

/**
 * Commands on their way to chargers: rows that exactly one node takes, sends and ends.
 *
 * A command that nobody took by its deadline expires; one that was sent by a node that then died times out.
 */
export class CommandFeed {
  readonly #reader: PipelinedConnection
  readonly #bus: Bus
  readonly #node: number
  readonly #log: Log
  readonly #changed: () => void
  readonly #taken = new BatchedRead((asked: { charger: number; hurried: boolean }[]) => this.#take(asked))
  readonly #ended = new Map<number, Set<() => void>>()
  #looking = false
  #looksAgain = false
  #wake: (charger: number, hurried: boolean) => void = () => undefined
  #connected: () => number[] = () => []

  constructor(options: {
    reader: PipelinedConnection
    bus: Bus
    node: number
    log: Log
    /** Told when commands were made, sent or ended, here or elsewhere. */
    changed?: () => void
  }) {
    this.#reader = options.reader
    this.#bus = options.bus
    this.#node = options.node
    this.#log = options.log
    this.#changed = options.changed ?? (() => undefined)
    this.#bus.subscribe('commands', () => {
      this.#changed()
      this.#lookSoon()
    })
  }

  /** `chargers` are those whose sockets are here: this node sends their commands. */
  onWaiting(wake: (charger: number, hurried: boolean) => void, chargers: () => number[]): void {
    this.#wake = wake
    this.#connected = chargers
  }

  announce(): void {
    this.#bus.publish('commands')
  }

  /** The next one to send. `hurried`: only what somebody waits for, not what the server asks by itself. */
  async take(charger: ChargerRef, hurried: boolean): Promise<Command | null> {
    const row = await this.#taken.load({ charger: charger.id, hurried })
    return row && commandFrom(row, charger)
  }

  /** Of many chargers in one statement: all of a group are told a lower limit at once. */
  async #take(asked: readonly { charger: number; hurried: boolean }[]): Promise<(CommandRow | null)[]> {
    const { rows } = await this.#reader.query<CommandRow & { charger_id: number }>(takeCommands, [
      asked.map(({ charger }) => charger),
      asked.map(({ hurried }) => hurried),
      this.#node,
    ])
    if (rows.length > 0) this.#changed()
    const found = new Map(rows.map((row) => [row.charger_id, row]))
    return asked.map(({ charger }) => {
      const row = found.get(charger) ?? null
      // Each is sent once, whoever asked twice.
      found.delete(charger)
      return row
    })
  }

  async end(command: Command, outcome: CommandOutcome): Promise<void> {
    await this.#reader.query(endCommand, [
      command.id,
      outcome.state,
      outcome.reason,
      outcome.request,
      outcome.reply,
      command.charger.tenant,
      outcome.action,
      outcome.response && JSON.stringify(outcome.response),
      outcome.error && JSON.stringify(outcome.error),
      outcome.params && JSON.stringify(outcome.params),
    ])
    this.#tell(command.id)
    this.announce()
  }

  /** Puts a command back that could not be sent, or whose answer was lost: it is sent again after a while. */
  async postpone(command: Command, seconds: number): Promise<void> {
    await this.#reader.query(postponeCommand, [command.charger.tenant, command.id, seconds])
    this.#changed()
  }

  /** Resolves when the command has ended, or a second after its deadline at latest. */
  ended(id: number, deadline: Temporal.Instant, now: Temporal.Instant): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        this.#ended.get(id)?.delete(done)
        if (this.#ended.get(id)?.size === 0) this.#ended.delete(id)
        resolve()
      }
      const timer = setTimeout(done, Math.max(0, deadline.epochMilliseconds - now.epochMilliseconds) + 1_500)
      const waiting = this.#ended.get(id) ?? new Set()
      this.#ended.set(id, waiting.add(done))
      // It may have ended before we began to wait.
      this.#lookSoon()
    })
  }

  /** Ends what has passed its deadline, and looks for what has become due. Called once a second. */
  async expire(): Promise<void> {
    const { rowCount } = await this.#reader.query(expireCommands, [])
    if (rowCount) this.announce()
    else this.#lookSoon()
  }

  /** Once more after the look that is under way: thousands may be told of together. */
  #lookSoon(): void {
    if (this.#looking) {
      this.#looksAgain = true
      return
    }
    this.#looking = true
    this.#look()
      .catch((error) => this.#log.error({ err: error }, 'looking for commands failed'))
      .finally(() => {
        this.#looking = false
        if (!this.#looksAgain) return
        this.#looksAgain = false
        this.#lookSoon()
      })
  }

  async #look(): Promise<void> {
    const waiting = [...this.#ended.keys()]
    if (waiting.length > 0) {
      const { rows } = await this.#reader.query<{ id: number }>(selectEnded, [waiting])
      for (const row of rows) this.#tell(row.id)
    }
    const chargers = this.#connected()
    if (chargers.length === 0) return
    const { rows } = await this.#reader.query<{ charger_id: number; hurried: boolean }>(selectWaiting, [])
    const here = new Set(chargers)
    for (const row of rows) if (here.has(row.charger_id)) this.#wake(row.charger_id, row.hurried)
  }

  #tell(id: number): void {
    for (const done of this.#ended.get(id) ?? []) done()
  }
}

const takeCommands = {
  name: 'take_commands',
  text: `update command c set state = 'sent', sent_at = server_time(), node_id = $3, attempts = attempts + 1
           from (select distinct on (charger_id) * from unnest($1::bigint[], $2::boolean[]) as a(charger_id, hurried)) as a
          cross join lateral (select w.tenant_id, w.id from command w
                        where w.charger_id = a.charger_id and w.state = 'queued' and w.deadline_at > server_time()
                          and (w.not_before is null or w.not_before <= server_time()) and (not a.hurried or not w.waits)
                        order by w.created_at + w.urgency * interval '30 seconds', w.id
                          for update skip locked limit 1) as n
          where c.tenant_id = n.tenant_id and c.id = n.id
         returning ${commandColumns.map((column) => `c.${column}`).join(', ')}, c.charger_id`,
}
const endCommand = {
  name: 'end_command',
  text: `update command set state = $2, reason = $3, request_frame = $4, reply_frame = $5, ended_at = server_time(),
                action = $7, response = $8::json, error = $9::json, params = coalesce($10::json, params)
          where tenant_id = $6 and id = $1 and state in ('queued', 'sent', 'timed_out')`,
}
const postponeCommand = {
  name: 'postpone_command',
  text: `update command set state = 'queued', sent_at = null, not_before = server_time() + $3 * interval '1 second'
          where tenant_id = $1 and id = $2 and state = 'sent'`,
}
const selectEnded = {
  name: 'ended_commands',
  text: `select w.id from unnest($1::bigint[]) as w(id)
          where not exists (select from command c where c.id = w.id and c.state in ('queued', 'sent'))`,
}
const selectWaiting = {
  name: 'waiting_commands',
  text: `select charger_id, bool_or(not waits) as hurried from command where state = 'queued' and deadline_at > server_time()
            and (not_before is null or not_before <= server_time()) group by charger_id`,
}
// A sent command is ended by its node; the grace is for the answer that arrives at the last moment.
const expireCommands = {
  name: 'expire_commands',
  text: `update command set state = case state when 'queued' then 'expired' else 'timed_out' end, ended_at = server_time(),
                params = ${paramsWhenUnsent}
          where state in ('queued', 'sent')
            and case state when 'queued' then deadline_at
                else greatest(deadline_at, sent_at + interval '60 seconds') + interval '5 seconds' end < server_time()`,
}
