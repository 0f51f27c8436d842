import { type Static, Type } from 'typebox'
import { Check } from 'typebox/value'
import { FeedFailed } from '../limit-feed.ts'

export type MeasuredTemperature = { celsius: number; measuredAt: Temporal.Instant }

/** The temperature in an answer of the weather service. What makes no sense is no temperature, and the reason is told. */
export function readWeather(body: string, now: Temporal.Instant): MeasuredTemperature {
  const { current, current_units: units } = parse(body)
  const { temperature_2m: celsius, time } = current
  if (units?.temperature_2m !== undefined && units.temperature_2m !== '°C') {
    throw new FeedFailed('The weather service does not speak of degrees Celsius.')
  }
  if (celsius < lowestC || celsius > highestC) {
    throw new FeedFailed(`The weather service speaks of a temperature beyond ${lowestC} to ${highestC} °C.`)
  }
  if (Math.abs(time * 1000 - now.epochMilliseconds) > mostApartMs) {
    throw new FeedFailed('The weather service speaks of another time.')
  }
  return { celsius, measuredAt: Temporal.Instant.fromEpochMilliseconds(time * 1000) }
}

const lowestC = -90
const highestC = 60
const mostApartMs = 3_600_000

const Answer = Type.Object({
  current: Type.Object({ time: Type.Integer(), temperature_2m: Type.Number() }),
  current_units: Type.Optional(Type.Object({ temperature_2m: Type.Optional(Type.String()) })),
})

function parse(body: string): Static<typeof Answer> {
  let read: unknown
  try {
    read = JSON.parse(body)
  } catch (cause) {
    throw new FeedFailed('The weather service did not answer in JSON.', { cause })
  }
  if (!Check(Answer, read)) throw new FeedFailed('The weather service told no temperature.')
  return read
}
