import { type Kysely, type RawBuilder, sql } from 'kysely'
import { type Boot, foldIdentity, type Protocol } from '#core/chargers/charger.ts'
import {
  type ChargerInventoryFilter,
  type EvseInventoryFilter,
  type Inventory,
  type InventoryCharger,
  type InventoryEvse,
  type InventoryStatus,
  longAwayHours,
} from '#core/chargers/inventory.ts'
import type { KeptFilter, KeptMembers } from '#core/kept-members.ts'
import type { ListPage } from '#core/list-page.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** What is configured of one tenant's chargers, with what was last observed of them. */
export function inventoryStore(db: Kysely<Schema>, tenant: number): Inventory {
  return {
    chargers: (filter, page, now) =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<ChargerRow>`
          select c.id, c.identity, c.name, c.registration, c.boot_interval_seconds, c.provisioning, c.security_profile,
                 c.protocols, c.platform_fields, c.password_hash is not null as has_password, c.created_at,
                 c.content_changed_at, s.boot, s.booted_at, s.connected, s.connection_changed_at, s.ocpp_version,
                 ${statusesOf(sql`c.id`)} as statuses
            from charger c left join charger_state s on s.charger_id = c.id
           where ${sql.join(chargerConditions(tenant, filter, now), sql` and `)} ${part(sql`c.id`, page)}`.execute(trx)
        return inOrder(rows.map(chargerFrom), page)
      }),
    evses: (filter, page) =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<EvseRow>`
          select e.id, e.charger_id, e.uid, e.ocpp_evse, e.platform_fields, e.created_at, e.modified_at,
                 ${statusesOf(sql`e.charger_id`, sql`e.ocpp_evse`)} as statuses,
                 (select coalesce(json_agg(json_build_object('id', k.id, 'ocpp', k.ocpp_connector, 'kept', k.platform_fields)
                                           order by k.ocpp_connector), '[]')
                    from connector k where k.evse_id = e.id and k.removed_at is null) as connectors
            from evse e join charger c on c.id = e.charger_id and c.removed_at is null
           where ${sql.join(evseConditions(tenant, filter), sql` and `)} ${part(sql`e.id`, page)}`.execute(trx)
        return inOrder(rows.map(evseFrom), page)
      }),
  }
}

/** The end of a statement that reads one page of a list. */
export function part(id: RawBuilder<unknown>, { from, skip, limit }: ListPage): RawBuilder<unknown> {
  if (from?.direction === 'before') return sql`and ${id} < ${from.id} order by ${id} desc limit ${limit}`
  const place = from ? sql`and ${id} > ${from.id}` : sql``
  return sql`${place} order by ${id} limit ${limit} offset ${skip}`
}

/** A page before a place was read backwards. */
export function inOrder<T>(rows: T[], { from }: ListPage): T[] {
  return from?.direction === 'before' ? rows.reverse() : rows
}

export function keptCondition(column: RawBuilder<unknown>, { path, is }: KeptFilter): RawBuilder<unknown> {
  const value = sql`${column} #>> ${[...path]}::text[]`
  return is === null ? sql`${value} is null` : sql`${value} = ${is}`
}

export function between(
  column: RawBuilder<unknown>,
  after: Temporal.Instant | null | undefined,
  before: Temporal.Instant | null | undefined,
): RawBuilder<unknown>[] {
  return [
    ...(after ? [sql`${column} >= ${after.toString()}`] : []),
    ...(before ? [sql`${column} <= ${before.toString()}`] : []),
  ]
}

function chargerConditions(
  tenant: number,
  filter: Partial<ChargerInventoryFilter>,
  now: Temporal.Instant,
): RawBuilder<unknown>[] {
  const { id, identity, name, link, bootSerial, hasDesiredProfile, evseReference, tag, kept = [] } = filter
  const longAgo = now.subtract({ hours: longAwayHours }).toString()
  const ages = {
    never: sql`s.connection_changed_at is null`,
    connected: sql`s.connected`,
    lately: sql`(not s.connected and s.connection_changed_at > ${longAgo})`,
    long: sql`(not s.connected and s.connection_changed_at <= ${longAgo})`,
  }
  return [
    sql`c.tenant_id = ${tenant}`,
    sql`c.removed_at is null`,
    ...(id == null ? [] : [sql`c.id = ${id}`]),
    ...(identity == null ? [] : [sql`c.identity_folded = ${foldIdentity(identity)}`]),
    ...(name == null ? [] : [sql`c.name = ${name}`]),
    ...(link == null ? [] : [sql`(${sql.join([sql`false`, ...link.map((age) => ages[age])], sql` or `)})`]),
    ...(bootSerial == null ? [] : [sql`s.boot ->> 'serial' = ${bootSerial}`]),
    ...(hasDesiredProfile == null
      ? []
      : [
          sql`(coalesce((c.platform_fields #>> '{security,desiredProfile}')::int, c.security_profile) = c.security_profile)
                = ${hasDesiredProfile}`,
        ]),
    ...(evseReference == null
      ? []
      : [
          sql`exists (select from evse e where e.charger_id = c.id and e.removed_at is null
                         and e.platform_fields ->> 'physicalReference' = ${evseReference})`,
        ]),
    ...(tag == null ? [] : [sql`c.platform_fields -> 'tags' @> ${JSON.stringify([tag])}::jsonb`]),
    ...between(sql`c.created_at`, filter.createdAfter, filter.createdBefore),
    ...between(sql`c.content_changed_at`, filter.modifiedAfter, filter.modifiedBefore),
    ...between(sql`s.connection_changed_at`, filter.linkChangedAfter, filter.linkChangedBefore),
    ...kept.map((one) => keptCondition(sql`c.platform_fields`, one)),
  ]
}

