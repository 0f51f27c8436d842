import type { RateLimitSettings } from '#api/http/rate-limit.ts'
import { rateLimitDefaults } from '#api/http/rate-limit.ts'
import type { RequestWatch } from '#api/http/request.ts'
import type { AccountDoor } from '#core/access/account.ts'
import type { Actor, Context } from '#core/context.ts'
import type { DigestOutside } from '#core/firmware/register-firmware.ts'
import type { SiteViews } from '#core/steering/site-view.ts'
import type { Boards } from './live/boards.ts'
import type { PasswordHashes } from './password-hashes.ts'
import type { RetentionChange, Settings } from './wire/administration.ts'
import type { Clock } from './wire/login.ts'
import type { Roots } from './wire/roots.ts'

/** Everything the console's API needs from outside. */
export type ConsoleWorld = RequestWatch & {
  /** The context of one person, with the door 'console'. */
  contextFor(tenant: number, actor: Actor): Context
  accounts: AccountDoor
  /** What is shown live, and the streams that show it. */
  boards: Boards
  /** The sites that this node steers, as they are now. */
  steering: SiteViews
  /** A frame without its secrets. */
  maskFrame(frame: string): string
  secrets: {
    hash(secret: string | Buffer): Buffer
    seal(plain: Buffer, purpose: string): Buffer
    unseal(sealed: Buffer, purpose: string): Buffer
  }
  passwords: PasswordHashes
  /** What lies at an address outside: its hash, not itself (S16). */
  digestOutside: DigestOutside
  mostFirmwareBytes: number
  settings: SettingsPort
  /** The roots of this server's own authority, with the chargers of one tenant counted. */
  roots(tenant: number): Promise<Roots>
  ocpp: OcppVersions
  /** Told how each login ended. */
  loginEnded(outcome: LoginOutcome): void
  /** The wall clock: for logins, rates and the ends of sessions. */
  now(): Temporal.Instant
  /** The clock that chargers and records go by; in a demo it runs faster. */
  clock(): Clock
}

/** The settings of the installation as a whole. */
export type SettingsPort = {
  /** Secrets say only whether they are set. */
  list(): Settings['settings']
  retention(): Promise<Pick<Settings, 'retention' | 'retentionChangeable'>>
  /** A Problem when the environment says otherwise, or the installation has several tenants. */
  changeRetention(change: RetentionChange, by: string): Promise<void>
}

/** What may be sent to chargers, word for word. An unknown version has no actions. */
export type OcppVersions = {
  actions(version: string): string[]
  /** The published JSON schema of its payload; null when that version has no such message to a charger. */
  schema(version: string, action: string): object | null
  /** The commands that this version has no words for, each with the reason. */
  refusals(version: string): { kind: string; reason: string }[]
}

export type LoginOutcome = 'accepted' | 'refused' | 'code_required' | 'slowed_down'

export type ConsoleSettings = {
  /** Stands before every path; empty or beginning with a slash: `/charging`. */
  basePath: string
  version: string
  rateLimit: RateLimitSettings
  /** A login ends after so long without a request, and at latest after `maxHours`. */
  idleMinutes: number
  maxHours: number
  /** The built console; null when it was not built. */
  assets: string | null
}

export const consoleDefaults: ConsoleSettings = {
  basePath: '',
  version: '0.0.0',
  rateLimit: { ...rateLimitDefaults, max: 3_000, windowSeconds: 60 },
  idleMinutes: 60,
  maxHours: 12,
  assets: null,
}
