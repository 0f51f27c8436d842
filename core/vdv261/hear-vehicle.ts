import { ambientCelsius } from '../circuits/ambient.ts'
import type { ChargingRequest } from '../circuits/charging-request.ts'
import type { Transaction, Uses } from '../context.ts'
import { matchingRequests } from '../departures/matching-requests.ts'
import { askForVehicle } from './ask-for-vehicle.ts'
import { controllerUids } from './controller-uids.ts'
import { departureOf } from './departure-of.ts'
import { foldReport } from './fold-report.ts'
import { hasPower } from './has-power.ts'
import { tellVehicle, type VehicleTold } from './tell-vehicle.ts'
import type { DriveoffMode, VehicleLink, VehicleReport, VehicleStay } from './vehicle-link.ts'

/** A vehicle that has shown who it is. */
export type KnownVehicle = {
  id: number
  publicId: string
  link: VehicleLink
  passwordHash: Buffer
  /** Of its charge controller, as it said before. */
  controllerId: string | null
}

/**
 * Takes a message of a vehicle and says what the vehicle is to be told.
 *
 * What it needs becomes a charging request of its own at the site where it stands, or where it is expected. All of it,
 * with what was said before, is in the database: the next message may come to another node.
 */
export async function hearVehicle(
  ctx: Uses<'now' | 'transaction'>,
  vehicle: KnownVehicle,
  report: VehicleReport,
  usual: { driveoff: DriveoffMode },
): Promise<VehicleTold> {
  const now = ctx.now()
  const { id, link } = vehicle
  return ctx.transaction(async (tx) => {
    const uids = controllerUids(report.controllerId ?? (report.seq === 0 ? null : vehicle.controllerId))
    const { state, stay, requests, places } = await tx.vehicleLinks.lookAround(vehicle, uids, now)
    const heard = foldReport(state, report, now)
    const departure = departureOf(requests, { vehicleId: id, stay, now })
    const siteId = stay?.siteId ?? departure?.siteId ?? state?.asked?.siteId ?? null
    if (stay && !stay.isNamed) await bindToStay(tx, requests, { ...stay, vehicleId: id })
    const asked = await askForVehicle(tx, { vehicle, heard, siteId, stay, now })
    await tx.vehicleLinks.keepState(id, { ...heard, asked })
    if (link.synchronisedAt === null) await tx.vehicleLinks.synchronised(id, vehicle.passwordHash, now)

    const place = siteId === null ? null : places.get(siteId)
    return tellVehicle({
      departsAt: departure?.departsAt ?? null,
      now,
      timeZone: place?.timeZone ?? 'UTC',
      driveoff: link.driveoff ?? usual.driveoff,
      preconditions: link.preconditions,
      hasPower: hasPower(stay),
      said: heard.said,
      climate: link.climate,
      ambientC: ambientCelsius(place?.ambient ?? null, now),
    })
  })
}

/** Its card does not say which vehicle it is, but it has said so itself: what was asked for it is for this session. */
async function bindToStay(
  tx: Transaction,
  requests: readonly ChargingRequest[],
  stay: VehicleStay & { vehicleId: number },
): Promise<void> {
  for (const { id, source, sessionId } of matchingRequests(requests, stay).values()) {
    if (source !== 'vehicle' && sessionId !== stay.sessionId) await tx.siteLimits.bindRequest(id, stay.sessionId)
  }
}
