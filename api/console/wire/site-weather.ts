import { type Static, Type } from 'typebox'
import { closed, orNull, Time } from './parts.ts'

/** GET /sites/{id}/weather: how warm it is outside, as it was told last; null when nobody knows. */
export const SiteWeather = Type.Object({
  celsius: orNull(Type.Number()),
  reportedAt: orNull(Time),
  /** Null: until another one is told. */
  until: orNull(Time),
})
export type SiteWeather = Static<typeof SiteWeather>

/** PUT /sites/{id}/weather (operator): with null nobody knows any more. */
export const NewWeather = Type.Object(
  {
    celsius: orNull(Type.Number({ minimum: -60, maximum: 70 })),
    hours: orNull(Type.Number({ exclusiveMinimum: 0, maximum: 8_760 })),
  },
  closed,
)
export type NewWeather = Static<typeof NewWeather>
