/** What a charger's connection and configuration say about it. Written by doors, never by the charger. */
export type Charger = {
  id: number
  tenant: number
  identity: string
  lifecycle: 'stock' | 'production' | 'deprecated'
  operatorStatus: 'active' | 'blocked'
  registration: 'accepted' | 'pending' | 'rejected'
  securityProfile: number
  validationMode: 'strict' | 'lenient' | 'raw'
  /** IANA zone for stamps without one (Z-01). */
  timeZone: string | null
  /** The only ones that it may speak; null is any that the server speaks. */
  protocols: readonly Protocol[] | null
  /** What a boot is answered with, exactly; null leaves it to the server. */
  bootIntervalSeconds: number | null
  /** Whether the server sets the charger up by itself. */
  provisioning: 'automatic' | 'off'
}

/** A version of OCPP, as its number. */
export type Protocol = '1.6' | '2.0.1' | '2.1'

export type Evse = { id: number; number: number; connectors: Connector[] }

/** `ocpp` is its number within the EVSE, `number` its number within the charger. */
export type Connector = { id: number; ocpp: number; number: number }

/** What an EVSE or connector last said of itself. EVSE 0, connector 0 is the charger as a whole. */
export type ConnectorState = {
  evse: number
  connector: number
  /** As reported, in the words of the charger's OCPP version. */
  status: string
  errorCode: string | null
  vendorId: string | null
  vendorErrorCode: string | null
  info: string | null
  reportedAt: Temporal.Instant | null
  changedAt: Temporal.Instant
  /** Tells a repeated report from a new one. */
  reportKey: Buffer
}

export type Boot = {
  vendor: string
  model: string
  serial: string | null
  firmware: string | null
  /** 2.x tells why it booted. */
  reason: string | null
  iccid: string | null
  imsi: string | null
  meterType: string | null
  meterSerial: string | null
}

export function foldIdentity(identity: string): string {
  return identity.toLowerCase()
}

export type NewCharger = {
  identity: string
  name: string | null
  /** HMAC of the password under the sealing key; null lets it in without one (security profile 0). */
  passwordHash: Buffer | null
  securityProfile: number
  evses: number
  /** Automatic when absent. */
  provisioning?: Charger['provisioning']
}

export type ChargerStore = {
  /** By identity, compared without regard to case; removed chargers are not found. */
  find(identity: string): Promise<Charger | null>
  /** By its number; removed ones are not found. */
  byId(id: number): Promise<Charger | null>
  /** Null when there is none of this id, or it was removed. */
  detail(id: number): Promise<ChargerDetail | null>
  /** Connections, statuses and facts, newest first. A Problem when `before` is not where a page ended. */
  happenings(id: number, page: Page): Promise<{ happenings: ChargerHappening[]; next: string | null }>
  evses(charger: Charger): Promise<Evse[]>
  /** The last status of every connector that ever sent one; the charger itself is EVSE 0, connector 0. */
  connectorStates(charger: Charger): Promise<ConnectorState[]>
  /**
   * Status history of one connector, or of the charger (EVSE 0), newest first. With `before` there is one more: the last
   * before the span.
   */
  statusHistory(
    charger: Charger,
    at: { evse: number; connector: number },
    span: Span & { before?: boolean },
  ): Promise<ConnectorState[]>
  /**
   * How the charging states of the sessions at an EVSE changed (2.x), by time: of those that run, and of those that ended
   * after `from`.
   */
  chargingEvents(charger: Charger, evse: number, from: Temporal.Instant): Promise<ChargingEvent[]>
  link(charger: Pick<Charger, 'id'>): Promise<LinkState | null>
  linkHistory(charger: Charger, span: Span): Promise<LinkState[]>
}

/** Null: the end of a session may say no state. */
export type ChargingEvent = { at: Temporal.Instant; chargingState: string | null; isEnd: boolean }

