import type { HashSecret } from '../access/credentials.ts'
import { identityFault, makePassword } from '../chargers/add-charger.ts'
import type { Charger } from '../chargers/charger.ts'
import type { Actor, Transaction, Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import type { UnknownCharger } from './unknown-charger.ts'

/** How an unknown charger is let in. */
export type Welcome =
  /** With a password that is made now, and has to be put into the charger. */
  | 'new-password'
  /** With the one that it shows when it comes next, within ten minutes: whoever comes first under its name is it. */
  | 'first-password'
  /** Without one (security profile 0): for networks of one's own only. */
  | 'no-password'

type Used = Uses<'now' | 'settings' | 'transaction'> & { actor: Actor; hashSecret: HashSecret }

/**
 * Takes in a charger that tried to connect. With `first-password` nothing is made yet: it is known from the moment when
 * it comes and shows a password, and stays unknown when it does not.
 */
export async function acceptUnknown(
  ctx: Used,
  { id, welcome, evses = 1 }: { id: number; welcome: Welcome; evses?: number },
): Promise<{ identity: string; charger: Charger | null; password: string | null; until: Temporal.Instant | null }> {
  const until = ctx.now().add({ seconds: Math.round(welcomeSeconds * ctx.settings.clockRate) })
  const password = welcome === 'new-password' ? makePassword() : null
  return ctx.transaction(async (tx) => {
    const { identity } = await found(tx, id)
    const fault = identityFault(identity)
    if (fault !== null) throw new Problem('invalid_value', fault, { subject: 'identity' })
    if (welcome === 'first-password') {
      await tx.unknownChargers.welcome(id, until, ctx.actor.name)
      await tx.audit('unknown-charger.welcomed', identity, { until: until.toString() })
      return { identity, charger: null, password: null, until }
    }
    const charger = await tx.chargers.add({
      identity,
      name: null,
      passwordHash: password === null ? null : ctx.hashSecret(password),
      securityProfile: password === null ? 0 : 1,
      evses,
    })
    if (!charger) {
      throw new Problem('charger_exists', `There is a charger '${identity}' already.`, { subject: 'identity' })
    }
    await tx.unknownChargers.remove(id)
    await tx.audit('charger.added', identity, { welcome, evses })
    return { identity, charger, password, until: null }
  })
}

/** Forgets it; it is back when it tries again. */
export async function dismissUnknown(ctx: Uses<'transaction'>, id: number): Promise<void> {
  await ctx.transaction(async (tx) => {
    const { identity } = await found(tx, id)
    await tx.unknownChargers.remove(id)
    await tx.audit('unknown-charger.dismissed', identity)
  })
}

async function found(tx: Transaction, id: number): Promise<UnknownCharger> {
  const unknown = await tx.unknownChargers.find(id)
  if (!unknown) throw new Problem('not_found', `There is no unknown charger ${id}.`, { subject: 'id' })
  return unknown
}

const welcomeSeconds = 600
