import { provePasswordOrProfile } from '#core/chargers/prove-password-or-profile.ts'
import type { ChargerRef, Log } from '#core/context.ts'
import { Problem } from '#core/errors.ts'
import { takeInWelcomed } from '#core/provisioning/take-in-welcomed.ts'
import type { CertificateTrust } from '#ocpp/connect/client-certificate.ts'
import type { ClientRevocation } from '#ocpp/connect/client-revocation.ts'
import type { Candidate, OcppWorld } from '#ocpp/world.ts'
import type { Storage } from '#storage/storage.ts'
import { findTenant } from '#storage/tenants.ts'
import type { Secrets } from './secrets.ts'

/** Gives the OCPP door what it needs of the storage. */
export function ocppWorld(
  storage: Storage,
  secrets: Secrets,
  {
    log,
    now,
    wallNow,
    trust,
    revocation,
  }: {
    log: Log
    now: () => Temporal.Instant
    wallNow: () => Temporal.Instant
    trust: CertificateTrust
    revocation: ClientRevocation
  },
): OcppWorld {
  const findCandidates = async (identity: string, tenantSlug: string | null): Promise<Candidate[]> => {
    const found = await storage.candidates.load(identity)
    return found.filter((one) => tenantSlug === null || one.tenantSlug === tenantSlug)
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
    async meetStranger(stranger) {
      const { identity, tenantSlug, password } = stranger
      storage.unknownChargers.note({ ...stranger, sentPassword: password !== null })
      const [waiting, ...others] = storage.unknownChargers.whoWaitsFor(identity, tenantSlug)
      if (!waiting || others.length > 0 || password === null) return null
      const actor = { kind: 'charger' as const, name: identity }
      const ctx = storage.contextFor({ tenant: waiting.tenant, actor, door: 'ocpp' })
      const securityProfile = stranger.isEncrypted ? 2 : 1
      await takeInWelcomed(ctx, { identity, password, passwordHash: secrets.hash(password), securityProfile })
      return (await findCandidates(identity, waiting.slug))[0] ?? null
    },
    hashSecret: secrets.hash,
    certificates: {
      ...trust,
      revocation,
      now: wallNow,
      find: (fingerprint) => storage.certificateRecords.load(fingerprint),
    },
    async credentialsProven(charger, proof) {
      const actor = { kind: 'charger' as const, name: charger.identity }
      await provePasswordOrProfile(storage.contextFor({ tenant: charger.tenant, actor, door: 'ocpp' }), charger, proof)
    },
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
    deviated: (charger, note) => storage.deviations.note(charger, note),
    commands: {
      onWaiting: (wake, connected) => storage.commands.onWaiting(wake, connected),
      take: (charger, hurried) => storage.commands.take(charger, hurried),
      ended: (command, outcome) => storage.commands.end(command, outcome),
      postponed: (command, seconds) => storage.commands.postpone(command, seconds),
    },
  }
}

function noTenant(error: unknown): null {
  if (error instanceof Problem && error.code === 'tenant_not_found') return null
  throw error
}