export type LinkState = { connected: boolean; changedAt: Temporal.Instant }

export type Page = { before: string | null; limit: number }

export type Span = { from: Temporal.Instant | null; to: Temporal.Instant | null; limit: number }

export type ChargerWriter = {
  /** Null when the tenant has a charger of this identity already; then nothing changes. */
  add(charger: NewCharger): Promise<Charger | null>
  /** The charger as it was before and is now; null when there is none of this id, or it was removed. */
  change(chargerId: number, change: ChargerChange): Promise<{ before: ChargerFields; charger: Charger } | null>
  /** The old password is void with the commit. Null when there is none of this id. */
  setPassword(chargerId: number, passwordHash: Buffer): Promise<Charger | null>
  credentials: ChargerCredentialsWriter
  /** Takes it out of service: nobody finds it any more, and its identity is free. Null when there is none of this id. */
  remove(chargerId: number): Promise<Charger | null>
  /** Undoes `remove`. Null when there is no removed one of this id; `taken` when its identity has a new owner. */
  restore(chargerId: number): Promise<Charger | 'taken' | null>
  setCommandedAvailability(chargerId: number, availability: 'operative' | 'inoperative'): Promise<void>
  /** The connection that it has now is closed when its owner learns of this. */
  endConnection(chargerId: number): Promise<void>
  /** Makes the EVSE and connector that a charger spoke of first (I-01). Known ones are left as they are. */
  addConnector(charger: ChargerRefLike, evse: number, connector: number): Promise<void>
}

/** How a charger's credentials change while it goes on being let in. */
export type ChargerCredentialsWriter = {
  /** From now on both passwords are good. Null when there is none of this id; `pending` when a change is under way. */
  beginPassword(chargerId: number, passwordHash: Buffer, sealed?: Buffer | null): Promise<Charger | 'pending' | null>
  /** The one that the charger is to be told, until it has answered. */
  sealedPassword(chargerId: number): Promise<Buffer | null>
  /** How the charger took the new password; `uncertain` keeps both. False when no change is under way. */
  settlePassword(chargerId: number, outcome: PasswordOutcome): Promise<boolean>
  /** The charger came in with one of its two passwords: the other is void. False when they are others by now. */
  keepPassword(chargerId: number, kept: { which: 'current' | 'pending'; pendingHash: Buffer }): Promise<boolean>
  /** Until then it may come by the profile as well, and goes on by it once it has; null ends that. */
  setNextProfile(chargerId: number, next: { profile: number; until: Temporal.Instant } | null): Promise<Charger | null>
  /** Never lowers it. */
  raiseProfile(chargerId: number, profile: number): Promise<boolean>
  setExpiredCertificateAllowed(chargerId: number, isAllowed: boolean): Promise<Charger | null>
}

export type PasswordOutcome = 'accepted' | 'refused' | 'uncertain'

/** What a person may change of a charger. */
export type ChargerFields = { name: string | null; timeZone: string | null; blocked: boolean }
export type ChargerChange = Partial<ChargerFields>

/** Everything that is known of one charger, for the person who looks at it. */
export type ChargerDetail = {
  createdAt: Temporal.Instant
  securityProfile: number
  hasPassword: boolean
  registration: Charger['registration']
  commandedAvailability: 'operative' | 'inoperative'
  timeZone: string | null
  boot: (Boot & { at: Temporal.Instant | null }) | null
  link: { connected: boolean; at: Temporal.Instant; remoteAddress: string | null; reason: string | null } | null
  /** How far its clock is ahead of ours. */
  clockSkewMs: number | null
}

/** One thing that happened to a charger. */
export type ChargerHappening = {
  at: Temporal.Instant
  kind: 'connected' | 'disconnected' | 'status' | 'fact'
  evse: number | null
  connector: number | null
  /** The status, the reason of the disconnection, or the kind of the fact. */
  text: string
  detail: string | null
}

type ChargerRefLike = { id: number }
