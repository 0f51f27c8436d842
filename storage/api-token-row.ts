import type { ApiToken } from '#core/access/api-token.ts'

type Row = {
  id: number
  tenant_id: number
  name: string
  created_at: Temporal.Instant
  last_used_at: Temporal.Instant | null
}

export function apiTokenFrom({ id, tenant_id, name, created_at, last_used_at }: Row): ApiToken {
  return { id, tenant: tenant_id, name, createdAt: created_at, lastUsedAt: last_used_at }
}
