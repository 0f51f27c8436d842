import { ambientAt } from '../circuits/ambient.ts'
import type { ChargingRequest } from '../circuits/charging-request.ts'
import type { Transaction, Uses } from '../context.ts'
import { matchingRequests } from '../departures/matching-requests.ts'
import { askForVehicle } from './ask-for-vehicle.ts'
import { controllerUids } from './controller-uids.ts'
import { departureOf } from './departure-of.ts'
import { foldReport } from './fold-report.ts'
import { hasPower } from './has-power.ts'
import { tellVehicle, type VehicleTold } from './tell-vehicle.ts'
import type {
  DriveoffMode,
  VehicleLink,
  VehicleReport,
  VehicleState,
  VehicleStay,
  VehicleSurroundings,
} from './vehicle-link.ts'

/** A vehicle that has shown who it is. */
export type KnownVehicle = {
  id: number
  publicId: string
  link: VehicleLink
  passwordHash: Buffer
  /** Of its charge controller, as it said before. */
  controllerId: string | null
}

/** A message of a vehicle. */
export type VehicleMessage = { vehicle: KnownVehicle; report: VehicleReport }

/**
 * Takes messages, each of another vehicle of one tenant, and says what each vehicle is to be told.
 *
 * What it needs becomes a charging request of its own at the site where it stands, or where it is expected. All of it,
 * with what was said before, is in the database: the next message may come to another node. A message that says nothing
 * new is written down every half a minute only, so a silence may count up to that much earlier.
 */
export async function hearVehicles(
  ctx: Uses<'now' | 'transaction'>,
  messages: readonly VehicleMessage[],
  usual: { driveoff: DriveoffMode },
): Promise<VehicleTold[]> {
  const now = ctx.now()
  return ctx.transaction(async (tx) => {
    const asking = messages.map(({ vehicle: { id, publicId, controllerId }, report }) => {
      return { id, publicId, uids: controllerUids(report.controllerId ?? (report.seq === 0 ? null : controllerId)) }
    })
    const around = await tx.vehicleLinks.lookAround(asking, now)
    const answers: VehicleTold[] = []
    const states: { vehicleId: number; state: VehicleState }[] = []
    for (const [at, message] of messages.entries()) {
      const { state, told } = await hear(tx, { ...message, around: around[at]!, usual, now })
      if (isWorthKeeping(around[at]!.state, state)) states.push({ vehicleId: message.vehicle.id, state })
      answers.push(told)
    }
    await tx.vehicleLinks.keepStates(states)
    return answers
  })
}

type Hearing = VehicleMessage & {
  around: VehicleSurroundings
  usual: { driveoff: DriveoffMode }
  now: Temporal.Instant
}

async function hear(
  tx: Transaction,
  { vehicle, report, around, usual, now }: Hearing,
): Promise<{ state: VehicleState; told: VehicleTold }> {
  const { id, link } = vehicle
  const { state, stay, requests, places } = around
  const heard = foldReport(state, report, now)
  const departure = departureOf(requests, { vehicleId: id, stay, now })
  const siteId = stay?.siteId ?? departure?.siteId ?? state?.asked?.siteId ?? null
  if (stay && !stay.isNamed) await bindToStay(tx, requests, { ...stay, vehicleId: id })
  const asked = await askForVehicle(tx, { vehicle, heard, siteId, stay, now })
  if (link.synchronisedAt === null) await tx.vehicleLinks.synchronised(id, vehicle.passwordHash, now)

  const place = siteId === null ? null : places.get(siteId)
  const told = tellVehicle({
    departsAt: departure?.departsAt ?? null,
    now,
    timeZone: place?.timeZone ?? 'UTC',
    driveoff: link.driveoff ?? usual.driveoff,
    preconditions: link.preconditions,
    hasPower: hasPower(stay),
    said: heard.said,
    climate: link.climate,
    ambientC: ambientAt(place?.ambients ?? [], now)?.celsius ?? null,
  })
  return { state: { ...heard, asked }, told }
}

function isWorthKeeping(known: VehicleState | null, heard: VehicleState): boolean {
  if (known === null || heard.heardAt.since(known.heardAt).total('seconds') >= keptAgainSeconds) return true
  return worthOf(known) !== worthOf(heard)
}

function worthOf({ controllerId, said, others, asked }: VehicleState): string {
  return JSON.stringify([controllerId, said, others, asked])
}

const keptAgainSeconds = 30

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
