import { type DatabaseCheck, ok, warn } from '../finding.ts'

export const quarantine: DatabaseCheck = {
  name: 'quarantine',
  async look(owner) {
    const { rows } = await owner.query<{ name: string; count: number }>(
      `select t.slug || '/' || c.identity as name, count(*) as count
         from quarantine q join charger c on c.id = q.charger_id join tenant t on t.id = c.tenant_id
        group by 1 order by 2 desc, 1 limit 10`,
    )
    if (rows.length === 0) return [ok('Every message could be understood and stored.')]
    return [
      warn(
        `Messages that could not be understood or stored: ${rows.map(({ name, count }) => `${count} of ${name}`).join(', ')}.`,
        'They are kept in the table quarantine, with the reason. Tell the maker of the charger, or us.',
      ),
    ]
  },
}
