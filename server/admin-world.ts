import { createPasswordHashes } from '#api/console/password-hashes.ts'
import { addTenant, findTenant } from '#storage/tenants.ts'
import type { Config } from './config.ts'
import { csvOperations } from './csv-operations.ts'
import { maintenanceOperations } from './maintenance-operations.ts'
import type { Installation } from './open-installation.ts'
import type { AdminWorld } from './operations.ts'

/** Administration from the command line: it may reach every tenant. */
export function adminWorld(
  { storage, secrets }: Installation,
  config: Config,
  now: () => Temporal.Instant = () => Temporal.Now.instant(),
): AdminWorld {
  const { database } = storage
  const contextFor: AdminWorld['contextFor'] = async (tenantSlug) => {
    const tenant = await findTenant(database.reader, tenantSlug)
    return storage.contextFor({ tenant: tenant.id, actor: { kind: 'person', name: 'command line' }, door: 'cli' })
  }
  return {
    contextFor,
    addTenant: (slug, name) => database.asOwner((owner) => addTenant(owner, { slug, name })),
    hashSecret: secrets.hash,
    hashPassword: createPasswordHashes().hash,
    settings: config,
    maintenance: maintenanceOperations({ database, secrets, config, now }),
    csv: csvOperations({ contextFor, hashSecret: secrets.hash, databaseUrl: database.url }),
  }
}
