import type { AccountStore, AccountWriter, ConsoleSessionWriter } from './access/account.ts'
import type { ApiClientStore, ApiClientWriter } from './access/api-client.ts'
import type { ApiTokenStore, ApiTokenWriter } from './access/api-token.ts'
import type { AuditStore } from './access/audit.ts'
import type { Sealing } from './access/sealing.ts'
import type { CardStore, CardWriter } from './authorization/card.ts'
import type { CardOptionsStore, CardOptionsWriter } from './authorization/card-options.ts'
import type { DescribedCardStore, DescribedCardWriter } from './authorization/described-card.ts'
import type { IsChargingElsewhere } from './authorization/one-session.ts'
import type { RemoteStartTokenWriter } from './authorization/remote-start-token.ts'
import type { Token, TokenWriter } from './authorization/token.ts'
import type { CertificateAuthority } from './certificates/certificate-authority.ts'
import type { CertificateOrderWriter } from './certificates/certificate-order.ts'
import type { ContractProvider } from './certificates/contract-provider.ts'
import type { IssuedCertificateStore, IssuedCertificateWriter } from './certificates/issued-certificate.ts'
import type { CertificateChecks } from './certificates/ocsp.ts'
import type { Boot, Charger, ChargerStore, ChargerWriter, ConnectorState, Evse } from './chargers/charger.ts'
import type { DeviationStore } from './chargers/deviations.ts'
import type { Inventory } from './chargers/inventory.ts'
import type { ChargerSetupWriter, EvseWriter } from './chargers/provisioning.ts'
import type { ProfileMoves } from './chargers/security-profile-move.ts'
import type { CircuitStore, CircuitWriter } from './circuits/circuit-store.ts'
import type { LimitStore, LimitWriter } from './circuits/limit-store.ts'
import type { MeterStore, MeterWriter } from './circuits/meter-store.ts'
import type { CommandStore, CommandWriter } from './commands/command.ts'
import type { VehicleStore, VehicleWriter } from './departures/vehicle.ts'
import type { DeviceStore, DeviceWriter } from './devices/device-variable.ts'
import type { ErrandStore, ErrandWriter } from './errands/errand.ts'
import type { Fact } from './events.ts'
import type { ExportStore } from './exports.ts'
import type { FileStore, FileWriter } from './files/stored-file.ts'
import type { CampaignStore, CampaignWriter } from './firmware/campaign.ts'
import type { FirmwareStore, FirmwareWriter } from './firmware/firmware.ts'
import type { FlexibilityStore } from './flexibility/flexibility.ts'
import type { FlexibilityWriter } from './flexibility/flexibility-writer.ts'
import type { ChargerImportWriter } from './import/import-chargers.ts'
import type { LimitFeedStore, LimitFeedWriter } from './limit-feeds/limit-feed.ts'
import type { LoadStore } from './live/load.ts'
import type { MessageLogStore } from './live/message-log.ts'
import type { OverviewStore } from './live/overview.ts'
import type { Quarantine, QuarantineWriter } from './live/quarantine.ts'
import type { LocalListStore, LocalListWriter } from './local-lists/local-list.ts'
import type { ChargerClock } from './metering/clock.ts'
import type { Reading } from './metering/reading.ts'
import type { SeriesStore } from './metering/time-series.ts'
import type { BatterySwapWriter } from './payments/battery-swap.ts'
import type { SettlementWriter } from './payments/settlement.ts'
import type { PlanFeedStore, PlanFeedWriter } from './planner/feeds/plan-feed-store.ts'
import type { ProvisioningStore, ProvisioningWriter } from './provisioning/provisioning.ts'
import type { TemplateStore, TemplateWriter } from './provisioning/template.ts'
import type { UnknownChargerStore, UnknownChargerWriter } from './provisioning/unknown-charger.ts'
import type { ReservationStore, ReservationWriter } from './reservations/reservation.ts'
import type { FinishedSessions } from './sessions/read-finished-sessions.ts'
import type { Session, WireFamily } from './sessions/session.ts'
import type { SessionViews } from './sessions/session-view.ts'
import type { ChargingStore, ChargingWriter } from './smart-charging/charging-store.ts'
import type { SteeringStore, SteeringWriter } from './steering/steering-store.ts'
import type { TariffStore, TariffWriter } from './tariffs/tariffs.ts'
import type { VehicleLinkStore, VehicleLinkWriter } from './vdv261/vehicle-link.ts'
import type { PresystemLinkStore, PresystemLinkWriter } from './vdv463/presystem-link.ts'

/**
 * Everything the core needs from the world. It is bound to one tenant, one actor and one door; stores apply the
 * tenant to every query, so no core function takes a tenant id.
 */
