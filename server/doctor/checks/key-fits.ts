import { bad, type DatabaseCheck, info, ok } from '../finding.ts'

export const keyFits: DatabaseCheck = {
  name: 'sealing key fits',
  async look(owner, { secrets }) {
    const { rows } = await owner.query<{ sealed: Buffer }>(
      'select private_key_sealed as sealed from signing_key where retired_at is null order by created_at limit 1',
    )
    if (rows.length === 0) return [info('Nothing is sealed in the database yet.')]
    if (secrets === null)
      return [bad('Without its sealing key the database is worth little.', 'Put a copy of it in place.')]
    try {
      secrets.unseal(rows[0]!.sealed, 'signing key')
      return [ok('The sealing key is the one of this database.')]
    } catch {
      return [
        bad(
          'The sealing key is not the one of this database.',
          'Put the copy in place that you kept with the database: without it no charger or client can log in.',
        ),
      ]
    }
  },
}
