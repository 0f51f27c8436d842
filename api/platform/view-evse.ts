import type { InventoryConnector, InventoryEvse } from '#core/chargers/inventory.ts'
import { connectorFields, evseFields } from './evse-fields.ts'
import { withFallbacks } from './fields.ts'
import { momentText } from './read-moment.ts'
import { evseHardwareStatusOf } from './view-hardware-status.ts'

export function viewEvse(evse: InventoryEvse, include: readonly string[]): object {
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
    ...(include.includes('connectors') ? { connectors: evse.connectors.map(viewConnector) } : {}),
    ...(include.includes('chargingProfile') ? { chargingProfile: null } : {}),
    ...(include.includes('externalAppData') ? { externalAppData } : {}),
  })
}

export function viewConnector({ id, ocpp, kept }: InventoryConnector): object {
  return withFallbacks(connectorFields, { ...kept, id, networkId: String(ocpp) })
}
