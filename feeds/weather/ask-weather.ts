import { type AskOutside, FeedFailed } from '../limit-feed.ts'
import { type MeasuredTemperature, readWeather } from './read-weather.ts'

/** A service with the interface of Open-Meteo. */
export type WeatherService = {
  /** Without a slash at its end. */
  url: string
  /** For those who pay for it; null: for everybody. */
  key: string | null
}

/** Asks how warm it is at a place right now. Fails with the reason, in which is neither the address nor the key. */
export async function askWeather(
  { url, key }: WeatherService,
  place: { latitude: string; longitude: string },
  { ask, now }: { ask: AskOutside; now: () => Temporal.Instant },
): Promise<MeasuredTemperature> {
  const query = new URLSearchParams({
    ...{ latitude: place.latitude, longitude: place.longitude },
    ...{ current: 'temperature_2m', temperature_unit: 'celsius', timeformat: 'unixtime' },
    ...(key === null ? {} : { apikey: key }),
  })
  const request = { method: 'GET' as const, headers: { accept: 'application/json', 'user-agent': 'voltyard' } }
  const answer = await ask(`${url}/v1/forecast?${query}`, request).catch((cause: Error) => {
    throw new FeedFailed(cause.message, { cause })
  })
  if (answer.status === 429) throw new FeedFailed('The weather service was asked too often.')
  if (answer.status !== 200) throw new FeedFailed(`The weather service answered with ${answer.status}.`)
  return readWeather(answer.body, now())
}
