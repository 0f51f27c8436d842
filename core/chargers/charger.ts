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
}

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
}

export type ChargerStore = {
  /** By identity, compared without regard to case; removed chargers are not found. */
  find(identity: string): Promise<Charger | null>
  evses(charger: Charger): Promise<Evse[]>
  /** The last status of every connector that ever sent one; the charger itself is EVSE 0, connector 0. */
  connectorStates(charger: Charger): Promise<ConnectorState[]>
  /** Status history of one connector, or of the charger (EVSE 0), newest first. */
  statusHistory(charger: Charger, at: { evse: number; connector: number }, span: Span): Promise<ConnectorState[]>
  /** The charging state of the session that runs on each EVSE (2.x), by EVSE number. */
  chargingStates(charger: Charger): Promise<Map<number, string>>
  link(charger: Charger): Promise<LinkState | null>
  linkHistory(charger: Charger, span: Span): Promise<LinkState[]>
}

export type LinkState = { connected: boolean; changedAt: Temporal.Instant }

export type Span = { from: Temporal.Instant | null; to: Temporal.Instant | null; limit: number }

export type ChargerWriter = {
  /** Null when the tenant has a charger of this identity already; then nothing changes. */
  add(charger: NewCharger): Promise<Charger | null>
  /** Makes the EVSE and connector that a charger spoke of first (I-01). Known ones are left as they are. */
  addConnector(charger: ChargerRefLike, evse: number, connector: number): Promise<void>
}

type ChargerRefLike = { id: number }
