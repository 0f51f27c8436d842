import { type NeedsAnswer, takeNeeds } from '#core/smart-charging/take-needs.ts'
import { plausiblePlace } from '../../plausible.ts'
import { needsFrom } from '../charging-needs.ts'
import type { Handler } from '../handle.ts'
import type { Messages } from '../messages.ts'

/** K15.FR.03: the profile itself follows as a call of its own. */
export const notifyEVChargingNeeds: Handler<'NotifyEVChargingNeeds'> = async (ctx, charger, request) => {
  const evse = plausiblePlace('evseId', request.evseId)
  const needs = needsFrom(request, charger.timeOf)
  return { status: statuses[await takeNeeds(ctx, charger, { evse, needs, at: null })] }
}

// 2.0.1 has no word for "nothing limits you"; accepted would promise a profile.
const statuses: Record<NeedsAnswer, Messages['NotifyEVChargingNeeds']['response']['status']> = {
  accepted: 'Accepted',
  rejected: 'Rejected',
  'no-profile': 'Rejected',
}
