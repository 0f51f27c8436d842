import { takeCleared } from '#core/smart-charging/clear-profiles.ts'
import { purposeFromWire } from '../charging-profile.ts'
import type { Outcome } from '../outcome.ts'

/** Accepted or Unknown: it has none of these now (K-10). */
export const clearChargingProfile: Outcome<'ClearChargingProfile'> = async (ctx, charger, about) => {
  const { command, request, response } = about
  if (response === null) return
  const { chargingProfileId: id = null, chargingProfileCriteria: criteria = {} } = request
  const { evseId: evse = null, chargingProfilePurpose, stackLevel = null } = criteria
  const purpose = chargingProfilePurpose === undefined ? null : (purposeFromWire[chargingProfilePurpose] ?? null)
  await takeCleared(ctx, charger, { command, cleared: { id, evse, purpose, stackLevel } })
}
