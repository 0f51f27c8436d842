import { recordMeterValues } from '#core/sessions/record-meter-values.ts'
import { stampsOf } from '../../connected-charger.ts'
import { readMeterValues } from '../../meter-values.ts'
import { plausiblePlace } from '../../plausible.ts'
import type { Handler } from '../handle.ts'

/** Sent outside transactions only; EVSE 0 is the main meter. */
export const meterValues: Handler<'MeterValues'> = async (ctx, charger, request) => {
  const evse = plausiblePlace('evseId', request.evseId)
  const readings = readMeterValues(request.meterValue, {
    evse,
    connector: null,
    version: '2.x',
    ...stampsOf(charger),
  })
  await recordMeterValues(ctx, { charger, evse, connector: null, wireId: null, readings })
  return {}
}
