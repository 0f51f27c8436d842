import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { type KeptMembers, mergeKept } from '../kept-members.ts'
import type { ConnectorSetup, EvseSetup } from './provisioning.ts'
import { changed, evseNotFound } from './set-up-evse.ts'

type Used = Uses<'transaction' | 'chargerLink'>

/** Describes a connector of an EVSE: the first that nobody has described yet, or one more. */
export async function addConnector(ctx: Used, evse: EvseSetup, kept: KeptMembers): Promise<ConnectorSetup> {
  return changed(ctx, evse.chargerId, async (tx, identity) => {
    const known = await tx.evses.find(evse.id)
    if (!known) throw evseNotFound()
    const added = await tx.evses.addConnector(known, kept)
    await tx.audit('connector.added', identity, { evse: known.number, connector: added.id })
    return added
  })
}

/** Changes what is said of a connector; what is not given stays. */
export async function changeConnector(ctx: Used, evse: EvseSetup, id: number, kept: KeptMembers): Promise<void> {
  await changed(ctx, evse.chargerId, async (tx, identity) => {
    const known = await tx.evses.findConnector(id)
    if (known?.evseId !== evse.id) throw connectorNotFound()
    await tx.evses.changeConnector(id, mergeKept(known.kept, kept))
    await tx.audit('connector.changed', identity, { evse: evse.number, connector: id })
  })
}

/** Takes a connector out of the charger's description. */
export async function removeConnector(ctx: Used, evse: EvseSetup, id: number): Promise<void> {
  await changed(ctx, evse.chargerId, async (tx, identity) => {
    const known = await tx.evses.findConnector(id)
    if (known?.evseId !== evse.id) throw connectorNotFound()
    await tx.evses.removeConnector(id)
    await tx.audit('connector.removed', identity, { evse: evse.number, connector: id })
  })
}

export function connectorNotFound(): Problem {
  return new Problem('connector_not_found', 'There is no such connector.', { subject: 'connector' })
}
