import { bad, type DatabaseCheck, ok } from '../finding.ts'

export const roles: DatabaseCheck = {
  name: 'walls',
  async look(owner) {
    const { rows } = await owner.query<{ name: string; above: boolean }>(
      `select rolname as name, rolsuper or rolbypassrls as above from pg_roles
        where rolname in ('voltyard_api', 'voltyard_ingest')`,
    )
    const above = rows.filter((role) => role.above).map(({ name }) => name)
    if (above.length > 0) {
      return [
        bad(
          `${above.join(' and ')} can go around the walls between tenants.`,
          `Run "alter role ${above[0]} nosuperuser nobypassrls" as an administrator of PostgreSQL.`,
        ),
      ]
    }
    if (rows.length < 2) return [bad('The roles that the server works as are missing.', 'Run "voltyard migrate".')]
    return [ok('The roles that the server works as see one tenant at a time.')]
  },
}
