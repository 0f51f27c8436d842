import { takeLimitCleared } from '#core/smart-charging/limits-from-outside.ts'
import { plausibleName, plausiblePlace } from '../../plausible.ts'
import type { Handler } from '../handle.ts'

export const clearedChargingLimit: Handler<'ClearedChargingLimit'> = async (ctx, charger, request) => {
  const { chargingLimitSource, evseId } = request
  await takeLimitCleared(ctx, charger, {
    source: plausibleName('chargingLimitSource', chargingLimitSource),
    evse: evseId === undefined ? null : plausiblePlace('evseId', evseId),
  })
  return {}
}