export type Context = {
  tenant: number
  actor: Actor
  door: Door
  log: Log
  now(): Temporal.Instant
  settings: CoreSettings
  /** Reads are batched with those of other messages; tokens are never held in memory. */
  findToken(uid: string): Promise<Token | null>
  /** The same for cards of which one session at a time may run. */
  isChargingElsewhere: IsChargingElsewhere
  cardOptions: CardOptionsStore
  reservations: ReservationStore
  localLists: LocalListStore
  chargers: ChargerStore
  inventory: Inventory
  finishedSessions: FinishedSessions
  sessionViews: SessionViews
  series: SeriesStore
  cards: CardStore
  describedCards: DescribedCardStore
  exports: ExportStore
  apiClients: ApiClientStore
  apiTokens: ApiTokenStore
  accounts: AccountStore
  auditTrail: AuditStore
  commands: CommandStore
  errands: ErrandStore
  files: FileStore
  firmware: FirmwareStore
  campaigns: CampaignStore
  devices: DeviceStore
  provisioning: ProvisioningStore
  templates: TemplateStore
  unknownChargers: UnknownChargerStore
  tariffs: TariffStore
  charging: ChargingStore
  circuits: CircuitStore
  siteLimits: LimitStore
  limitFeeds: LimitFeedStore
  vehicles: VehicleStore
  vehicleLinks: VehicleLinkStore
  circuitMeters: MeterStore
  planFeeds: PlanFeedStore
  steering: SteeringStore
  flexibility: FlexibilityStore
  presystemLinks: PresystemLinkStore
  chargerLink: ChargerLink
  overview: OverviewStore
  messageLog: MessageLogStore
  quarantine: Quarantine
  load: LoadStore
  deviations: DeviationStore
  /** Who signs certificates for chargers. */
  certificates: CertificateAuthority
  issuedCertificates: IssuedCertificateStore
  certificateChecks: CertificateChecks
  contractProvider: ContractProvider
  sealing: Sealing
  /** An ordinary database transaction, for everything that a charger does not own. Rolled back when `work` throws. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
  /**
   * Collects writes to rows that this charger owns: observed state, readings, status reports, its sessions, facts.
   *
   * Work for one charger runs one after another. While a message of the charger is being handled, its writes and its
   * log row go into one commit, and its reply leaves after that commit; otherwise the returned promise waits for it.
   * When the commit fails nothing of it is stored, and what was held in memory is read anew.
   */
  chargerWork<T>(charger: ChargerRef, decide: (work: ChargerWork) => T | Promise<T>): Promise<T>
}

/** The signature of a use case says what it touches: `ctx: Uses<'now' | 'chargerWork'>`. */
export type Uses<Part extends keyof Context> = Pick<Context, Part>

export type ChargerRef = { id: number; tenant: number; identity: string }

/** What the operator may set of the core's rules. */
export type CoreSettings = {
  /** How often chargers are asked to send a heartbeat (T-07). */
  heartbeatSeconds: number
  /** How long a session that has ended waits for messages that are missing. */
  gapGraceHours: number
  /** Where receipts of payments at chargers are shown, with `{receipt}` in it; null when we make none (C21.FR.03). */
  receiptUrl: string | null
  /** How much faster than real time `now()` runs: 1 but in a simulation. What people and sockets wait for is real time. */
  clockRate: number
  /** Whether the certificates of chargers have to name their operator (A00.FR.404). */
  checksOrganization: boolean
  /** Under which address chargers fetch and send files; null is the one that each has found us under. */
  publicUrl: string | null
  /** The path before all addresses of ours. */
  basePath: string
  /** Whether a charger that knows no signed firmware gets it without the signature (J-04). */
  unsignedFirmware: boolean
  /** How many chargers, in percent of all, a firmware campaign may take at once (S21). */
  campaignSharePercent: number
}

export const coreDefaults: CoreSettings = {
  heartbeatSeconds: 300,
  gapGraceHours: 72,
  receiptUrl: null,
  clockRate: 1,
  checksOrganization: true,
  publicUrl: null,
  basePath: '',
  unsignedFirmware: true,
  campaignSharePercent: 50,
}

export type Door = 'ocpp' | 'depot' | 'platform' | 'console' | 'cli' | 'job'

export type Actor = { kind: 'charger' | 'client' | 'person' | 'system'; name: string }

export type Log = {
  debug(event: object, message: string): void
  info(event: object, message: string): void
  warn(event: object, message: string): void
  error(event: object, message: string): void
}

