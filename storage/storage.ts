import { noSealing, type Sealing } from '#core/access/sealing.ts'
import { type CertificateAuthority, noCertificateAuthority } from '#core/certificates/certificate-authority.ts'
import { type ContractProvider, noContractProvider } from '#core/certificates/contract-provider.ts'
import { type CertificateChecks, noCertificateChecks } from '#core/certificates/ocsp.ts'
import {
  type ChargerLink,
  type ChargerRef,
  type Context,
  type CoreSettings,
  coreDefaults,
  type Log,
  type Transaction,
} from '#core/context.ts'
import { Problem, WriteRefused } from '#core/errors.ts'
import { accountStore } from './account-store.ts'
import { apiClientStore } from './api-client-store.ts'
import { apiTokenStore } from './api-token-store.ts'
import { auditStore } from './audit-store.ts'
import type { BatchedRead } from './batched-read.ts'
import { nodeLockClass, openBus } from './bus.ts'
import { cardOptionsStore } from './card-options-store.ts'
import { cardStore } from './card-store.ts'
import { type CertificateRecord, certificateRecords } from './certificate-records.ts'
import { issuedCertificateStore } from './certificate-store.ts'
import { chargerStore } from './charger-store.ts'
import { type Arrival, ChargerTurns, type Turn } from './charger-turns.ts'
import { chargingStore } from './charging-store.ts'
import { circuitStore } from './circuit-store.ts'
import { CommandFeed } from './command-feed.ts'
import { commandStore } from './command-store.ts'
import { ConfigurationNotices } from './configuration-notices.ts'
import { type Database, openDatabase } from './database.ts'
import { describedCardStore } from './described-card-store.ts'
import { DeviationCounts } from './deviation-counts.ts'
import { deviationStore } from './deviation-store.ts'
import { deviceStore } from './device-store.ts'
import { type Bound, noneTouched, type Touched, transactionStores } from './door-transaction.ts'
import { errandStore } from './errand-store.ts'
import { exportStore } from './export-store.ts'
import { fileStore } from './file-store.ts'
import { finishedSessionStore } from './finished-session-store.ts'
import { campaignStore } from './firmware-campaign-store.ts'
import { firmwareStore } from './firmware-store.ts'
import { flexibilityStore } from './flexibility-store.ts'
import { type CommitMetrics, GroupCommit } from './group-commit.ts'
import { Hearsay } from './hearsay.ts'
import { inTenant } from './in-tenant.ts'
import { inventoryStore } from './inventory-store.ts'
import { limitFeedStore } from './limit-feed-store.ts'
import { limitStore } from './limit-store.ts'
import { LiveChanges } from './live-changes.ts'
import { loadStore } from './load-store.ts'
import { localListStore } from './local-list-store.ts'
import { messageLogStore } from './message-log-store.ts'
import { meterStore } from './meter-store.ts'
import { type ChargerCandidate, chargerCandidates } from './ocpp-access.ts'
import { overviewStore } from './overview-store.ts'
import { Ownership } from './ownership.ts'
import { ConnectionLost, isTransient } from './pipelined-connection.ts'
import { planFeedStore } from './plan-feed-store.ts'
import { presystemLinkStore } from './presystem-link-store.ts'
import { profileReads } from './profile-reads.ts'
import { provisioningStore } from './provisioning-store.ts'
import { templateStore } from './provisioning-template-store.ts'
import { UnknownChargers } from './provisioning-unknown.ts'
import { unknownChargerStore } from './provisioning-unknown-store.ts'
import { quarantineStore } from './quarantine-store.ts'
import { reservationStore, reservationsOfChargers } from './reservation-store.ts'
import { sessionViewStore } from './session-list-store.ts'
import { sessionsElsewhere } from './sessions-elsewhere.ts'
import { SiteOwnership } from './site-ownership.ts'
import { steeringStore } from './steering-store.ts'
import { TariffPlaces, tariffStore } from './tariff-store.ts'
import { seriesStore } from './time-series.ts'
import { tokenReads } from './token-reads.ts'
import { type VehicleCandidate, vehicleCandidates } from './vehicle-access.ts'
import { vehicleLinkStore } from './vehicle-link-store.ts'
import { vehicleStore } from './vehicle-store.ts'
import type { MessageLogRow } from './write-tables.ts'

