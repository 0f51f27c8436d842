import { addTenant, findTenant } from '#storage/tenants.ts'
import type { Config } from './config.ts'
import type { Installation } from './open-installation.ts'
import type { AdminWorld } from './operations.ts'

/** Administration from the command line: it may reach every tenant. */
export function adminWorld({ storage, secrets }: Installation, config: Config): AdminWorld {
  const { database } = storage
  return {
    async contextFor(tenantSlug) {
      const tenant = await findTenant(database.reader, tenantSlug)
      return storage.contextFor({ tenant: tenant.id, actor: { kind: 'person', name: 'command line' }, door: 'cli' })
    },
    addTenant: (slug, name) => database.asOwner((owner) => addTenant(owner, { slug, name })),
    hashSecret: secrets.hash,
    settings: config,
  }
}
