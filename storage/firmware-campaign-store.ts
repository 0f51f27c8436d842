import { type Kysely, type Transaction as KyselyTransaction, sql } from 'kysely'
import type { CommandState } from '#core/commands/command.ts'
import type { ErrandState } from '#core/errands/errand.ts'
import type {
  Campaign,
  CampaignMember,
  CampaignPlan,
  CampaignStore,
  CampaignSubject,
  CampaignWriter,
} from '#core/firmware/campaign.ts'
import type { Bound } from './door-transaction.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

export function campaignStore(db: Kysely<Schema>, tenant: number): CampaignStore {
  return {
    list: () =>
      inTenant(db, tenant, async (trx) =>
        (await campaigns(trx, tenant).orderBy('id', 'desc').limit(500).execute()).map(campaignFrom),
      ),
    find: (id) =>
      inTenant(db, tenant, async (trx) => {
        const row = await campaigns(trx, tenant).where('id', '=', id).executeTakeFirst()
        return row ? campaignFrom(row) : null
      }),
    members: (id) => inTenant(db, tenant, (trx) => readMembers(trx, tenant, id)),
    subjects: () =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<SubjectRow>`
          select ${subjectColumns} from charger c left join charger_state s on s.charger_id = c.id
           where c.tenant_id = ${tenant} and c.removed_at is null order by c.identity`.execute(trx)
        return rows.map(subjectFrom)
      }),
  }
}

export function campaignWriter(trx: KyselyTransaction<Schema>, { tenant, actor }: Bound): CampaignWriter {
  return {
    async add({ name, firmwareId, plan, undoesId }, members) {
      const row = await trx
        .insertInto('firmware_campaign')
        .values({
          tenant_id: tenant,
          name,
          firmware_id: firmwareId,
          plan: JSON.stringify(plan),
          undoes_id: undoesId,
          created_by: actor.name,
        })
        .returningAll()
        .executeTakeFirstOrThrow()
      await sql`
        insert into firmware_campaign_charger (tenant_id, campaign_id, charger_id, wave, from_version)
        select ${tenant}, ${row.id}, v."chargerId", v.wave, v."fromVersion"
          from jsonb_to_recordset(${JSON.stringify(members)}::jsonb) as v("chargerId" bigint, wave int, "fromVersion" text)`.execute(
        trx,
      )
      return campaignFrom(row)
    },
    async take(id) {
      const row = await campaigns(trx, tenant).where('id', '=', id).forUpdate().skipLocked().executeTakeFirst()
      return row ? campaignFrom(row) : null
    },
    async lock(id) {
      const row = await campaigns(trx, tenant).where('id', '=', id).forUpdate().executeTakeFirst()
      return row ? campaignFrom(row) : null
    },
    members: (id) => readMembers(trx, tenant, id),
    async standings(id) {
      const { rows } = await sql<StandingRow>`
        select ${memberColumns}, ${subjectColumns}, o.state as command_state, o.reason as command_reason,
               e.state as errand_state, e.progress as errand_progress
          from firmware_campaign_charger m
          join charger c on c.tenant_id = m.tenant_id and c.id = m.charger_id
          left join charger_state s on s.charger_id = c.id
          left join lateral (
            select k.id, k.state, k.reason from command k
             where k.tenant_id = m.tenant_id and (k.id = m.command_id or k.origin_id = m.command_id)
             order by k.id desc limit 1) o on true
          left join errand e on e.tenant_id = m.tenant_id and e.command_id = o.id and e.kind = 'firmware'
         where m.tenant_id = ${tenant} and m.campaign_id = ${id} and m.state in ('waiting', 'asked')
         order by m.wave, c.identity`.execute(trx)
      return rows.map((row) => ({
        member: memberFrom(row),
        subject: subjectFrom(row),
        order:
          row.command_state === null
            ? null
            : {
                command: row.command_state,
                reason: row.command_reason,
                errand: row.errand_state,
                progress: row.errand_progress,
              },
      }))
    },
    async setMember(campaignId, chargerId, { state, reason, commandId }) {
      const isEnd = state !== undefined && state !== 'waiting' && state !== 'asked'
      await trx
        .updateTable('firmware_campaign_charger')
        .set({
          reason,
          ...(state ? { state } : {}),
          ...(commandId === undefined ? {} : { command_id: commandId, asked_at: sql`server_time()` }),
          ...(isEnd ? { ended_at: sql`server_time()` } : {}),
        })
        .where('tenant_id', '=', tenant)
        .where('campaign_id', '=', campaignId)
        .where('charger_id', '=', chargerId)
        .execute()
    },
    async setState(id, state, reason) {
      const isEnd = state !== 'running' && state !== 'paused'
      await trx
        .updateTable('firmware_campaign')
        .set({ state, reason, ...(isEnd ? { ended_at: sql`server_time()` } : {}) })
        .where('tenant_id', '=', tenant)
        .where('id', '=', id)
        .execute()
    },
  }
}

