import type { NewChargingRequest } from '../circuits/charging-request.ts'
import type { Transaction } from '../context.ts'
import { needsOfReport, type ReportedNeeds } from './needs-of-report.ts'
import type { AskedForVehicle, VehicleLink, VehicleState, VehicleStay } from './vehicle-link.ts'

type Heard = {
  vehicle: { id: number; link: Pick<VehicleLink, 'preconditions'> }
  heard: VehicleState
  siteId: number | null
  stay: VehicleStay | null
  now: Temporal.Instant
}

/**
 * Makes a charging request of what a vehicle says that it needs, or takes it back, and gives what is asked for it now.
 * A message every ten seconds says mostly the same, or that it has charged a little more: that is written once a minute,
 * so that its age stays true, and the engine looks at it by itself.
 */
export async function askForVehicle(
  tx: Transaction,
  { vehicle, heard, siteId, stay, now }: Heard,
): Promise<AskedForVehicle | null> {
  const before = heard.asked
  const needs = needsOfReport(heard.said, vehicle.link)
  const requestId = `vdv261-${vehicle.id}`
  const isNothing = siteId === null || (needs.needFullWh === null && needs.precondition === null)
  if (before && (isNothing || before.siteId !== siteId)) {
    await tx.siteLimits.withdrawRequest(before.siteId, 'vehicle', requestId)
    tx.vehicleLinks.tellEngine()
  }
  if (isNothing) return null

  const asked = { siteId, sessionId: stay?.sessionId ?? null, ...needs, reportedMs: now.epochMilliseconds }
  const kept = before?.siteId === siteId ? before : null
  const isOther = !kept || mattersMuch(kept, asked)
  if (!isOther && asked.reportedMs - kept.reportedMs < writtenAgainMs) return kept
  await tx.siteLimits.writeRequests([requestOf(asked, { vehicleId: vehicle.id, requestId, stay, now })])
  if (kept?.sessionId !== asked.sessionId) await tx.vehicleLinks.bindOwnRequest(siteId, requestId, asked.sessionId)
  if (isOther) tx.vehicleLinks.tellEngine()
  return asked
}

function requestOf(
  { siteId, needFullWh, precondition }: AskedForVehicle,
  {
    vehicleId,
    requestId,
    stay,
    now,
  }: { vehicleId: number; requestId: string; stay: VehicleStay | null; now: Temporal.Instant },
): NewChargingRequest {
  return {
    ...{ siteId, source: 'vehicle', requestId, vehicleId },
    place: stay && { chargerId: stay.chargerId, evse: stay.evse },
    ...{ arrivesAt: null, departsAt: null, soc: null, minimumSoc: null, targetSoc: null, needMinimumWh: null },
    ...{ needFullWh, klass: null, precondition, confidence: 1, reportedAt: now },
  }
}

type Asked = ReportedNeeds & { sessionId: number | null }

/** Not that it has charged a little more: the engine looks at that by itself. */
function mattersMuch(before: Asked, after: Asked): boolean {
  if (before.sessionId !== after.sessionId || !isSameBlock(before, after)) return true
  const [was, is] = [before.needFullWh, after.needFullWh]
  return was === null || is === null ? was !== is : is > was || was - is > expectedWh
}

function isSameBlock(a: Asked, b: Asked): boolean {
  return a.precondition?.powerW === b.precondition?.powerW && a.precondition?.minutes === b.precondition?.minutes
}

const writtenAgainMs = 60_000
const expectedWh = 5_000
