import { type Kysely, type Transaction as KyselyTransaction, sql } from 'kysely'
import type { CommandState } from '#core/commands/command.ts'
import type { ChargerRef } from '#core/context.ts'
import type { DeviceVariable } from '#core/devices/device-variable.ts'
import type { SettingResult } from '#core/devices/take-settings.ts'
import type { SettingReport } from '#core/provisioning/plan-settings.ts'
import type {
  Provisioning,
  ProvisioningFacts,
  ProvisioningRun,
  ProvisioningStore,
  ProvisioningWriter,
} from '#core/provisioning/provisioning.ts'
import { readVariables } from './device-store.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** How chargers are being set up, as the doors read it, of one tenant. */
export function provisioningStore(db: Kysely<Schema>, tenant: number): ProvisioningStore {
  return {
    find: (chargerId) =>
      inTenant(db, tenant, async (trx) => {
        const row = await rows(trx, tenant, chargerId).executeTakeFirst()
        return row ? provisioningFrom(row) : null
      }),
  }
}

export function provisioningWriter(trx: KyselyTransaction<Schema>, tenant_id: number): ProvisioningWriter {
  return {
    async find({ id }) {
      const row = await rows(trx, tenant_id, id).forUpdate().executeTakeFirst()
      return row ? provisioningFrom(row) : null
    },
    facts: (charger) => readFacts(trx, charger),
    async save({ id: charger_id }, { errandId: errand_id, run, commandId: command_id }) {
      const values = { errand_id, run: JSON.stringify(run), command_id, results: '[]', is_asked: false }
      await trx
        .insertInto('provisioning')
        .values({ tenant_id, charger_id, ...values })
        .onConflict((conflict) => conflict.columns(['tenant_id', 'charger_id']).doUpdateSet(values))
        .execute()
    },
    async end({ id }, { reports, firmware, protocol, isInventoried }) {
      await trx
        .updateTable('provisioning')
        .set({
          run: null,
          command_id: null,
          results: '[]',
          reports: JSON.stringify(reports),
          firmware,
          protocol,
          is_inventoried: isInventoried,
          ended_at: sql<Temporal.Instant>`server_time()`,
        })
        .where('tenant_id', '=', tenant_id)
        .where('charger_id', '=', id)
        .execute()
    },
    async ask({ id: charger_id }) {
      await trx
        .insertInto('provisioning')
        .values({ tenant_id, charger_id, is_asked: true })
        .onConflict((conflict) => conflict.columns(['tenant_id', 'charger_id']).doUpdateSet({ is_asked: true }))
        .execute()
    },
    async note({ id }, commandId, results) {
      await sql`
        update provisioning set results = results || ${JSON.stringify(results)}::jsonb
         where tenant_id = ${tenant_id} and charger_id = ${id} and run is not null
           and command_id in (select coalesce(origin_id, id) from command
                               where tenant_id = ${tenant_id} and id = ${commandId})`.execute(trx)
    },
    async takeParts(errandId) {
      const { rows: parts } = await sql<{ body: unknown; seq_no: number }>`
        delete from errand_part where tenant_id = ${tenant_id} and errand_id = ${errandId} returning body, seq_no`.execute(
        trx,
      )
      return parts.toSorted((one, other) => one.seq_no - other.seq_no).map(({ body }) => body)
    },
  }
}

function rows(db: Kysely<Schema>, tenant: number, chargerId: number) {
  return db.selectFrom('provisioning').selectAll().where('tenant_id', '=', tenant).where('charger_id', '=', chargerId)
}

type Row = Awaited<ReturnType<ReturnType<typeof rows>['executeTakeFirstOrThrow']>>

function provisioningFrom(row: Row): Provisioning {
  return {
    errandId: row.errand_id ?? 0,
    run: row.run as ProvisioningRun | null,
    results: row.results as SettingResult[],
    reports: row.reports as Record<string, SettingReport>,
    endedAt: row.ended_at,
    isAsked: row.is_asked,
  }
}

async function readFacts(
  trx: KyselyTransaction<Schema>,
  { id, tenant }: ChargerRef,
): Promise<ProvisioningFacts | null> {
  const { rows: found } = await sql<FactsRow>`
    select server_time() as now, s.ocpp_version, s.boot->>'vendor' as vendor, s.boot->>'model' as model,
           s.boot->>'firmware' as firmware, s.booted_at, s.connected, c.registration,
           exists (select from session n where n.tenant_id = ${tenant} and n.charger_id = c.id and n.state = 'active') as busy,
           coalesce(p.is_inventoried and p.firmware is not distinct from s.boot->>'firmware'
                    and p.protocol is not distinct from s.ocpp_version, false) as inventoried,
           array(select k.number from connector k join evse e on e.id = k.evse_id
                  where k.charger_id = c.id and k.removed_at is null and e.removed_at is null
                    and not exists (select from evse_state t where t.charger_id = c.id and t.ocpp_evse = e.ocpp_evse
                                       and t.ocpp_connector = k.ocpp_connector)
                  order by k.number)::int[] as silent,
           (select a.state from command a where a.tenant_id = ${tenant} and p.command_id in (a.id, a.origin_id)
             order by a.id desc limit 1) as answer
      from charger c
      join charger_state s on s.charger_id = c.id
      left join provisioning p on p.tenant_id = ${tenant} and p.charger_id = c.id
     where c.tenant_id = ${tenant} and c.id = ${id} and c.removed_at is null`.execute(trx)
  const row = found[0]
  if (!row?.ocpp_version) return null
  const variables: DeviceVariable[] = await readVariables(trx, tenant, id)
  return {
    now: row.now,
    protocol: row.ocpp_version as ProvisioningFacts['protocol'],
    vendor: row.vendor,
    model: row.model,
    firmware: row.firmware,
    bootedAt: row.booted_at,
    isConnected: row.connected,
    isBusy: row.busy,
    registration: row.registration,
    variables,
    isInventoried: row.inventoried,
    silentConnectors: row.silent,
    answer: row.answer,
  }
}

type FactsRow = {
  now: Temporal.Instant
  ocpp_version: string | null
  vendor: string | null
  model: string | null
  firmware: string | null
  booted_at: Temporal.Instant | null
  connected: boolean
  registration: ProvisioningFacts['registration']
  busy: boolean
  inventoried: boolean
  silent: number[]
  answer: CommandState | null
}