/** One node's hold on the database: contexts for the doors, turns for the chargers. */
export type Storage = {
  database: Database
  node: number
  ownership: Ownership
  sites: SiteOwnership
  hearsay: Hearsay
  turns: ChargerTurns
  commands: CommandFeed
  live: LiveChanges
  deviations: DeviationCounts
  unknownChargers: UnknownChargers
  configuration: ConfigurationNotices
  candidates: BatchedRead<string, ChargerCandidate[]>
  /** The vehicles of a VIN that may show a password, over all tenants. */
  vehicleCandidates: BatchedRead<string, VehicleCandidate[]>
  /** What is on record of client certificates, by fingerprint. */
  certificateRecords: BatchedRead<string, CertificateRecord[]>
  /** Told after each commit, here or elsewhere, that changed a site or what others tell it. */
  onSitesChanged(tell: () => void): void
  /** How many messages wait for their commit. */
  waitingCommits(): number
  contextFor(bound: Bound): Context
  /** One message of a charger: its writes and its log row in one commit. */
  exchange<T>(charger: ChargerRef, arrival: Arrival, handle: (ctx: Context) => Promise<Exchange<T>>): Promise<T>
  linkChanged(
    charger: ChargerRef,
    change: {
      connected: boolean
      at: Temporal.Instant
      version: string | null
      remoteAddress: string | null
      reason: string | null
    },
  ): Promise<void>
  close(): Promise<void>
}

export type Exchange<T> = {
  value: T
  log: Omit<MessageLogRow, 'charger' | 'tenant' | 'at'> | null
  quarantine?: { action: string; frame: string; reason: string } | undefined
}

