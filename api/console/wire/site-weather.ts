import { type Static, Type } from 'typebox'
import { closed, orNull, Time, Words } from './parts.ts'

const Place = Type.Object(
  {
    latitude: Type.Number({ minimum: -90, maximum: 90 }),
    longitude: Type.Number({ minimum: -180, maximum: 180 }),
  },
  closed,
)

/** GET /sites/{id}/weather: how warm it is outside, as it was told by whoever is believed most; null when nobody knows. */
export const SiteWeather = Type.Object({
  celsius: orNull(Type.Number()),
  source: orNull(Words(['hand', 'service'] as const)),
  reportedAt: orNull(Time),
  /** Null: until another one is told. */
  until: orNull(Time),
  place: orNull(Place),
  /** Whether a weather service is asked for that place. */
  isAutomatic: Type.Boolean(),
  /** Why it tells nothing; null while it does. */
  failing: orNull(Type.Object({ since: Time, error: Type.String() })),
})
export type SiteWeather = Static<typeof SiteWeather>

/** PUT /sites/{id}/weather (operator): by hand; with null it is not said any more. */
export const NewWeather = Type.Object(
  {
    celsius: orNull(Type.Number({ minimum: -60, maximum: 70 })),
    hours: orNull(Type.Number({ exclusiveMinimum: 0, maximum: 8_760 })),
  },
  closed,
)
export type NewWeather = Static<typeof NewWeather>

/** PUT /sites/{id}/weather/service (administrator): a service of somebody else is told where the site is. */
export const WeatherService = Type.Object({ place: orNull(Place), isAutomatic: Type.Boolean() }, closed)
export type WeatherService = Static<typeof WeatherService>
