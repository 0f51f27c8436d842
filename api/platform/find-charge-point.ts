import type { InventoryCharger, InventoryConnector, InventoryEvse } from '#core/chargers/inventory.ts'
import type { EvseSetup } from '#core/chargers/provisioning.ts'
import type { Uses } from '#core/context.ts'
import { notFound } from './errors.ts'

type Used = Uses<'inventory' | 'now'>

const one = { from: null, skip: 0, limit: 1 }

/** The charger of this number; those of other tenants do not exist here. */
export async function findChargePoint(ctx: Used, id: number): Promise<InventoryCharger> {
  const [found] = await ctx.inventory.chargers({ id }, one, ctx.now())
  if (!found) throw notFound('ChargePoint', id)
  return found
}

/** The EVSE of this number, of the charger that the address names if it names one. */
export async function findEvse(ctx: Used, place: { evse: number; chargePoint?: number }): Promise<InventoryEvse> {
  const { evse: id, chargePoint } = place
  const chargerIds = chargePoint === undefined ? null : [chargePoint]
  const [found] = await ctx.inventory.evses({ id, chargerIds }, one)
  if (!found) throw notFound('Evse', id)
  return found
}

export async function findConnector(
  ctx: Used,
  place: { evse: number; chargePoint: number; connector: number },
): Promise<{ evse: EvseSetup; connector: InventoryConnector }> {
  const evse = await findEvse(ctx, place)
  const connector = evse.connectors.find(({ id }) => id === place.connector)
  if (!connector) throw notFound('Connector', place.connector)
  return { evse, connector }
}

/** The EVSEs of these chargers, by number of the charger. */
export function evsesOf(ctx: Used, chargers: readonly { id: number }[]): Promise<InventoryEvse[]> {
  if (chargers.length === 0) return Promise.resolve([])
  const chargerIds = chargers.map(({ id }) => id)
  return ctx.inventory.evses({ chargerIds }, { from: null, skip: 0, limit: chargers.length * 100 })
}
