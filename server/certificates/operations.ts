import { Type } from 'typebox'
import type { IssuedCertificate } from '#core/certificates/issued-certificate.ts'
import { revokeCertificate } from '#core/certificates/revoke-certificate.ts'
import { signChargerCertificate } from '#core/certificates/sign-charger-certificate.ts'
import { askPasswordChange } from '#core/chargers/ask-password-change.ts'
import { raiseSecurityProfile } from '#core/chargers/raise-security-profile.ts'
import type { Context } from '#core/context.ts'
import { Problem } from '#core/errors.ts'
import { type Operations, operation } from '../operation.ts'
import type { Authority } from './open-authority.ts'
import { rootOperations, viewProgress } from './root-operations.ts'
import { progressOf, type RootWorld } from './rotate-roots.ts'

type CertificateWorld = {
  contextFor(tenantSlug: string | undefined): Promise<Context>
  authority: Authority
  database: RootWorld['database']
  /** Whether chargers have to trust our own roots to connect. */
  isNeeded: boolean
  /** Null where no server runs. */
  reload: (() => Promise<{ changed: boolean; alarms: number }>) | null
}

/** Certificates from the command line. */
export function certificateOperations({
  contextFor,
  authority,
  database,
  isNeeded,
  reload,
}: CertificateWorld): Operations {
  const rootWorld = { database, roots: authority.ownRoots, isNeeded, contextFor, changed: async () => reload?.() }
  return {
    ...rootOperations(rootWorld),

    'certificate.roots': operation(Type.Object({}, closed), async () => ({
      roots: await authority.authority.roots(),
      ...viewProgress(await progressOf(rootWorld)),
    })),

    'certificate.reload': operation(Type.Object({}, closed), async () => {
      if (!reload) throw new Problem('invalid_value', 'No server runs: it reads its certificates when it starts.')
      return reload()
    }),

    'certificate.sign': operation(Sign, async ({ tenant, charger, csr }) => {
      const ctx = await contextFor(tenant)
      const found = await knownCharger(ctx, charger)
      const signed = await signChargerCertificate(ctx, found, csr)
      if (signed.outcome === 'signed') return { ...signed, notAfter: signed.notAfter.toString() }
      if (signed.outcome === 'refused') throw new Problem('invalid_value', signed.reason, { subject: 'csr' })
      throw new Problem('invalid_value', 'The certificate authority does not answer, or refused; the log says more.')
    }),

    'charger.password-change': operation(OfCharger, async ({ tenant, charger }) => {
      const ctx = await contextFor(tenant)
      return { command: (await askPasswordChange(ctx, await knownCharger(ctx, charger))).id }
    }),

    'charger.raise-profile': operation(Raise, async ({ tenant, charger, profile, url = null }) => {
      const ctx = await contextFor(tenant)
      return { errand: (await raiseSecurityProfile(ctx, await knownCharger(ctx, charger), { profile, url })).id }
    }),

    'certificate.list': operation(List, async ({ tenant, charger }) => {
      const ctx = await contextFor(tenant)
      const id = charger === undefined ? null : (await knownCharger(ctx, charger)).id
      return { certificates: (await ctx.issuedCertificates.list(id)).map(view) }
    }),

    'certificate.revoke': operation(Revoke, async ({ tenant, serialNumber, reason }) => {
      const ctx = await contextFor(tenant)
      return view(await revokeCertificate(ctx, { serialNumber, reason: reason ?? 'unspecified' }))
    }),
  }
}

async function knownCharger(ctx: Context, identity: string) {
  const found = await ctx.chargers.find(identity)
  if (!found) throw new Problem('charger_not_found', `There is no charger '${identity}'.`, { subject: 'charger' })
  return found
}

function view({ charger, serialNumber, commonName, notBefore, notAfter, revokedAt }: IssuedCertificate) {
  return {
    charger: charger.identity,
    serialNumber,
    commonName,
    notBefore: notBefore.toString(),
    notAfter: notAfter.toString(),
    revokedAt: revokedAt?.toString() ?? null,
  }
}

const closed = { additionalProperties: false }
const tenant = Type.Optional(Type.String({ minLength: 1, maxLength: 63 }))
const Sign = Type.Object({ tenant, charger: Type.String(), csr: Type.String({ maxLength: 20_000 }) }, closed)
const OfCharger = Type.Object({ tenant, charger: Type.String() }, closed)
const Raise = Type.Object(
  {
    tenant,
    charger: Type.String(),
    profile: Type.Integer({ minimum: 1, maximum: 3 }),
    url: Type.Optional(Type.String({ maxLength: 512 })),
  },
  closed,
)
const List = Type.Object({ tenant, charger: Type.Optional(Type.String()) }, closed)
const Revoke = Type.Object(
  { tenant, serialNumber: Type.String(), reason: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })) },
  closed,
)
