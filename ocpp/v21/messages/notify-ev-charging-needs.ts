import { type NeedsAnswer, takeNeeds } from '#core/smart-charging/take-needs.ts'
import { plausiblePlace } from '../../plausible.ts'
import { needsFrom } from '../../v201/charging-needs.ts'
import type { Handler } from '../handle.ts'
import type { Messages } from '../messages.ts'

/** As in 2.0.1, with the time at which the vehicle said it, and a word for "nothing limits you". */
export const notifyEVChargingNeeds: Handler<'NotifyEVChargingNeeds'> = async (ctx, charger, request) => {
  const evse = plausiblePlace('evseId', request.evseId)
  const needs = needsFrom(request, charger.timeOf)
  const at = charger.timeOf(request.timestamp)
  return { status: statuses[await takeNeeds(ctx, charger, { evse, needs, at })] }
}

const statuses: Record<NeedsAnswer, Messages['NotifyEVChargingNeeds']['response']['status']> = {
  accepted: 'Accepted',
  rejected: 'Rejected',
  'no-profile': 'NoChargingProfile',
}
