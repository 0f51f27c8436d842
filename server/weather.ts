import { text } from 'node:stream/consumers'
import type { Log } from '#core/context.ts'
import { FeedFailed } from '#feeds/limit-feed.ts'
import { askWeather, type WeatherService } from '#feeds/weather/ask-weather.ts'
import type { Storage } from '#storage/storage.ts'
import { claimWeather, keepWeather, keepWeatherFailure, type WeatherTurn } from '#storage/weather-turns.ts'
import type { FetchOutside } from './egress.ts'
import { every } from './every.ts'

export type Weather = { stop(): Promise<void> }

type World = {
  log: Log
  now: () => Temporal.Instant
  fetchOutside: FetchOutside
  service: WeatherService
  everySeconds?: number
}

/**
 * Asks the weather service for the sites of all tenants that want it: each place every quarter of an hour, by one node.
 * What it says holds for two hours, so that it ends by itself when the service is silent.
 */
export function startWeather(storage: Storage, world: World): Weather {
  const { log } = world
  let isStopped = false
  const look = async (): Promise<void> => {
    let turns: WeatherTurn[]
    do {
      turns = await claimWeather(storage.database.reader, placesAtOnce)
      await Promise.all(turns.map((turn) => take(storage, turn, world)))
    } while (turns.length === placesAtOnce && !isStopped)
  }

  const stopLooking = every(world.everySeconds ?? 10, look, {
    failed: (error) => log.error({ err: error }, 'the weather could not be looked after'),
    firstAfterSeconds: 0,
  })
  return {
    stop() {
      isStopped = true
      return stopLooking()
    },
  }
}

/** Asks for one place, and tells all sites that are there. */
async function take(storage: Storage, turn: WeatherTurn, { log, now, fetchOutside, service }: World): Promise<void> {
  const { reader } = storage.database
  const ask: Parameters<typeof askWeather>[2]['ask'] = async (url, request) => {
    const { status, body } = await fetchOutside(url, { ...request, timeoutMs, mostBytes })
    return { status, body: await text(body) }
  }
  try {
    const { celsius, measuredAt } = await askWeather(service, turn, { ask, now })
    const until = measuredAt.add({ hours: holdsHours })
    await keepWeather(reader, turn, { celsius, measuredAt, until }, pauseSeconds(0))
  } catch (error) {
    if (!(error instanceof FeedFailed)) throw error
    log.warn({ sites: turn.sites, error: error.message }, 'the weather service could not be asked')
    await keepWeatherFailure(reader, turn, error.message, pauseSeconds(turn.failures + 1))
  }
}

/** A quarter of an hour, and after failures in a row from one minute to half an hour; never all places at one moment. */
function pauseSeconds(failures: number): number {
  const whole = failures === 0 ? 900 : Math.min(60 * 2 ** (failures - 1), 1_800)
  return Math.round(whole * (0.9 + 0.2 * Math.random()))
}

const placesAtOnce = 10
const timeoutMs = 5_000
const mostBytes = 64 * 1024
const holdsHours = 2