function evseConditions(tenant: number, filter: Partial<EvseInventoryFilter>): RawBuilder<unknown>[] {
  const { id, chargerIds, hasTariffGroup, kept = [] } = filter
  return [
    sql`e.tenant_id = ${tenant}`,
    sql`e.removed_at is null`,
    ...(id == null ? [] : [sql`e.id = ${id}`]),
    ...(chargerIds == null ? [] : [sql`e.charger_id = any(${[...chargerIds]}::bigint[])`]),
    ...(hasTariffGroup == null ? [] : [sql`(e.platform_fields ->> 'tariffGroupId' is not null) = ${hasTariffGroup}`]),
    ...between(sql`e.modified_at`, filter.modifiedAfter, filter.modifiedBefore),
    ...kept.map((one) => keptCondition(sql`e.platform_fields`, one)),
  ]
}

function statusesOf(charger: RawBuilder<unknown>, evse?: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select coalesce(json_agg(json_build_object(
                       'evse', t.ocpp_evse, 'connector', t.ocpp_connector, 'status', t.status, 'errorCode', t.error_code,
                       'vendorErrorCode', t.vendor_error_code, 'at', coalesce(t.reported_at, t.changed_at))), '[]')
                from evse_state t where t.charger_id = ${charger} ${evse ? sql`and t.ocpp_evse = ${evse}` : sql``})`
}

type StatusJson = Omit<InventoryStatus, 'at'> & { at: string }

type ChargerRow = {
  id: number
  identity: string
  name: string | null
  registration: InventoryCharger['registration']
  boot_interval_seconds: number | null
  provisioning: InventoryCharger['provisioning']
  security_profile: number
  protocols: Protocol[] | null
  platform_fields: KeptMembers
  has_password: boolean
  created_at: Temporal.Instant
  content_changed_at: Temporal.Instant
  boot: Boot | null
  booted_at: Temporal.Instant | null
  connected: boolean | null
  connection_changed_at: Temporal.Instant | null
  ocpp_version: string | null
  statuses: StatusJson[]
}

type EvseRow = {
  id: number
  charger_id: number
  uid: string
  ocpp_evse: number
  platform_fields: KeptMembers
  created_at: Temporal.Instant
  modified_at: Temporal.Instant
  statuses: StatusJson[]
  connectors: InventoryEvse['connectors']
}

function chargerFrom(row: ChargerRow): InventoryCharger {
  return {
    id: row.id,
    identity: row.identity,
    name: row.name,
    registration: row.registration,
    bootIntervalSeconds: row.boot_interval_seconds,
    provisioning: row.provisioning,
    securityProfile: row.security_profile,
    protocols: row.protocols,
    kept: row.platform_fields,
    hasPassword: row.has_password,
    createdAt: row.created_at,
    modifiedAt: row.content_changed_at,
    boot: row.boot && { ...row.boot, at: row.booted_at },
    link: row.connection_changed_at && {
      connected: row.connected ?? false,
      at: row.connection_changed_at,
      version: row.ocpp_version,
    },
    statuses: row.statuses.map(statusFrom),
  }
}

function evseFrom(row: EvseRow): InventoryEvse {
  return {
    id: row.id,
    chargerId: row.charger_id,
    uid: row.uid,
    number: row.ocpp_evse,
    kept: row.platform_fields,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
    statuses: row.statuses.map(statusFrom),
    connectors: row.connectors,
  }
}

function statusFrom({ at, ...status }: StatusJson): InventoryStatus {
  return { ...status, at: Temporal.Instant.from(at) }
}
