import { type Kysely, type Transaction as KyselyTransaction, sql } from 'kysely'
import type {
  ChargerTemplate,
  NewTemplate,
  TemplateSetting,
  TemplateStore,
  TemplateWriter,
} from '#core/provisioning/template.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** Templates of one tenant, as the doors read them. */
export function templateStore(db: Kysely<Schema>, tenant: number): TemplateStore {
  return {
    list: () =>
      inTenant(db, tenant, async (trx) => (await templates(trx, tenant).orderBy('id').execute()).map(templateFrom)),
    subjects: () =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<Awaited<ReturnType<TemplateStore['subjects']>>[number]>`
          select c.id as "chargerId", c.identity, s.boot->>'vendor' as vendor, s.boot->>'model' as model,
                 s.boot->>'firmware' as firmware,
                 exists (select from session n where n.tenant_id = c.tenant_id and n.charger_id = c.id
                            and n.state = 'active') as "isCharging"
            from charger c join charger_state s on s.charger_id = c.id and s.booted_at is not null
           where c.tenant_id = ${tenant} and c.removed_at is null and c.operator_status = 'active'
             and c.registration <> 'rejected' and c.provisioning = 'automatic'
           order by c.identity`.execute(trx)
        return rows
      }),
  }
}

export function templateWriter(trx: KyselyTransaction<Schema>, tenant_id: number): TemplateWriter {
  const isTaken = async (name: string, except: number) => {
    const other = await templates(trx, tenant_id)
      .where(sql`lower(name)`, '=', name.toLowerCase())
      .where('id', '!=', except)
      .executeTakeFirst()
    return other !== undefined
  }
  return {
    async add(template) {
      const row = await trx
        .insertInto('charger_template')
        .values({ tenant_id, ...columnsOf(template) })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst()
      return row ? templateFrom(row) : null
    },
    async change(id, template) {
      const known = await templates(trx, tenant_id).where('id', '=', id).forUpdate().executeTakeFirst()
      if (!known) return null
      if (await isTaken(template.name, id)) return 'taken'
      const row = await trx
        .updateTable('charger_template')
        .set({ ...columnsOf(template), modified_at: sql<Temporal.Instant>`server_time()` })
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow()
      return templateFrom(row)
    },
    async remove(id) {
      const row = await trx
        .updateTable('charger_template')
        .set({ removed_at: sql<Temporal.Instant>`server_time()` })
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .where('removed_at', 'is', null)
        .returningAll()
        .executeTakeFirst()
      return row ? templateFrom(row) : null
    },
  }
}

function templates(db: Kysely<Schema>, tenant: number) {
  return db.selectFrom('charger_template').selectAll().where('tenant_id', '=', tenant).where('removed_at', 'is', null)
}

type Row = Awaited<ReturnType<ReturnType<typeof templates>['executeTakeFirstOrThrow']>>

function templateFrom(row: Row): ChargerTemplate {
  return {
    id: row.id,
    name: row.name,
    vendor: row.vendor,
    model: row.model,
    firmware: row.firmware,
    priority: row.priority,
    settings: row.settings as TemplateSetting[],
    measurands: row.measurands,
    extendsDefault: row.extends_default,
    restartAllowed: row.restart_allowed,
    acceptWhenConfigured: row.accept_when_configured,
  }
}

function columnsOf(template: NewTemplate) {
  return {
    name: template.name,
    vendor: template.vendor,
    model: template.model,
    firmware: template.firmware,
    priority: template.priority,
    settings: JSON.stringify(template.settings),
    measurands: template.measurands && [...template.measurands],
    extends_default: template.extendsDefault,
    restart_allowed: template.restartAllowed,
    accept_when_configured: template.acceptWhenConfigured,
  }
}
