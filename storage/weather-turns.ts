import type { PipelinedConnection } from './pipelined-connection.ts'

/** A place that this node asks for now. */
export type WeatherTurn = {
  /** To a hundredth of a degree, about a kilometre: nobody needs to be told more. Decimal text. */
  latitude: string
  longitude: string
  /** Whose turn it was. What is heard is for all that are there. */
  sites: { tenant: number; siteId: number }[]
  /** How often it has failed in a row so far. */
  failures: number
}

type Heard = { celsius: number; measuredAt: Temporal.Instant; until: Temporal.Instant }

/**
 * Claims places at which a site's turn has come, of whichever tenant. Another node does not get them for two minutes; if
 * nothing has become of them by then, whoever comes first goes on.
 */
export async function claimWeather(reader: PipelinedConnection, mostPlaces: number): Promise<WeatherTurn[]> {
  const { rows } = await reader.query<ClaimedRow>(claim, [mostPlaces])
  const byPlace = Map.groupBy(rows, ({ latitude, longitude }) => `${latitude} ${longitude}`)
  return [...byPlace.values()].map((sites) => ({
    latitude: sites[0]!.latitude,
    longitude: sites[0]!.longitude,
    sites: sites.map(({ tenant_id, location_id }) => ({ tenant: tenant_id, siteId: location_id })),
    failures: Math.max(...sites.map(({ failures }) => failures)),
  }))
}

/** What the service said, for all sites that are at the place and want it by now. They are asked for together next. */
export async function keepWeather(
  reader: PipelinedConnection,
  { latitude, longitude }: WeatherTurn,
  { celsius, measuredAt, until }: Heard,
  nextSeconds: number,
): Promise<void> {
  const values = [latitude, longitude, nextSeconds, celsius, measuredAt.toString(), until.toString()]
  await reader.query(keep, values)
}

/** It could not be asked: what it said before holds until its time is over. */
export async function keepWeatherFailure(
  reader: PipelinedConnection,
  { latitude, longitude }: WeatherTurn,
  error: string,
  nextSeconds: number,
): Promise<void> {
  await reader.query(fail, [latitude, longitude, nextSeconds, error])
}

type ClaimedRow = { tenant_id: number; location_id: number; latitude: string; longitude: string; failures: number }

const rounded = '(round(l.latitude::numeric, 2), round(l.longitude::numeric, 2))'

const claim = {
  name: 'claim_weather',
  text: `with due (latitude, longitude) as (
      select round(l.latitude::numeric, 2), round(l.longitude::numeric, 2)
        from site_weather w join location l on l.tenant_id = w.tenant_id and l.id = w.location_id
       where w.is_automatic and w.next_at <= server_time() and l.removed_at is null
       group by 1, 2 order by min(w.next_at) limit $1
    )
    update site_weather w set next_at = server_time() + interval '2 minutes'
      from location l join due on ${rounded} = (due.latitude, due.longitude)
     where l.tenant_id = w.tenant_id and l.id = w.location_id and l.removed_at is null
       and w.is_automatic and w.next_at <= server_time()
    returning w.tenant_id, w.location_id, due.latitude::text, due.longitude::text, w.failures`,
}

const there = `from location l
   where l.tenant_id = w.tenant_id and l.id = w.location_id and l.removed_at is null
     and w.is_automatic and ${rounded} = ($1::numeric, $2::numeric)`

const keep = {
  name: 'keep_weather',
  text: `update site_weather w set celsius = $4, measured_at = $5, valid_until = $6, failures = 0, failing_since = null,
           error = null, next_at = server_time() + $3 * interval '1 second'
         ${there}`,
}

const fail = {
  name: 'keep_weather_failure',
  text: `update site_weather w set failures = w.failures + 1, failing_since = coalesce(w.failing_since, server_time()),
           error = $4, next_at = server_time() + $3 * interval '1 second'
         ${there}`,
}
