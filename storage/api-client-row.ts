import type { ApiClient, Grant, ListedClient } from '#core/access/api-client.ts'

export function clientFrom(row: {
  id: number
  tenant_id: number
  client_id: string
  name: string
  package: ApiClient['package']
  grants: string[]
  enabled: boolean
}): ApiClient {
  return {
    id: row.id,
    tenant: row.tenant_id,
    clientId: row.client_id,
    name: row.name,
    package: row.package,
    grants: row.grants as Grant[],
    enabled: row.enabled,
  }
}

export function listedClientFrom(
  row: Parameters<typeof clientFrom>[0] & { created_at: Temporal.Instant; last_used_at: Temporal.Instant | null },
): ListedClient {
  return { ...clientFrom(row), createdAt: row.created_at, lastUsedAt: row.last_used_at }
}
