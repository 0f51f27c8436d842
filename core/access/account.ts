/** A person who may log in to the console. */
export type Account = {
  id: number
  tenant: number
  login: string
  name: string
  role: AccountRole
  language: 'en' | 'de' | null
  enabled: boolean
  mustChangePassword: boolean
  secondFactor: boolean
  createdAt: Temporal.Instant
  lastLoginAt: Temporal.Instant | null
}

/** Each may what those before it may: see; act on chargers and cards; administer people, programs and settings. */
export const accountRoles = ['viewer', 'operator', 'administrator'] as const
export type AccountRole = (typeof accountRoles)[number]

/** Whether a role includes another. */
export function includesRole(role: AccountRole, wanted: AccountRole): boolean {
  return accountRoles.indexOf(role) >= accountRoles.indexOf(wanted)
}

/** Logins are compared without regard to case. */
export function foldLogin(login: string): string {
  return login.normalize('NFKC').toLowerCase()
}

/** Who is logged in, and on which device. */
export type Person = { account: Account; session: ConsoleSession }

/** One device that is logged in. Its times are those of the wall clock. */
export type ConsoleSession = {
  id: number
  createdAt: Temporal.Instant
  lastSeenAt: Temporal.Instant
  expiresAt: Temporal.Instant
  /** When the password was given last: dangerous actions ask for it again after ten minutes. */
  confirmedAt: Temporal.Instant
  userAgent: string | null
  address: string | null
}

/** What proves that somebody is the person of an account. */
export type AccountCredentials = {
  account: Account
  /** In the PHC string format. */
  passwordHash: string
  /** Sealed; also there while the second factor is only offered and not asked for yet. */
  sealedTotpSecret: Buffer | null
}

/** A session as it was found by its token or by the token before that. */
export type FoundSession = Person & {
  shown: 'current' | 'former'
  rotatedAt: Temporal.Instant
  /** Whether the current token has ever been shown: until then the answer that carried it may have been lost. */
  currentSeen: boolean
}

/** How the console finds people before it knows their tenant. */
export type AccountDoor = {
  findByLogin(login: string): Promise<AccountCredentials | null>
  /** Only sessions that were not ended; whether their time has run out is for the caller to say. */
  findSession(tenant: number, tokenHash: Buffer): Promise<FoundSession | null>
  nameOfTenant(tenant: number): Promise<{ slug: string; name: string }>
}

/** The accounts of one tenant. */
export type AccountStore = {
  list(): Promise<Account[]>
  find(id: number): Promise<Account | null>
  findByLogin(login: string): Promise<Account | null>
  credentials(id: number): Promise<AccountCredentials | null>
  /** Where a person is logged in, newest first. */
  sessions(accountId: number): Promise<ConsoleSession[]>
}

export type NewAccount = {
  login: string
  name: string
  role: AccountRole
  passwordHash: string
  mustChangePassword: boolean
}

export type AccountWriter = {
  /** Null when any tenant has an account of this login: logins are for the whole installation. */
  add(account: NewAccount): Promise<Account | null>
  /** Locked until the transaction ends. */
  lock(id: number): Promise<Account | null>
  /** The ids of all enabled administrators, locked until the transaction ends: two cannot take each other away. */
  lockAdministrators(): Promise<number[]>
  change(id: number, change: AccountFields): Promise<Account>
  setPassword(id: number, passwordHash: string, mustChange: boolean): Promise<void>
  /** The same password under stronger parameters; false when the password was changed meanwhile. */
  strengthenPassword(id: number, from: string, to: string): Promise<boolean>
  loggedIn(id: number, at: Temporal.Instant): Promise<void>
  /** Keeps a secret that is not asked for yet; false when the second factor is on already. */
  offerSecondFactor(id: number, sealedSecret: Buffer): Promise<boolean>
  /** False when it is on already. */
  enableSecondFactor(id: number, at: Temporal.Instant, recoveryCodes: readonly Buffer[]): Promise<boolean>
  dropSecondFactor(id: number): Promise<void>
  /** False when the code of this step, or of a later one, was used already. */
  useStep(id: number, step: number): Promise<boolean>
  /** False when there is no such code, or it was used already. */
  useRecoveryCode(id: number, codeHash: Buffer, at: Temporal.Instant): Promise<boolean>
}

export type AccountFields = {
  name?: string | undefined
  role?: AccountRole | undefined
  language?: 'en' | 'de' | null | undefined
  enabled?: boolean | undefined
}

export type ConsoleSessionWriter = {
  open(session: {
    accountId: number
    tokenHash: Buffer
    at: Temporal.Instant
    expiresAt: Temporal.Instant
    userAgent: string | null
    address: string | null
  }): Promise<ConsoleSession>
  /** False when another request was faster. */
  rotate(id: number, change: { from: Buffer; to: Buffer; at: Temporal.Instant }): Promise<boolean>
  seen(id: number, at: Temporal.Instant, currentShown: boolean): Promise<void>
  confirm(id: number, at: Temporal.Instant): Promise<void>
  /** False when the account has no such session, or it was ended before. */
  end(id: number, accountId: number, at: Temporal.Instant, reason: string): Promise<boolean>
  /** Ends all sessions of an account but the one to keep, and says how many those were. */
  endAll(accountId: number, end: { at: Temporal.Instant; reason: string; except?: number | undefined }): Promise<number>
}
