import { type Transaction as KyselyTransaction, sql } from 'kysely'
import type { ChargerRef } from '#core/context.ts'
import { type DeviceWriter, type ObservedVariable, variableKey } from '#core/devices/device-variable.ts'
import { readInstalled } from './device-store.ts'
import type { Schema } from './schema.ts'

/** What a charger says of itself, kept by the handlers of its messages and the answers to our calls. */
export function deviceWriter(trx: KyselyTransaction<Schema>, tenant: number): DeviceWriter {
  const observe = async (charger: ChargerRef, variables: readonly ObservedVariable[]) => {
    if (variables.length === 0) return
    const rows = new Map(variables.map((variable) => [variableKey(variable, variable.attribute), rowOf(variable)]))
    await sql`
      insert into device_variable as known (tenant_id, charger_id, name_key, component, component_instance, evse, connector,
          variable, variable_instance, attribute, value, mutability, persistent, constant, characteristics)
      select ${tenant}, ${charger.id}, v.* from jsonb_to_recordset(${JSON.stringify([...rows.values()])}::jsonb)
          as v(name_key text, component text, component_instance text, evse int, connector int, variable text,
               variable_instance text, attribute text, value text, mutability text, persistent boolean, constant boolean,
               characteristics jsonb)
      on conflict (tenant_id, charger_id, name_key) do update set
        value = excluded.value, mutability = coalesce(excluded.mutability, known.mutability),
        persistent = coalesce(excluded.persistent, known.persistent), constant = coalesce(excluded.constant, known.constant),
        characteristics = coalesce(excluded.characteristics, known.characteristics), observed_at = server_time()`.execute(
      trx,
    )
  }
  const install: DeviceWriter['install'] = async (charger, kind, items) => {
    if (items.length === 0) return
    const rows = new Map(items.map(({ key, body, source }) => [key, { item_key: key, body, source }]))
    await sql`
      insert into installed_item (tenant_id, charger_id, kind, item_key, body, source)
      select ${tenant}, ${charger.id}, ${kind}, v.item_key, v.body, v.source
        from jsonb_to_recordset(${JSON.stringify([...rows.values()])}::jsonb) as v(item_key text, body jsonb, source text)
      on conflict (tenant_id, charger_id, kind, item_key) do update set
        body = excluded.body, source = excluded.source, at = server_time()`.execute(trx)
  }
  return {
    observe,
    install,
    async replaceVariables(charger, variables) {
      const keys = variables.map((variable) => variableKey(variable, variable.attribute))
      await sql`delete from device_variable where tenant_id = ${tenant} and charger_id = ${charger.id}
                 and not name_key = any(${keys}::text[])`.execute(trx)
      await observe(charger, variables)
    },
    installed: (charger, kind) => readInstalled(trx, tenant, charger.id, kind),
    async uninstall(charger, kind, keys) {
      await sql`delete from installed_item where tenant_id = ${tenant} and charger_id = ${charger.id} and kind = ${kind}
                 and item_key = any(${[...keys]}::text[])`.execute(trx)
    },
    async replaceInstalled(charger, kind, items) {
      const keys = items.map(({ key }) => key)
      await sql`delete from installed_item where tenant_id = ${tenant} and charger_id = ${charger.id} and kind = ${kind}
                 and not item_key = any(${keys}::text[])`.execute(trx)
      await install(
        charger,
        kind,
        items.map((item) => ({ ...item, source: 'reported' as const })),
      )
    },
    async addEvents(charger, events) {
      if (events.length === 0) return
      await trx
        .insertInto('charger_event')
        .values(
          events.map(({ key, body, ...event }) => ({
            ...event,
            tenant_id: tenant,
            charger_id: charger.id,
            event_key: key,
            body: JSON.stringify(body),
          })),
        )
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },
    async clearEvents(charger, { kind, type, evse, connector }, at) {
      await trx
        .updateTable('charger_event')
        .set({ cleared_at: at })
        .where('tenant_id', '=', tenant)
        .where('charger_id', '=', charger.id)
        .where('kind', '=', kind)
        .where('type', '=', type)
        .where(sql<boolean>`evse is not distinct from ${evse} and connector is not distinct from ${connector}`)
        .where('cleared_at', 'is', null)
        .execute()
    },
  }
}

function rowOf(variable: ObservedVariable) {
  return {
    name_key: variableKey(variable, variable.attribute),
    component: variable.component,
    component_instance: variable.componentInstance,
    evse: variable.evse,
    connector: variable.connector,
    variable: variable.variable,
    variable_instance: variable.variableInstance,
    attribute: variable.attribute ?? 'Actual',
    value: variable.value,
    mutability: variable.mutability ?? null,
    persistent: variable.persistent ?? null,
    constant: variable.constant ?? null,
    characteristics: variable.characteristics ?? null,
  }
}
