import type pg from 'pg'

export type StoredSetting = { value: unknown; modifiedAt: Temporal.Instant; modifiedBy: string }

/** The settings that an administrator stored for the whole installation, by their names. */
export async function readStoredSettings(owner: pg.Client): Promise<Map<string, StoredSetting>> {
  const { rows } = await owner.query<{ name: string; value: unknown; at: Temporal.Instant; by: string }>(
    'select name, value, modified_at as at, modified_by as by from setting',
  )
  return new Map(rows.map(({ name, value, at, by }) => [name, { value, modifiedAt: at, modifiedBy: by }]))
}

/** Stores settings together; null takes one away, so that its default is in force again. */
export async function writeStoredSettings(owner: pg.Client, change: Map<string, unknown>, by: string): Promise<void> {
  await owner.query(
    `with given as (select name, value::jsonb from unnest($1::text[], $2::text[]) as g(name, value)),
          gone as (delete from setting where name in (select name from given where value is null))
     insert into setting (name, value, modified_by) select name, value, $3 from given where value is not null
     on conflict (name) do update
        set value = excluded.value, modified_by = excluded.modified_by, modified_at = excluded.modified_at`,
    [[...change.keys()], [...change.values()].map((value) => (value === null ? null : JSON.stringify(value))), by],
  )
}
