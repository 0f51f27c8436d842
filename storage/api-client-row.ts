import type { ApiClient, Grant } from '#core/access/api-client.ts'

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
