import type { ChargerRef, Log } from '#core/context.ts'
import { Problem } from '#core/errors.ts'
import type { OcppVersion } from '#ocpp/rpc/version.ts'
import type { Candidate, OcppWorld } from '#ocpp/world.ts'
import type { ChargerCandidate } from '#storage/ocpp-access.ts'
import type { Storage } from '#storage/storage.ts'
import { findTenant } from '#storage/tenants.ts'
import type { Secrets } from './secrets.ts'

/** Gives the OCPP door what it needs of the storage. */
export function ocppWorld(
  storage: Storage,
  secrets: Secrets,
  { log, now }: { log: Log; now: () => Temporal.Instant },
): OcppWorld {
  const findCandidates = async (identity: string, tenantSlug: string | null): Promise<Candidate[]> => {
    const found = await storage.candidates.load(identity)
    return found.filter((one) => tenantSlug === null || one.tenantSlug === tenantSlug).map(candidate)
  }
  return {
    log,
    now,
    findCandidates,
    async provision(identity, tenantSlug) {
      const tenant = await findTenant(storage.database.reader, tenantSlug ?? undefined).catch(noTenant)
      if (!tenant) return null
      const ctx = storage.contextFor({ tenant: tenant.id, actor: { kind: 'charger', name: identity }, door: 'ocpp' })
      // When two connections of one unknown charger arrive together, the second finds it known.
      await ctx.transaction((tx) =>
        tx.chargers.add({ identity, name: null, passwordHash: null, securityProfile: 0, evses: 1 }),
      )
      return (await findCandidates(identity, tenant.slug))[0] ?? null
    },
    hashSecret: secrets.hash,
    claim: async (charger) => void (await storage.ownership.claim(charger)),
    release: (charger: ChargerRef) => storage.turns.release(charger.id),
    onTakenOver: (close) =>
      storage.ownership.onTakenOver((charger) => {
        storage.turns.forget(charger)
        close(charger)
      }),
    onReconfigured: (check) => storage.configuration.onChanged(check),
    exchange: storage.exchange,
    linkChanged: storage.linkChanged,
    commands: {
      onWaiting: (wake) => storage.commands.onWaiting(wake, () => storage.ownership.chargers),
      take: (charger) => storage.commands.take(charger),
      ended: (command, outcome) => storage.commands.end(command, outcome),
    },
  }
}

function candidate(found: ChargerCandidate): Candidate {
  return { ...found, pinnedVersion: found.pinnedVersion as OcppVersion | null }
}

function noTenant(error: unknown): null {
  if (error instanceof Problem && error.code === 'tenant_not_found') return null
  throw error
}