/** What a door may write, in one transaction. */
export type Transaction = {
  tokens: TokenWriter
  cards: CardWriter
  describedCards: DescribedCardWriter
  chargers: ChargerWriter
  chargerSetups: ChargerSetupWriter
  evses: EvseWriter
  chargerImport: ChargerImportWriter
  quarantine: QuarantineWriter
  apiClients: ApiClientWriter
  apiTokens: ApiTokenWriter
  accounts: AccountWriter
  consoleSessions: ConsoleSessionWriter
  commands: CommandWriter
  issuedCertificates: IssuedCertificateWriter
  certificateOrders: CertificateOrderWriter
  profileMoves: ProfileMoves
  errands: ErrandWriter
  files: FileWriter
  firmware: FirmwareWriter
  campaigns: CampaignWriter
  devices: DeviceWriter
  provisioning: ProvisioningWriter
  templates: TemplateWriter
  unknownChargers: UnknownChargerWriter
  tariffs: TariffWriter
  charging: ChargingWriter
  circuits: CircuitWriter
  siteLimits: LimitWriter
  limitFeeds: LimitFeedWriter
  vehicles: VehicleWriter
  vehicleLinks: VehicleLinkWriter
  circuitMeters: MeterWriter
  planFeeds: PlanFeedWriter
  steering: SteeringWriter
  flexibility: FlexibilityWriter
  presystemLinks: PresystemLinkWriter
  settlements: SettlementWriter
  cardOptions: CardOptionsWriter
  remoteStartTokens: RemoteStartTokenWriter
  reservations: ReservationWriter
  localLists: LocalListWriter
  batterySwaps: BatterySwapWriter
  /** Who did it and through which door is added from the context. */
  audit(action: string, subject: string, body?: object): Promise<void>
}

/** One charger, its held state, and what is being written for it. Writes take effect together or not at all. */
export type ChargerWork = {
  readonly charger: Charger
  readonly receivedAt: Temporal.Instant
  readonly messageId: string | null
  readonly evses: readonly Evse[]
  /** Whether the charger has ever said of itself what it is. */
  readonly hasBooted: boolean
  readonly clock: ChargerClock
  setClock(clock: ChargerClock): void
  connectorState(evse: number, connector: number): ConnectorState | undefined
  connectorStates(): Iterable<ConnectorState>
  setConnectorState(state: ConnectorState): void
  /** Keeps the report as history; the same report twice is kept once. */
  addStatusReport(report: StatusReport): void
  setBoot(boot: Boot): void
  sessions: WorkSessions
  addReading(reading: PlacedReading): void
  addAuthorization(attempt: AuthorizationAttempt): void
  addFact(fact: Fact): void
}

/** The sessions of one charger. Open ones are held in memory; the others are read when a message asks for them. */
export type WorkSessions = {
  open(): readonly Session[]
  findByWireId(family: WireFamily, wireId: string): Promise<Session | undefined>
  findByStart(startKey: Buffer): Promise<Session | undefined>
  /** A fresh session id and the next 1.6 transaction id of the installation. */
  newIds(): Promise<{ id: number; wireId: number }>
  /** Stores the session as it is now; the first call opens it. A finished one gets its record number in this commit. */
  save(session: Session): void
  /** Keeps changed evidence in memory only: what led to it is stored already and is folded in again after a restart. */
  hold(session: Session): void
  addEvent(event: SessionEvent): void
  /** The content hashes of the events stored under this sequence number, oldest first. */
  eventsAt(session: Session, seqNo: number): Promise<Buffer[]>
  /** All stored readings of a session in order of time, for energy without registers. */
  readings(session: Session): Promise<PlacedReading[]>
}

/** A reading with its place in time and in a session. */
export type PlacedReading = Reading & { at: Temporal.Instant; sessionId: number | null }

export type StatusReport = ConnectorState & { at: Temporal.Instant }

export type SessionEvent = {
  sessionId: number
  seqNo: number
  contentHash: Buffer
  type: 'Started' | 'Updated' | 'Ended'
  trigger: string
  chargingState: string | null
  at: Temporal.Instant
}

export type AuthorizationAttempt = {
  tokenUid: string
  tokenType: string | null
  tokenId: number | null
  decision: string
}

/** How the core reaches a charger: it says that commands wait for it, wherever it is connected. */
export type ChargerLink = {
  isConnected(charger: ChargerRef): Promise<boolean>
  commandsWaiting(charger: ChargerRef): void
  /** Resolves when the command has ended, at latest at its deadline. */
  commandEnded(commandId: number, deadline: Temporal.Instant): Promise<void>
  /**
   * Resolves when whoever holds this charger's state goes by its new configuration, at latest after about a second. A
   * charger that may not be connected any more, or only otherwise, is disconnected.
   */
  configurationChanged(charger: Pick<ChargerRef, 'id'>): Promise<void>
}
