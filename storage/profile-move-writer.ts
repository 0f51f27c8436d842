import { type Transaction as KyselyTransaction, sql } from 'kysely'
import type { ProfileMoves } from '#core/chargers/security-profile-move.ts'
import { type CommandRow, commandColumns, commandFrom } from './command-row.ts'
import type { Schema } from './schema.ts'

/** Where a charger stands on its way to another security profile. */
export function profileMoveWriter(trx: KyselyTransaction<Schema>, tenant_id: number): ProfileMoves {
  return {
    async standing(chargerId) {
      const { rows } = await sql<{
        protocol: string | null
        securityProfile: number
        nextProfile: number | null
        isOverdue: boolean
      }>`
        select s.ocpp_version as protocol, c.security_profile as "securityProfile", c.next_security_profile as "nextProfile",
               coalesce(c.next_security_profile_until < server_time(), false) as "isOverdue"
          from charger c left join charger_state s on s.charger_id = c.id
         where c.tenant_id = ${tenant_id} and c.id = ${chargerId} and c.removed_at is null`.execute(trx)
      return rows[0] ?? null
    },
    async lastCommand({ chargerId, commandId }) {
      if (commandId === null) return null
      const row = await trx
        .selectFrom('command')
        .select(commandColumns)
        .where('tenant_id', '=', tenant_id)
        .where((eb) => eb.or([eb('id', '=', commandId), eb('origin_id', '=', commandId)]))
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row ? commandFrom(row as CommandRow, { id: chargerId, tenant: tenant_id, identity: '' }) : null
    },
  }
}
