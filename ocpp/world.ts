import type { Charger } from '#core/chargers/charger.ts'
import type { DeviationNote } from '#core/chargers/deviations.ts'
import type { Command, CommandOutcome } from '#core/commands/command.ts'
import type { ChargerRef, Context, Log } from '#core/context.ts'
import type { CertificateTrust } from './connect/client-certificate.ts'
import type { ClientRevocation } from './connect/client-revocation.ts'
import type { DeviationRule } from './deviations.ts'
import type { OcppVersion } from './rpc/version.ts'

/** What the OCPP door needs besides the core: who may connect, one commit per message, and the commands to send. */
export type OcppWorld = {
  log: Log
  now(): Temporal.Instant
  /** All chargers of this identity, over all tenants or in the named one; batched, cheap enough for a reconnect storm. */
  findCandidates(identity: string, tenantSlug: string | null): Promise<Candidate[]>
  /** Lab only: makes the charger in the named tenant, or in the only one. Null when there is no such tenant. */
  provision(identity: string, tenantSlug: string | null): Promise<Candidate | null>
  /** Remembers a charger that is not known, for people. One that somebody waits for is made known, and is it. */
  meetStranger(stranger: Stranger): Promise<Candidate | null>
  hashSecret(secret: Buffer): Buffer
  certificates: CertificateKnowledge
  /** What the charger has proved by coming in is kept, before it is let in. */
  credentialsProven(charger: ChargerRef, proof: CredentialsProof): Promise<void>
  /** Makes this node the charger's owner, before the first message; a no-op when it is already. */
  claim(charger: ChargerRef): Promise<void>
  /** Forgets the charger's held state once it is disconnected and its work is done. */
  release(charger: ChargerRef): void
  /** Called when another node has taken the charger over: its socket here must close. */
  onTakenOver(close: (chargerId: number) => void): void
  /** Called when a door has changed the configuration of a charger that this node owns; the change waits for it. */
  onReconfigured(check: (chargerId: number) => Promise<void>): void
  /**
   * Handles one message of a charger in its turn. Everything that `handle` writes and the log row it gives go into
   * one commit; the promise resolves after that commit, or at once when only the log row is to be stored and
   * `awaitLog` is false.
   */
  exchange<T>(charger: ChargerRef, arrival: Arrival, handle: (ctx: Context) => Promise<Handled<T>>): Promise<T>
  /** Stores a connect or disconnect. Resolves when it is stored. */
  linkChanged(charger: ChargerRef, change: LinkChange): Promise<void>
  /** Counts what was tolerated of a charger, for people. Nothing waits for it. */
  deviated(charger: ChargerRef, note: DeviationNote & { rule: DeviationRule }): void
  commands: CommandFeed
}

/** A charger that is not known, as it comes. */
export type Stranger = {
  identity: string
  tenantSlug: string | null
  address: string
  isEncrypted: boolean
  /** The OCPP versions that it offers, as it spells them. */
  protocols: string[]
  /** Null when it shows none, or that of another identity. */
  password: Buffer | null
}

/** A charger as the handshake needs it. */
export type Candidate = {
  charger: Charger
  tenantSlug: string
  passwordHash: Buffer | null
  /** As good as the other one, until one of them is used (S-04). */
  pendingPassword: { hash: Buffer; since: Temporal.Instant; isUncertain: boolean } | null
  /** The security profile that it is being moved to. */
  nextProfile: { profile: number; until: Temporal.Instant } | null
  operatorName: string
  /** What it called itself when it booted last. */
  serial: string | null
  allowsExpiredCertificate: boolean
  /** How often its connection was ended by hand. */
  connectionsEnded: number
  /** Whether it has ever booted here. */
  known: boolean
}

/** Whose certificates are believed, and what is known of single ones. Times are the wall clock's. */
export type CertificateKnowledge = CertificateTrust & {
  now(): Temporal.Instant
  /** Of those that others have signed. */
  revocation: ClientRevocation
  /** By the fingerprint in hexadecimal. */
  find(fingerprint: string): Promise<CertificateOnRecord[]>
}

export type CertificateOnRecord = { chargerId: number; isRevoked: boolean; isUsed: boolean }

export type CredentialsProof = {
  /** A higher one than the charger was set up for. */
  profile?: number
  /** Which of two passwords it has: the other one is dropped. */
  password?: { kept: 'current' | 'pending'; pendingHash: Buffer }
  /** A certificate of ours that it shows for the first time, by its fingerprint in hexadecimal. */
  certificate?: string
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
  /**
   * Called whenever commands may wait for this charger, here or made on another node; `hurried` when somebody waits
   * for one of them. `connected`: those whose sockets are here.
   */
  onWaiting(wake: (chargerId: number, hurried: boolean) => void, connected: () => number[]): void
  /**
   * Takes the next waiting command for sending, or null; no other node gets the same one. With `hurried`, none that
   * the server asks by itself.
   */
  take(charger: ChargerRef, hurried: boolean): Promise<Command | null>
  ended(command: Command, outcome: CommandOutcome): Promise<void>
  /** Puts it back: it waits for another try after these seconds. */
  postponed(command: Command, seconds: number): Promise<void>
}
