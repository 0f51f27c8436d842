import { createPasswordHashes } from '#api/console/password-hashes.ts'
import { addTenant, findTenant, listTenants } from '#storage/tenants.ts'
import { apiTokenOperations } from './api-token-operations.ts'
import { certificateOperations } from './certificates/operations.ts'
import { needsOwnRoots } from './certificates/root-progress.ts'
import type { Config } from './config.ts'
import { csvOperations } from './csv-operations.ts'
import { maintenanceOperations } from './maintenance-operations.ts'
import type { Installation } from './open-installation.ts'
import type { AdminWorld } from './operations.ts'

/** Administration from the command line: it may reach every tenant. */
export function adminWorld(
  { storage, secrets, authority }: Installation,
  config: Config,
  now: () => Temporal.Instant = () => Temporal.Now.instant(),
  reload: (() => Promise<{ changed: boolean; alarms: number }>) | null = null,
): AdminWorld {
  const { database } = storage
  const contextFor: AdminWorld['contextFor'] = async (tenantSlug) => {
    const tenant = await findTenant(database.reader, tenantSlug)
    return storage.contextFor({ tenant: tenant.id, actor: { kind: 'person', name: 'command line' }, door: 'cli' })
  }
  return {
    contextFor,
    addTenant: (slug, name) => database.asOwner((owner) => addTenant(owner, { slug, name })),
    tenants: () => database.asOwner(listTenants),
    hashSecret: secrets.hash,
    hashPassword: createPasswordHashes().hash,
    settings: config,
    maintenance: maintenanceOperations({ database, secrets, config, now }),
    apiTokens: apiTokenOperations({ contextFor, secrets }),
    certificates: certificateOperations({ contextFor, authority, database, isNeeded: needsOwnRoots(config), reload }),
    csv: csvOperations({ contextFor, hashSecret: secrets.hash, databaseUrl: database.url }),
  }
}
