import { ensureAdministrator } from '#core/access/ensure-administrator.ts'
import type { HashPassword } from '#core/access/password.ts'
import type { Storage } from '#storage/storage.ts'

/** Makes an administrator in the first tenant of an installation that has no account at all; null when it has one. */
export async function firstAdministrator(
  storage: Storage,
  hashPassword: HashPassword,
  chosen?: { login: string; password: string },
): Promise<{ login: string; password: string } | null> {
  const { rows } = await storage.database.reader.query<{ tenant: number }>(
    {
      name: 'tenant_without_accounts',
      text: `select min(id) as tenant from tenant
              where not exists (select from door_key where kind = 'account') having min(id) is not null`,
    },
    [],
  )
  if (rows.length === 0) return null
  const actor = { kind: 'system', name: 'first start' } as const
  const ctx = storage.contextFor({ tenant: rows[0]!.tenant, actor, door: 'job' })
  return ensureAdministrator({ transaction: (work) => ctx.transaction(work), hashPassword }, chosen)
}
