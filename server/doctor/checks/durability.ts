import { bad, type DatabaseCheck, ok } from '../finding.ts'

export const durability: DatabaseCheck = {
  name: 'durability',
  async look(owner) {
    const { rows } = await owner.query<{ name: string; setting: string }>(
      `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') order by name`,
    )
    const off = rows.filter(({ setting }) => setting === 'off').map(({ name }) => name)
    if (off.length === 0) return [ok('What the database has confirmed survives a power cut.')]
    return [
      bad(
        `${off.join(', ')} ${off.length === 1 ? 'is' : 'are'} off: a power cut can lose what chargers were told is stored.`,
        `Set ${off.length === 1 ? 'it' : 'them'} to on in postgresql.conf.`,
      ),
    ]
  },
}
