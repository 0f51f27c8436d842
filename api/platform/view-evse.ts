import type { InventoryConnector, InventoryEvse } from '#core/chargers/inventory.ts'
import type { Uses } from '#core/context.ts'
import type { RunningSession } from '#core/steering/steering-store.ts'
import { connectorFields, evseFields } from './evse-fields.ts'
import { withFallbacks } from './fields.ts'
import { momentText } from './read-moment.ts'
import { evseHardwareStatusOf } from './view-hardware-status.ts'
import { sessionsOn, viewSessionOn } from './view-session.ts'

export async function viewOneEvse(
  ctx: Uses<'steering'>,
  evse: InventoryEvse,
  include: readonly string[] = [],
): Promise<object> {
  return viewEvse(evse, include, await sessionsOn(ctx, [evse]))
}

export function viewEvse(evse: InventoryEvse, include: readonly string[], sessions: readonly RunningSession[]): object {
  const { externalAppData = null, ...kept } = evse.kept
  return withFallbacks(evseFields, {
    // What a charger spoke of first has no printed reference yet: it goes by its number.
    physicalReference: String(evse.number),
    ...kept,
    id: evse.id,
    chargePointId: evse.chargerId,
    networkId: String(evse.number),
    hardwareStatus: evseHardwareStatusOf(evse.statuses),
    createdAt: momentText(evse.createdAt),
    lastUpdatedAt: momentText(evse.modifiedAt),
    voltyard: { session: viewSessionOn(evse, sessions) },
    ...(include.includes('connectors') ? { connectors: evse.connectors.map(viewConnector) } : {}),
    ...(include.includes('chargingProfile') ? { chargingProfile: null } : {}),
    ...(include.includes('externalAppData') ? { externalAppData } : {}),
  })
}

export function viewConnector({ id, ocpp, kept }: InventoryConnector): object {
  return withFallbacks(connectorFields, { ...kept, id, networkId: String(ocpp) })
}
