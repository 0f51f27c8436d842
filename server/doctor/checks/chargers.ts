import { type DatabaseCheck, info, ok, warn } from '../finding.ts'

export const chargers: DatabaseCheck = {
  name: 'chargers',
  async look(owner) {
    const { rows } = await owner.query<Row>(
      `select t.slug || '/' || c.identity as name, s.charger_id is null as never,
              coalesce(not s.connected and s.connection_changed_at < now() - interval '24 hours', false) as offline,
              coalesce(abs((s.clock ->> 'skewMs')::float8) > 300000, false) as clock,
              (select count(*) from fact f where f.tenant_id = c.tenant_id and f.kind = 'charger.taken-over'
                  and f.subject_id = c.id and f.at > now() - interval '1 hour') >= 5 as clash,
              coalesce(s.connected, false) as connected
         from charger c join tenant t on t.id = c.tenant_id left join charger_state s on s.charger_id = c.id
        where c.removed_at is null order by 1`,
    )
    if (rows.length === 0) return [info('There are no chargers yet.', 'Add one with "voltyard charger add ID".')]
    const connected = rows.filter((row) => row.connected).length
    const found = [ok(`${connected} of ${rows.length} chargers are connected.`)]
    for (const { which, says, todo } of complaints) {
      const names = rows.filter((row) => row[which]).map(({ name }) => name)
      if (names.length > 0) found.push(warn(`${says}: ${shown(names)}.`, todo))
    }
    return found
  },
}

type Row = { name: string; connected: boolean } & Record<(typeof complaints)[number]['which'], boolean>

const complaints = [
  {
    which: 'never',
    says: 'Never connected',
    todo: 'Check the address, the identity and the password in the charger; the log of the server tells of refusals.',
  },
  {
    which: 'offline',
    says: 'Not connected for more than a day',
    todo: 'Check their power and network, or remove them.',
  },
  {
    which: 'clock',
    says: 'Clock off by more than five minutes',
    todo: 'Check time zone and time server of the charger: its records carry its times.',
  },
  {
    which: 'clash',
    says: 'Connections replaced each other again and again in the last hour',
    todo: 'Two chargers probably use the same identity: give each its own.',
  },
] as const

function shown(names: string[]): string {
  const more = names.length - 10
  return more > 0 ? `${names.slice(0, 10).join(', ')} and ${more} more` : names.join(', ')
}