// A session counts while it is open; one that nobody has heard the end of ends by itself some day.
const subjectColumns = sql`
  c.id as charger_id, c.identity, s.boot->>'vendor' as vendor, s.boot->>'model' as model, s.boot->>'firmware' as firmware,
  coalesce(s.connected, false) as connected,
  exists (select from session x where x.tenant_id = c.tenant_id and x.charger_id = c.id and x.state in ('pending', 'active')) as charging,
  exists (select from errand b where b.tenant_id = c.tenant_id and b.charger_id = c.id and b.kind = 'firmware' and b.state = 'open')
    or exists (select from firmware_campaign_charger a where a.tenant_id = c.tenant_id and a.charger_id = c.id and a.state = 'asked') as updating,
  c.removed_at is not null or c.operator_status = 'blocked' or c.registration <> 'accepted' as is_out`

const memberColumns = sql`m.wave, m.state, m.reason, m.from_version, m.command_id, m.asked_at, m.ended_at`

type SubjectRow = {
  charger_id: number
  identity: string
  vendor: string | null
  model: string | null
  firmware: string | null
  connected: boolean
  charging: boolean
  updating: boolean
  is_out: boolean
}

type MemberRow = {
  charger_id: number
  identity: string
  wave: number
  state: CampaignMember['state']
  reason: string | null
  from_version: string | null
  command_id: number | null
  asked_at: Temporal.Instant | null
  ended_at: Temporal.Instant | null
}

type StandingRow = MemberRow &
  SubjectRow & {
    command_state: CommandState | null
    command_reason: string | null
    errand_state: ErrandState | null
    errand_progress: string | null
  }

async function readMembers(trx: KyselyTransaction<Schema>, tenant: number, id: number): Promise<CampaignMember[]> {
  const { rows } = await sql<MemberRow>`
    select ${memberColumns}, m.charger_id, c.identity
      from firmware_campaign_charger m join charger c on c.tenant_id = m.tenant_id and c.id = m.charger_id
     where m.tenant_id = ${tenant} and m.campaign_id = ${id} order by m.wave, c.identity`.execute(trx)
  return rows.map(memberFrom)
}

function memberFrom(row: MemberRow): CampaignMember {
  return {
    chargerId: row.charger_id,
    identity: row.identity,
    wave: row.wave,
    state: row.state,
    reason: row.reason,
    fromVersion: row.from_version,
    commandId: row.command_id,
    askedAt: row.asked_at,
    endedAt: row.ended_at,
  }
}

function subjectFrom(row: SubjectRow): CampaignSubject {
  return {
    chargerId: row.charger_id,
    identity: row.identity,
    vendor: row.vendor,
    model: row.model,
    firmware: row.firmware,
    isConnected: row.connected,
    isCharging: row.charging,
    isUpdating: row.updating,
    isOut: row.is_out,
  }
}

function campaigns(db: Kysely<Schema>, tenant: number) {
  return db.selectFrom('firmware_campaign').selectAll().where('tenant_id', '=', tenant)
}

type Row = Awaited<ReturnType<ReturnType<typeof campaigns>['executeTakeFirstOrThrow']>>

function campaignFrom(row: Row): Campaign {
  return {
    id: row.id,
    name: row.name,
    firmwareId: row.firmware_id,
    state: row.state,
    reason: row.reason,
    plan: row.plan as CampaignPlan,
    undoesId: row.undoes_id,
    createdBy: row.created_by,
    createdAt: row.created_at,
    endedAt: row.ended_at,
  }
}
