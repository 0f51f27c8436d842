import { recordMeterValues } from '#core/sessions/record-meter-values.ts'
import { tellCostAt } from '#core/tariffs/tell-cost-at.ts'
import { stampsOf } from '../../connected-charger.ts'
import { readMeterValues } from '../../meter-values.ts'
import { plausiblePlace } from '../../plausible.ts'
import type { Handler } from '../handle.ts'

export const meterValues: Handler<'MeterValues'> = async (ctx, charger, request) => {
  const evse = plausiblePlace('connectorId', request.connectorId)
  // In 1.6 a connector is an EVSE of its own; 0 is the main meter (V-10).
  const connector = evse > 0 ? 1 : null
  const readings = readMeterValues(request.meterValue, { evse, connector, version: '1.6', ...stampsOf(charger) })
  const wireId = request.transactionId ?? null
  await recordMeterValues(ctx, { charger, evse, connector, wireId, readings })
  const at = readings.at(-1)?.reportedAt ?? null
  await tellCostAt(ctx, charger, { evse, wireId, at })
  return {}
}
