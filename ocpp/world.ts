import type { Charger } from '#core/chargers/charger.ts'
import type { Command, CommandState } from '#core/commands/command.ts'
import type { ChargerRef, Context, Log } from '#core/context.ts'
import type { OcppVersion } from './rpc/version.ts'

/** What the OCPP door needs besides the core: who may connect, one commit per message, and the commands to send. */
export type OcppWorld = {
  log: Log
  now(): Temporal.Instant
  /** All chargers of this identity, over all tenants or in the named one; batched, cheap enough for a reconnect storm. */
  findCandidates(identity: string, tenantSlug: string | null): Promise<Candidate[]>
  /** Lab only: makes the charger in the named tenant, or in the only one. Null when there is no such tenant. */
  provision(identity: string, tenantSlug: string | null): Promise<Candidate | null>
  hashSecret(secret: Buffer): Buffer
  /** Makes this node the charger's owner, before the first message; a no-op when it is already. */
  claim(charger: ChargerRef): Promise<void>
  /** Forgets the charger's held state once it is disconnected and its work is done. */
  release(charger: ChargerRef): void
  /** Called when another node has taken the charger over: its socket here must close. */
  onTakenOver(close: (chargerId: number) => void): void
  /** Called when a door has changed the configuration of a charger that this node owns. */
  onReconfigured(check: (chargerId: number) => void): void
  /**
   * Handles one message of a charger in its turn. Everything that `handle` writes and the log row it gives go into
   * one commit; the promise resolves after that commit, or at once when only the log row is to be stored and
   * `awaitLog` is false.
   */
  exchange<T>(charger: ChargerRef, arrival: Arrival, handle: (ctx: Context) => Promise<Handled<T>>): Promise<T>
  /** Stores a connect or disconnect. Resolves when it is stored. */
  linkChanged(charger: ChargerRef, change: LinkChange): Promise<void>
  commands: CommandFeed
}

/** A charger as the handshake needs it. */
export type Candidate = {
  charger: Charger
  tenantSlug: string
  passwordHash: Buffer | null
  pinnedVersion: OcppVersion | null
  /** Whether it has ever booted here. */
  known: boolean
}

export type Arrival = { receivedAt: Temporal.Instant; messageId: string | null; remoteAddress: string }

/** `log` is null when the exchange has no message of its own, as when a command is prepared. */
export type Handled<T> = {
  value: T
  log: LogRow | null
  quarantine?: { action: string; frame: string; reason: string }
}

/** One exchange, as it is kept: call and reply as text, already masked. */
export type LogRow = {
  direction: 'in' | 'out'
  action: string
  messageId: string
  call: string
  reply: string | null
  /** 'ok', or the error code that was answered or received. */
  result: string
  repairs: string | null
  latencyMicros: number
  /** Heartbeats: not waited for, and the first to be dropped under overload. */
  droppable: boolean
}

export type LinkChange = {
  connected: boolean
  at: Temporal.Instant
  version: OcppVersion | null
  remoteAddress: string | null
  reason: string | null
}

export type CommandFeed = {
  /** Called whenever commands may wait for this charger, here or made on another node. */
  onWaiting(wake: (chargerId: number) => void): void
  /** Takes the oldest waiting command for sending, or null; no other node gets the same one. */
  take(charger: ChargerRef): Promise<Command | null>
  ended(
    command: Command,
    outcome: { state: CommandState; reason: string | null; request: string | null; reply: string | null },
  ): Promise<void>
}