/** Opens the stores over a migrated database and announces this node. */
export async function openStorage(options: {
  url: string
  nodeName: string
  log: Log
  metrics: CommitMetrics
  now: () => Temporal.Instant
  settings?: CoreSettings
  /** Without it nobody signs certificates. */
  certificates?: (database: Database) => CertificateAuthority
  /** Without it no charger is told a secret. */
  sealing?: Sealing
  certificateChecks?: CertificateChecks
  contractProvider?: ContractProvider
}): Promise<Storage> {
  const { log, now, settings = coreDefaults, sealing = noSealing } = options
  const database = await openDatabase(options.url)
  const node = await announceNode(database, options.nodeName)
  const bus = await openBus(options.url, node, log)
  await markUnreachable(database)

  const live = new LiveChanges()
  const unknownChargers = new UnknownChargers({ database, log })
  const deviations = new DeviationCounts({ reader: database.reader, now, log })
  const commit = new GroupCommit({
    connection: database.committer,
    node,
    log,
    metrics: options.metrics,
    observer: live,
  })
  const ownership = new Ownership({ node, reader: database.reader, bus, log })
  const sites = new SiteOwnership({ node, reader: database.reader, log, changed: () => bus.publish('engines') })
  bus.subscribe('sites', () => sites.look())
  bus.subscribe('engines', () => sites.look())
  const hearsay = new Hearsay({ node, bus, live, sites, reader: database.reader, log })
  const turns = new ChargerTurns({ commit, ownership, reader: database.reader })
  const commands = new CommandFeed({ reader: database.reader, bus, node, log, changed: () => live.commandsChanged() })
  const configuration = new ConfigurationNotices({ reader: database.reader, bus, ownership, turns, log })
  const tokens = tokenReads(database.reader)
  const profiles = profileReads(database.reader)
  const elsewhere = sessionsElsewhere(database.reader)
  const reserved = reservationsOfChargers(database.reader)
  const tariffPlaces = new TariffPlaces(database.doors)

  const link: ChargerLink = {
    isConnected: async (charger) =>
      (await chargerStore(database.doors, charger.tenant).link({ id: charger.id } as never))?.connected ?? false,
    commandsWaiting: () => commands.announce(),
    commandEnded: (id, deadline) => commands.ended(id, deadline, now()),
    configurationChanged: ({ id }) => configuration.changed(id),
  }

  const tellOf = (tenant: number, touched: Touched) => {
    for (const charger of touched.chargers) live.chargerConfigured(tenant, charger)
    if (touched.tariffs) tariffPlaces.changed(tenant)
    if (touched.commands) live.commandsChanged(tenant)
    if (touched.sites) bus.publish('sites')
  }

  const certificates = options.certificates?.(database) ?? noCertificateAuthority
  const contextFor = (bound: Bound): Context => {
    const { tenant } = bound
    return {
      ...bound,
      log,
      now,
      settings,
      findToken: (uid) => tokens.load({ tenant, uid }),
      isChargingElsewhere: (asked) => elsewhere.load({ tenant, ...asked }),
      cardOptions: cardOptionsStore(database.doors, tenant),
      reservations: reservationStore(database.doors, tenant, reserved),
      localLists: localListStore(database.doors, tenant),
      chargers: chargerStore(database.doors, tenant),
      inventory: inventoryStore(database.doors, tenant),
      finishedSessions: finishedSessionStore(database.doors, tenant),
      sessionViews: sessionViewStore(database.doors, tenant),
      cards: cardStore(database.doors, tenant),
      describedCards: describedCardStore(database.doors, tenant),
      series: seriesStore(database.doors, tenant),
      exports: exportStore(database.doors, tenant),
      accounts: accountStore(database.doors, tenant),
      auditTrail: auditStore(database.doors, tenant),
      apiClients: apiClientStore(database.doors, tenant),
      apiTokens: apiTokenStore(database.doors, tenant),
      commands: commandStore(database.doors, tenant),
      errands: errandStore(database.doors, tenant),
      files: fileStore(database.doors, tenant),
      firmware: firmwareStore(database.doors, tenant),
      campaigns: campaignStore(database.doors, tenant),
      devices: deviceStore(database.doors, tenant),
      provisioning: provisioningStore(database.doors, tenant),
      templates: templateStore(database.doors, tenant),
      unknownChargers: unknownChargerStore(database.doors, tenant),
      tariffs: tariffStore(database.doors, tenant, tariffPlaces),
      charging: {
        ...chargingStore(database.doors, tenant),
        hasProfiles: (charger) => profiles.load({ tenant, charger }),
      },
      circuits: circuitStore(database.doors, tenant),
      siteLimits: limitStore(database.doors, tenant),
      limitFeeds: limitFeedStore(database.doors, tenant),
      vehicles: vehicleStore(database.doors, tenant),
      vehicleLinks: vehicleLinkStore(database.doors, tenant),
      circuitMeters: meterStore(database.doors, tenant),
      planFeeds: planFeedStore(database.doors, tenant),
      steering: steeringStore(database.doors, tenant),
      flexibility: flexibilityStore(database.doors, tenant),
      presystemLinks: presystemLinkStore(database.doors, tenant),
      chargerLink: link,
      overview: overviewStore(database.doors, tenant),
      messageLog: messageLogStore(database.doors, tenant),
      quarantine: quarantineStore(database.doors, tenant),
      load: loadStore(database.doors, tenant),
      certificates,
      sealing,
      certificateChecks: options.certificateChecks ?? noCertificateChecks,
      contractProvider: options.contractProvider ?? noContractProvider,
      issuedCertificates: issuedCertificateStore(database.doors, tenant),
      deviations: deviationStore(database.doors, tenant),
      async transaction<T>(work: (tx: Transaction) => Promise<T>) {
        const touched = noneTouched()
        const value = await inTenant(database.doors, tenant, (trx) => work(transactionStores(trx, bound, touched)))
        tellOf(tenant, touched)
        return value
      },
      chargerWork: (charger, decide) =>
        turns.run(charger, { receivedAt: now(), messageId: null }, async (turn) => decide(turn.work)),
    }
  }

  const ocppContexts = new Map<number, Context>()
  const ocppContext = (tenant: number): Context => {
    let ctx = ocppContexts.get(tenant)
    if (!ctx) {
      ctx = contextFor({ tenant, actor: { kind: 'system', name: 'ocpp' }, door: 'ocpp' })
      ocppContexts.set(tenant, ctx)
    }
    return ctx
  }

  /** The tenant's context, but for what differs from message to message: they are too many for a new one each. */
  const messageContext = (charger: ChargerRef, turn: Turn): Context => {
    const ctx: Context = Object.create(ocppContext(charger.tenant))
    const bound: Bound = { tenant: charger.tenant, actor: { kind: 'charger', name: charger.identity }, door: 'ocpp' }
    ctx.actor = bound.actor
    ctx.chargerWork = async (_, decide) => decide(turn.work)
    ctx.transaction = async (work) => {
      const touched = noneTouched()
      const value = await inTenant(database.doors, bound.tenant, (trx) => work(transactionStores(trx, bound, touched)))
      tellOf(bound.tenant, touched)
      // Only a door's work can have touched the connectors that the turn holds.
      if (touched.chargers.size > 0) await turn.reloadEvses()
      return value
    }
    return ctx
  }

  return {
    database,
    node,
    ownership,
    sites,
    hearsay,
    turns,
    commands,
    live,
    deviations,
    unknownChargers,
    configuration,
    candidates: chargerCandidates(database.reader),
    vehicleCandidates: vehicleCandidates(database.reader),
    certificateRecords: certificateRecords(database.reader),
    onSitesChanged: (tell) => bus.subscribe('sites', tell),
    waitingCommits: () => commit.waiting,
    contextFor,
    async exchange(charger, arrival, handle) {
      let handled: Exchange<unknown> | undefined
      try {
        return await turns.run(charger, arrival, async (turn) => {
          const exchange = await handle(messageContext(charger, turn))
          handled = exchange
          const owner = { charger: charger.id, tenant: charger.tenant, at: arrival.receivedAt }
          if (exchange.log) turn.work.add('messageLog', { ...owner, ...exchange.log })
          if (exchange.quarantine) turn.work.add('quarantine', { ...owner, ...exchange.quarantine })
          return exchange.value
        })
      } catch (error) {
        if (error instanceof ConnectionLost || isTransient(error)) throw unavailable(error)
        if (!(error instanceof WriteRefused) || error.why !== 'poisoned' || !handled?.log) throw error
        if (!turns.hasPoisonedTwice(charger.id)) throw error
        await turns.park(charger, {
          quarantine: [
            {
              charger: charger.id,
              tenant: charger.tenant,
              at: arrival.receivedAt,
              action: handled.log.action,
              frame: handled.log.call,
              reason: (error.cause as Error | undefined)?.message ?? 'refused by the database',
            },
          ],
        })
        throw new WriteRefused('parked', { cause: error })
      }
    },
    linkChanged: (charger, change) =>
      turns.run(charger, { receivedAt: change.at, messageId: null }, async ({ work }) => {
        work.setLink(change)
        work.addFact(
          change.connected
            ? { kind: 'charger.connected', subjectId: charger.id, body: { version: change.version ?? '' } }
            : { kind: 'charger.disconnected', subjectId: charger.id, body: { reason: change.reason ?? '' } },
        )
      }),
    async close() {
      await sites.close()
      await commit.close()
      await deviations.close()
      await unknownChargers.close()
      await bus.close()
      await database.close()
    },
  }
}

function unavailable(cause: unknown): Problem {
  return new Problem('storage_unavailable', 'The database does not answer.', { cause })
}

async function announceNode(database: Database, name: string): Promise<number> {
  const { rows } = await database.reader.query<{ id: number }>(
    { name: 'announce_node', text: 'insert into node (name) values ($1) returning id' },
    [name],
  )
  return rows[0]!.id
}

/** Chargers whose node has died without a word are no longer connected. */
async function markUnreachable(database: Database): Promise<void> {
  await database.asOwner(async (owner) => {
    await owner.query(
      `with gone as (
         update charger_state s set connected = false, connection_changed_at = server_time(), changed_at = server_time()
          where connected and not exists (
            select from charger_owner o
              join pg_locks l on l.locktype = 'advisory' and l.classid = $1 and l.objid = o.node_id and l.granted
               and l.database = (select oid from pg_database where datname = current_database())
             where o.charger_id = s.charger_id)
         returning charger_id, tenant_id)
       insert into link_change (charger_id, at, tenant_id, connected, reason)
       select charger_id, server_time(), tenant_id, false, 'the server ended' from gone on conflict do nothing`,
      [nodeLockClass],
    )
  })
}
