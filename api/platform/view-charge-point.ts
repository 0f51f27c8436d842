import type { InventoryCharger, InventoryEvse } from '#core/chargers/inventory.ts'
import type { RunningSession } from '#core/steering/steering-store.ts'
import { chargePointFields } from './charge-point-fields.ts'
import { withFallbacks } from './fields.ts'
import { momentText } from './read-moment.ts'
import { viewEvse } from './view-evse.ts'
import { hardwareStatusOf, vendorErrorCodeOf } from './view-hardware-status.ts'
import { networkStatusOf } from './view-network-status.ts'

/** Without `sessions` no EVSE is shown. */
type Included = {
  now: Temporal.Instant
  include: readonly string[]
  evses: readonly InventoryEvse[]
  sessions?: readonly RunningSession[]
}

export function viewChargePoint(charger: InventoryCharger, { now, include, evses, sessions = [] }: Included): object {
  const { kept, link, statuses, securityProfile } = charger
  const { network = {}, security = {} } = kept as { network?: object; security?: { desiredProfile?: number } }
  const desired = security.desiredProfile ?? securityProfile
  const spoken = link?.version ? `ocpp ${link.version}` : null
  return withFallbacks(chargePointFields, {
    ...kept,
    id: charger.id,
    name: charger.name,
    network: { protocol: spoken, ...network, id: charger.identity },
    security: {
      desiredProfile: desired,
      currentProfile: securityProfile,
      desiredProfileStatus: desired === securityProfile ? 'applied' : 'pending',
    },
    voltyard: {
      bootPolicy: charger.registration,
      bootIntervalS: charger.bootIntervalSeconds,
      provisioning: charger.provisioning,
      securityProfile,
      protocols: charger.protocols?.map((protocol) => `ocpp${protocol}`) ?? null,
    },
    createdAt: momentText(charger.createdAt),
    networkStatus: networkStatusOf(link, now),
    lastNetworkStatusUpdateAt: link && momentText(link.at),
    hardwareStatus: hardwareStatusOf(statuses),
    vendorErrorCode: vendorErrorCodeOf(statuses),
    lastUpdatedAt: momentText(charger.modifiedAt),
    ...(include.includes('lastBootNotification') ? { lastBootNotification: viewBoot(charger.boot) } : {}),
    ...(include.includes('evses')
      ? {
          evses: evses
            .filter(({ chargerId }) => chargerId === charger.id)
            .map((evse) => viewEvse(evse, ['connectors'], sessions)),
        }
      : {}),
    // There are none of these yet.
    ...Object.fromEntries(
      ['chargingProfile', 'smartCharging', 'location'].filter((one) => include.includes(one)).map((one) => [one, null]),
    ),
  })
}

function viewBoot(boot: InventoryCharger['boot']): object | null {
  if (boot === null) return null
  return {
    model: boot.model,
    vendor: boot.vendor,
    chargePointSerialNumber: boot.serial,
    firmwareVersion: boot.firmware,
    iccid: boot.iccid,
    imsi: boot.imsi,
    meterSerialNumber: boot.meterSerial,
    meterType: boot.meterType,
    lastUpdatedAt: boot.at && momentText(boot.at),
  }
}
