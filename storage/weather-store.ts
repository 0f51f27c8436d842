import { type Kysely, type Transaction as KyselyTransaction, type Selectable, sql } from 'kysely'
import type { Ambient } from '#core/circuits/ambient.ts'
import type { CircuitWriter } from '#core/circuits/circuit-store.ts'
import type { SiteWeather } from '#core/circuits/site-weather.ts'
import type { Schema } from './schema.ts'

export type AmbientColumns = Pick<Selectable<Schema['location']>, 'ambient_c' | 'ambient_at' | 'ambient_until'> &
  Pick<Selectable<Schema['site_weather']>, 'celsius' | 'measured_at' | 'valid_until'>

/** What was said by hand goes before what the service says. */
export function ambientsFrom(row: { [K in keyof AmbientColumns]: AmbientColumns[K] | null }): Ambient[] {
  const { ambient_c, ambient_at, ambient_until, celsius, measured_at, valid_until } = row
  const byHand = ambient_c !== null &&
    ambient_at !== null && { source: 'hand' as const, celsius: ambient_c, reportedAt: ambient_at, until: ambient_until }
  const byService = celsius !== null &&
    measured_at !== null && { source: 'service' as const, celsius, reportedAt: measured_at, until: valid_until }
  return [byHand, byService].filter((one) => one !== false)
}

export async function weatherOf(db: Kysely<Schema>, tenant: number, siteId: number): Promise<SiteWeather> {
  const row = await db
    .selectFrom('location as l')
    .leftJoin('site_weather as w', (join) =>
      join.onRef('w.tenant_id', '=', 'l.tenant_id').onRef('w.location_id', '=', 'l.id'),
    )
    .select(['l.latitude', 'l.longitude', 'l.ambient_c', 'l.ambient_at', 'l.ambient_until'])
    .select(['w.is_automatic', 'w.celsius', 'w.measured_at', 'w.valid_until', 'w.failing_since', 'w.error'])
    .where('l.tenant_id', '=', tenant)
    .where('l.id', '=', siteId)
    .executeTakeFirstOrThrow()
  const { latitude, longitude, is_automatic, failing_since: since, error } = row
  return {
    place: latitude === null || longitude === null ? null : { latitude, longitude },
    isAutomatic: is_automatic ?? false,
    told: ambientsFrom(row),
    failing: since && { since, error: error ?? '' },
  }
}

export async function setAmbient(
  trx: KyselyTransaction<Schema>,
  tenant: number,
  ...[siteId, ambient]: Parameters<CircuitWriter['setAmbient']>
): Promise<void> {
  await trx
    .updateTable('location')
    .set({
      ambient_c: ambient?.celsius ?? null,
      ambient_at: ambient?.reportedAt ?? null,
      ambient_until: ambient?.until ?? null,
    })
    .where('tenant_id', '=', tenant)
    .where('id', '=', siteId)
    .execute()
}

export async function followWeather(
  trx: KyselyTransaction<Schema>,
  tenant: number,
  ...[siteId, { place, isAutomatic, keepsHeard }]: Parameters<CircuitWriter['followWeather']>
): Promise<void> {
  await trx
    .updateTable('location')
    .set({ latitude: place?.latitude ?? null, longitude: place?.longitude ?? null })
    .where('tenant_id', '=', tenant)
    .where('id', '=', siteId)
    .execute()
  const nothing = { celsius: null, measured_at: null, valid_until: null, failing_since: null, error: null }
  const anew = { is_automatic: isAutomatic, failures: 0, ...(keepsHeard ? {} : nothing) }
  await trx
    .insertInto('site_weather')
    .values({ tenant_id: tenant, location_id: siteId, ...anew })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'location_id']).doUpdateSet({ ...anew, next_at: sql`server_time()` }),
    )
    .execute()
}
