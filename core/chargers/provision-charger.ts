import type { HashSecret } from '../access/credentials.ts'
import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import type { KeptMembers } from '../kept-members.ts'
import { mergeKept } from '../kept-members.ts'
import { identityFault, isName, makePassword, passwordFault } from './add-charger.ts'
import { chargerNotFound } from './change-charger.ts'
import type { Charger } from './charger.ts'
import type { ChargerSetup, ChargerSetupChange, SetUpCharger } from './provisioning.ts'

type Used = Uses<'transaction' | 'chargerLink'> & { hashSecret: HashSecret }

/**
 * Makes a charger known as a back office describes it, without EVSEs: those are described one by one, or learned from
 * the charger.
 *
 * Without a password one is made that nobody gets to see: the charger gets in once a password was set. Security profile
 * 0 has none, and profile 3 needs none.
 */
export async function provisionCharger(
  ctx: Used,
  { password, ...setup }: ChargerSetup & { password: string | null },
): Promise<Charger> {
  const { identity, name, securityProfile } = setup
  refuse('identity', identityFault(identity))
  refuse('name', nameFault(name))
  if (securityProfile === 0 && password !== null) refuse('password', passwordWithoutUse)
  refuse('password', password === null ? null : setPasswordFault(password, identity))
  const secret = password ?? (needsPassword(securityProfile) ? makePassword() : null)
  const passwordHash = secret === null ? null : ctx.hashSecret(secret)

  return ctx.transaction(async (tx) => {
    const added = await tx.chargerSetups.add({ ...setup, passwordHash })
    if (!added) {
      throw new Problem('charger_exists', `There is a charger '${identity}' already.`, { subject: 'identity' })
    }
    await tx.audit('charger.added', identity, toldOf(setup))
    return added
  })
}

/**
 * Changes how a charger is set up; what is not given stays. It counts at once: a connected charger's next message is
 * answered by its new registration. It is sent nothing, and disconnected only when it would not be let in as it came.
 */
export async function changeProvisioning(
  ctx: Used,
  chargerId: number,
  { password, ...change }: Partial<Omit<ChargerSetup, 'identity'>> & { password?: string | null },
): Promise<void> {
  if (change.name !== undefined) refuse('name', nameFault(change.name))
  const charger = await ctx.transaction(async (tx) => {
    const known = await tx.chargerSetups.find(chargerId)
    if (!known) throw chargerNotFound()
    const kept = mergeKept(known.kept, change.kept ?? {})
    const secret = passwordChange(ctx, known, { ...change, password: password ?? null })
    const changed = await tx.chargerSetups.change(chargerId, { ...change, kept, ...secret })
    await tx.audit('charger.changed', known.identity, {
      changed: { ...toldOf(change), ...(secret.passwordHash ? { password: 'renewed' } : {}) },
    })
    return changed
  })
  await ctx.chargerLink.configurationChanged(charger)
}

/** A charger that came in without a password does not any more once it has one, and the other way about. */
function passwordChange(
  { hashSecret }: Used,
  known: SetUpCharger,
  { password, securityProfile }: { password: string | null; securityProfile?: number },
): Pick<ChargerSetupChange, 'passwordHash' | 'securityProfile'> {
  if (password !== null) {
    if (securityProfile === 0) refuse('password', passwordWithoutUse)
    refuse('password', setPasswordFault(password, known.identity))
    const profile = securityProfile ?? Math.max(1, known.securityProfile)
    return { passwordHash: hashSecret(password), securityProfile: profile }
  }
  if (securityProfile === 0) return { passwordHash: null }
  if (securityProfile !== undefined && needsPassword(securityProfile) && !known.hasPassword) {
    refuse('password', `Security profile ${securityProfile} needs a password, and this charger has none yet.`)
  }
  return {}
}

/** With profile 0 there is none, with profile 3 a certificate takes its place. */
function needsPassword(securityProfile: number): boolean {
  return securityProfile === 1 || securityProfile === 2
}

const passwordWithoutUse = 'Security profile 0 has no password.'

/** OCPP 2.0.1 A00.FR.205: 16 to 40 characters; 2.1 lets a charger take up to 64. */
function setPasswordFault(password: string, identity: string): string | null {
  if (password.length < 16 || password.length > 64) return 'A password has 16 to 64 characters.'
  return passwordFault(password, identity)
}

function nameFault(name: string | null): string | null {
  return name === null || isName(name) ? null : 'A name has 1 to 100 printable characters.'
}

/** Of kept members their names: some of them are codes that open something. */
function toldOf({ kept, ...setup }: Partial<ChargerSetup> & { kept?: KeptMembers }): object {
  return { ...setup, ...(kept && Object.keys(kept).length > 0 ? { kept: Object.keys(kept) } : {}) }
}

function refuse(subject: string, fault: string | null): void {
  if (fault !== null) throw new Problem('invalid_value', fault, { subject })
}
