import { knownMigrations } from '#storage/migrate.ts'
import { bad, type DatabaseCheck, info, ok } from '../finding.ts'

export const migrations: DatabaseCheck = {
  name: 'schema',
  async look(owner) {
    const { rows: made } = await owner.query(`select from pg_class where oid = to_regclass('public.schema_migration')`)
    if (made.length === 0) return [info('The database is empty.', 'The first start, or "voltyard migrate", fills it.')]

    const { rows } = await owner.query<{ name: string; checksum: string }>(
      'select name, checksum from schema_migration',
    )
    const known = await knownMigrations()
    const strange = rows.filter((row) => !known.some(({ name }) => name === row.name))
    if (strange.length > 0) {
      const todo = 'Run that version of Voltyard, or restore a backup from before it.'
      return [bad(`The database was migrated by a newer version (${strange[0]!.name}).`, todo)]
    }
    const changed = known.find(({ name, checksum }) =>
      rows.some((row) => row.name === name && row.checksum !== checksum),
    )
    if (changed) {
      const todo = 'Run the version that migrated it, or one that was released after it.'
      return [bad(`The migration ${changed.name} is not the one that ran on this database.`, todo)]
    }
    const missing = known.filter(({ name }) => !rows.some((row) => row.name === name))
    if (missing.length === 0) return [ok('The database is up to date.')]
    const names = missing.map(({ name }) => name).join(', ')
    return [info(`The database lacks ${names}.`, 'Take a backup; the next start brings it up to date.')]
  },
}
