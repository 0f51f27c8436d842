import { type Kysely, sql } from 'kysely'
import {
  type ChargerEvent,
  type DeviceStore,
  type DeviceVariable,
  type InstalledItem,
  type InstalledKind,
  variableKey,
} from '#core/devices/device-variable.ts'
import { BatchedRead } from './batched-read.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** What chargers say of themselves, as the doors read it, of one tenant. */
export function deviceStore(db: Kysely<Schema>, tenant: number): DeviceStore {
  // Hundreds of chargers may be told something at once.
  const parts = new BatchedRead((asked: Part[]) => inTenant(db, tenant, (trx) => readParts(trx, tenant, asked)))
  const items = new BatchedRead((asked: Installed[]) => inTenant(db, tenant, (trx) => readItems(trx, tenant, asked)))
  return {
    variables: (chargerId) => inTenant(db, tenant, (trx) => readVariables(trx, tenant, chargerId)),
    variable: (chargerId, place) =>
      inTenant(db, tenant, async (trx) => {
        const row = await variables(trx, tenant, chargerId)
          .where('name_key', '=', variableKey(place))
          .executeTakeFirst()
        return row ? variableFrom(row) : null
      }),
    ofComponent: (chargerId, component) => parts.load({ chargerId, component }),
    installed: (chargerId, kind) => items.load({ chargerId, kind }),
    events: (chargerId, { limit, before, kind }) =>
      inTenant(db, tenant, async (trx) => {
        let query = trx
          .selectFrom('charger_event')
          .selectAll()
          .where('tenant_id', '=', tenant)
          .where('charger_id', '=', chargerId)
        if (before !== undefined) query = query.where('id', '<', before)
        if (kind) query = query.where('kind', '=', kind)
        return (await query.orderBy('id', 'desc').limit(limit).execute()).map((row) => ({
          id: row.id,
          chargerId: row.charger_id,
          at: row.at,
          receivedAt: row.received_at,
          kind: row.kind as ChargerEvent['kind'],
          type: row.type,
          severity: row.severity,
          evse: row.evse,
          connector: row.connector,
          body: row.body as Record<string, unknown>,
          clearedAt: row.cleared_at,
        }))
      }),
  }
}

export async function readVariables(db: Kysely<Schema>, tenant: number, chargerId: number): Promise<DeviceVariable[]> {
  return (await variables(db, tenant, chargerId).execute()).map(variableFrom)
}

type Part = { chargerId: number; component: string }

async function readParts(db: Kysely<Schema>, tenant: number, asked: readonly Part[]): Promise<DeviceVariable[][]> {
  const rows = await db
    .selectFrom('device_variable')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where(sql<boolean>`charger_id = any(${asked.map(({ chargerId }) => chargerId)}::bigint[])`)
    .where(sql<boolean>`component = any(${asked.map(({ component }) => component)}::text[])`)
    .orderBy('name_key')
    .execute()
  const found = Map.groupBy(rows, (row) => `${row.charger_id}/${row.component}`)
  return asked.map(({ chargerId, component }) => (found.get(`${chargerId}/${component}`) ?? []).map(variableFrom))
}

export async function readInstalled(
  db: Kysely<Schema>,
  tenant: number,
  chargerId: number,
  kind: InstalledKind,
): Promise<InstalledItem[]> {
  return (await readItems(db, tenant, [{ chargerId, kind }]))[0]!
}

type Installed = { chargerId: number; kind: InstalledKind }

async function readItems(db: Kysely<Schema>, tenant: number, asked: readonly Installed[]): Promise<InstalledItem[][]> {
  const rows = await db
    .selectFrom('installed_item')
    .select(['charger_id', 'kind', 'item_key', 'body', 'source', 'at'])
    .where('tenant_id', '=', tenant)
    .where(sql<boolean>`charger_id = any(${asked.map(({ chargerId }) => chargerId)}::bigint[])`)
    .where(sql<boolean>`kind = any(${asked.map(({ kind }) => kind)}::text[])`)
    .orderBy('item_key')
    .execute()
  const found = Map.groupBy(rows, (row) => `${row.charger_id}/${row.kind}`)
  return asked.map(({ chargerId, kind }) =>
    (found.get(`${chargerId}/${kind}`) ?? []).map((row) => ({
      kind,
      key: row.item_key,
      body: row.body as Record<string, unknown>,
      source: row.source,
      at: row.at,
    })),
  )
}

function variables(db: Kysely<Schema>, tenant: number, chargerId: number) {
  return db
    .selectFrom('device_variable')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('charger_id', '=', chargerId)
    .orderBy('name_key')
}

type VariableRow = Awaited<ReturnType<ReturnType<typeof variables>['executeTakeFirstOrThrow']>>

function variableFrom(row: VariableRow): DeviceVariable {
  return {
    component: row.component,
    componentInstance: row.component_instance,
    evse: row.evse,
    connector: row.connector,
    variable: row.variable,
    variableInstance: row.variable_instance,
    attribute: row.attribute as DeviceVariable['attribute'],
    value: row.value,
    mutability: row.mutability as DeviceVariable['mutability'],
    persistent: row.persistent,
    constant: row.constant,
    characteristics: row.characteristics as DeviceVariable['characteristics'],
    observedAt: row.observed_at,
  }
}
