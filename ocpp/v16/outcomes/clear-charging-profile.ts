import { takeCleared } from '#core/smart-charging/clear-profiles.ts'
import { purposeFromWire } from '../charging-profile.ts'
import type { Outcome } from '../outcome.ts'

/** Accepted or Unknown: it has none of these now (K-10). */
export const clearChargingProfile: Outcome<'ClearChargingProfile'> = async (ctx, charger, about) => {
  const { command, request, response } = about
  if (response === null) return
  const { id = null, connectorId: evse = null, chargingProfilePurpose, stackLevel = null } = request
  const purpose = chargingProfilePurpose === undefined ? null : purposeFromWire[chargingProfilePurpose]
  await takeCleared(ctx, charger, { command, cleared: { id, evse, purpose, stackLevel } })
}
