import type { PipelinedConnection } from './pipelined-connection.ts'

/** The campaigns of all tenants that may have something to do. */
export async function campaignsToAdvance(reader: PipelinedConnection): Promise<{ tenant: number; id: number }[]> {
  const { rows } = await reader.query<{ tenant: number; id: number }>(selectCampaigns, [])
  return rows
}

/**
 * Ends the updates whose charger has booted with the version that it was to get: that proves it, whatever it has said
 * or not (J-01).
 */
export async function settleInstalledFirmware(reader: PipelinedConnection): Promise<number> {
  const { rowCount } = await reader.query(settle, [])
  return rowCount ?? 0
}

const selectCampaigns = {
  name: 'campaigns_to_advance',
  text: `select c.tenant_id as tenant, c.id from firmware_campaign c where c.state in ('running', 'paused')
          union
         select m.tenant_id, m.campaign_id from firmware_campaign_charger m where m.state = 'asked' order by 1, 2`,
}

const settle = {
  name: 'settle_installed_firmware',
  text: `with ended as (
           update errand e set state = 'done', ended_at = server_time(),
                  result = jsonb_build_object('version', s.boot->>'firmware')
             from command c, charger_state s
            where e.kind = 'firmware' and e.state = 'open' and c.tenant_id = e.tenant_id and c.id = e.command_id
              and c.kind = 'update-firmware' and s.charger_id = e.charger_id and s.booted_at > e.created_at
              and s.boot->>'firmware' = c.params->>'version'
           returning e.tenant_id, e.id, s.boot->>'firmware' as version)
         insert into errand_step (tenant_id, errand_id, progress, detail)
         select tenant_id, id, 'booted', version from ended`,
}
