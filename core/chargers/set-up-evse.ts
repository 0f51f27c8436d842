import type { Transaction, Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { type KeptMembers, mergeKept } from '../kept-members.ts'
import { chargerNotFound } from './change-charger.ts'
import type { EvseSetup } from './provisioning.ts'

type Used = Uses<'transaction' | 'chargerLink'>

/** Describes an EVSE of a charger, by the charger's own number for it; one that the charger spoke of first is that one. */
export async function addEvse(
  ctx: Used,
  chargerId: number,
  { number, kept }: { number: number; kept: KeptMembers },
): Promise<EvseSetup> {
  if (number < 1 || number > 100) {
    throw new Problem('invalid_value', 'An EVSE has a number from 1 to 100.', { subject: 'number' })
  }
  return changed(ctx, chargerId, async (tx, identity) => {
    const added = await tx.evses.add(chargerId, number, kept)
    if (!added) {
      throw new Problem('invalid_value', `The charger has an EVSE ${number} already.`, { subject: 'number' })
    }
    await tx.audit('evse.added', identity, { evse: number })
    return added
  })
}

/** Changes what is said of an EVSE; what is not given stays. */
export async function changeEvse(ctx: Used, evse: EvseSetup, kept: KeptMembers): Promise<void> {
  await changed(ctx, evse.chargerId, async (tx, identity) => {
    const known = await tx.evses.find(evse.id)
    if (!known) throw evseNotFound()
    await tx.evses.change(evse.id, mergeKept(known.kept, kept))
    await tx.audit('evse.changed', identity, { evse: known.number, kept: Object.keys(kept) })
  })
}

/** Takes an EVSE out of the charger's description, with its connectors. Its history stays. */
export async function removeEvse(ctx: Used, evse: EvseSetup): Promise<void> {
  await changed(ctx, evse.chargerId, async (tx, identity) => {
    const known = await tx.evses.find(evse.id)
    if (!known) throw evseNotFound()
    await tx.evses.remove(evse.id)
    await tx.audit('evse.removed', identity, { evse: known.number })
  })
}

/** Whoever holds the charger's state has to hear of it, wherever it is connected. */
export async function changed<T>(
  ctx: Used,
  chargerId: number,
  work: (tx: Transaction, identity: string) => Promise<T>,
): Promise<T> {
  const value = await ctx.transaction(async (tx) => {
    const charger = await tx.chargerSetups.find(chargerId)
    if (!charger) throw chargerNotFound()
    const done = await work(tx, charger.identity)
    await tx.evses.touch(chargerId)
    return done
  })
  await ctx.chargerLink.configurationChanged({ id: chargerId })
  return value
}

export function evseNotFound(): Problem {
  return new Problem('connector_not_found', 'There is no such EVSE.', { subject: 'evse' })
}
