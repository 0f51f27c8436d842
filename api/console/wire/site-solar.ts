import { type Static, Type } from 'typebox'
import { closed, Time } from './parts.ts'

/** Own solar power that is expected in a span, in the middle of what may be. */
export const SolarBlock = Type.Object(
  { from: Time, to: Time, powerW: Type.Number({ minimum: 0, maximum: 1_000_000_000 }) },
  closed,
)

/** GET /sites/{id}/solar?from&to; PUT /sites/{id}/solar (operator) replaces what is in the span that they cover. */
export const SolarForecast = Type.Object({ items: Type.Array(SolarBlock, { maxItems: 5_000 }) }, closed)
export type SolarForecast = Static<typeof SolarForecast>
