import type { Transaction, Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { refuseExceeding } from './check-commissioning.ts'
import { refuseFaultySite } from './check-site.ts'
import type { NewSite, SiteChange } from './circuit-store.ts'
import type { Site } from './site.ts'

/** Adds a site. It is not live: nothing of it is steered until `goLive`. */
export async function addSite(ctx: Uses<'transaction'>, site: NewSite): Promise<Site> {
  refuseFaultySite(site)
  return ctx.transaction(async (tx) => {
    const added = await tx.circuits.addSite(site)
    if (!added) throw new Problem('conflict', 'Another site has this id.', { subject: 'publicId' })
    await tx.audit('site.added', added.name, { site: added.id, timeZone: added.timeZone })
    return added
  })
}

/** Changes what is given; settings as well, one by one. Whether it is live is changed by `goLive` and `takeOutOfService`. */
export async function changeSite(
  ctx: Uses<'transaction'>,
  id: number,
  change: Omit<SiteChange, 'isLive'>,
): Promise<Site> {
  refuseFaultySite(change)
  return ctx.transaction(async (tx) => {
    await lockedSite(tx, id)
    const changed = await tx.circuits.changeSite(id, change)
    await tx.audit('site.changed', changed!.name, { site: id, changed: change })
    return changed!
  })
}

/** Refused while circuits belong to it. */
export async function removeSite(ctx: Uses<'transaction'>, id: number): Promise<void> {
  await ctx.transaction(async (tx) => {
    const site = await lockedSite(tx, id)
    const { circuits } = await tx.circuits.topology(id)
    if (circuits.length > 0) throw new Problem('conflict', 'The site still has circuits: remove them first.')
    await tx.circuits.removeSite(id)
    await tx.audit('site.removed', site.name, { site: id })
  })
}

/** From now on the engine steers the site. Refused while the commissioning rule does not hold (smart-charging 8). */
export async function goLive(ctx: Uses<'transaction'>, id: number): Promise<Site> {
  return setLive(ctx, id, true)
}

/** The engine leaves the site alone: its chargers fall back when their grants have run out. */
export async function takeOutOfService(ctx: Uses<'transaction'>, id: number): Promise<Site> {
  return setLive(ctx, id, false)
}

/** The site, locked against other changes of its topology until the transaction ends. */
export async function lockedSite(tx: Pick<Transaction, 'circuits'>, id: number): Promise<Site> {
  const site = await tx.circuits.lockSite(id)
  if (!site) throw new Problem('not_found', `There is no site ${id}.`, { subject: 'site' })
  return site
}

function setLive(ctx: Uses<'transaction'>, id: number, isLive: boolean): Promise<Site> {
  return ctx.transaction(async (tx) => {
    const site = await lockedSite(tx, id)
    if (site.isLive === isLive) return site
    if (isLive) refuseExceeding(await tx.circuits.topology(id))
    const changed = await tx.circuits.changeSite(id, { isLive })
    await tx.audit(isLive ? 'site.live' : 'site.out-of-service', site.name, { site: id })
    return changed!
  })
}
