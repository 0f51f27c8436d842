import type { NewChargingRequest } from '../circuits/charging-request.ts'
import type { ChargerRef, Uses } from '../context.ts'

/**
 * Keeps what a vehicle has told its charger of its need and departure (ISO 15118) for the site that the charger belongs
 * to, if it belongs to one. It is for this session and no other: its id is the session's.
 */
export async function noteNeeds(
  ctx: Uses<'circuits' | 'now' | 'transaction'>,
  charger: ChargerRef,
  { sessionId, evse, energyWh, departureAt }: ToldNeeds,
): Promise<void> {
  if (energyWh === null && departureAt === null) return
  const siteId = await ctx.circuits.siteOfCharger(charger.id)
  if (siteId === null) return
  const request: NewChargingRequest = {
    ...{ siteId, source: 'iso15118', requestId: String(sessionId), vehicleId: null },
    place: { chargerId: charger.id, evse: evse > 0 ? evse : null },
    arrivesAt: null,
    departsAt: departureAt === null ? null : Temporal.Instant.from(departureAt),
    ...{ soc: null, minimumSoc: null, targetSoc: null, needMinimumWh: null },
    needFullWh: energyWh === null ? null : Math.max(0, Math.round(energyWh)),
    ...{ klass: null, precondition: null, confidence: 1, reportedAt: ctx.now() },
  }
  await ctx.transaction(async (tx) => {
    await tx.siteLimits.writeRequests([request])
    await tx.siteLimits.noteHeard(siteId, 'iso15118')
  })
}

type ToldNeeds = { sessionId: number; evse: number; energyWh: number | null; departureAt: string | null }
