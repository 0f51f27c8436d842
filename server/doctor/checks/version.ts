import { bad, type DatabaseCheck, ok } from '../finding.ts'

export const databaseVersion: DatabaseCheck = {
  name: 'database version',
  async look(owner) {
    const { rows } = await owner.query<{ version: string; number: number }>(
      `select current_setting('server_version') as version, current_setting('server_version_num')::int as number`,
    )
    const { version, number } = rows[0]!
    if (number < 150_000) return [bad(`PostgreSQL ${version} is too old.`, 'Upgrade it to 15 or newer.')]
    return [ok(`PostgreSQL ${version}.`)]
  },
}
