import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'

/** A weather service of somebody else: what it says is what the test puts into it. */
export type WeatherOfOthers = {
  /** With a path, as behind a proxy. */
  url: string
  celsius: number
  /** Answers given from now on instead of the right ones. */
  wrong: { status: number; body: string } | null
  /** While true, connections are cut. */
  isDown: boolean
  /** What it was asked. */
  asked: URLSearchParams[]
  /** From now on answers wait for the call of what this gives back. */
  hold(): () => void
}

export async function startWeatherService(t: TestContext, now: () => Temporal.Instant): Promise<WeatherOfOthers> {
  let held: Promise<void> = Promise.resolve()
  const service: WeatherOfOthers = {
    ...{ url: '', celsius: 0, wrong: null, isDown: false, asked: [] },
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>()
      held = promise
      return resolve
    },
  }
  const http = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', service.url)
    if (service.isDown) return void request.socket.destroy()
    if (url.pathname !== '/open/v1/forecast') return void response.writeHead(404).end()
    service.asked.push(url.searchParams)
    await held
    if (service.wrong) return void response.writeHead(service.wrong.status).end(service.wrong.body)
    response.writeHead(200, { 'content-type': 'application/json' }).end(weatherOf(service.celsius, now()))
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    http.closeAllConnections()
    http.close()
  })
  service.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/open`
  return service
}

/** As Open-Meteo answers: of the quarter of an hour that has begun. */
export function weatherOf(celsius: unknown, at: Temporal.Instant, unit = '°C'): string {
  const time = Math.floor(at.epochMilliseconds / 900_000) * 900
  return JSON.stringify({
    ...{ latitude: 48.14, longitude: 11.58, generationtime_ms: 0.03, utc_offset_seconds: 0, timezone: 'GMT' },
    ...{ timezone_abbreviation: 'GMT', elevation: 524 },
    current_units: { time: 'unixtime', interval: 'seconds', temperature_2m: unit },
    current: { time, interval: 900, temperature_2m: celsius },
  })
}
