import { type DatabaseCheck, ok, warn } from '../finding.ts'

export const sessions: DatabaseCheck = {
  name: 'sessions',
  async look(owner) {
    const { rows } = await owner.query<{ count: number; oldest: Temporal.Instant | null }>(
      `select count(*) as count, min(last_message_at) as oldest from session
        where state = 'unknown' and last_message_at < now() - interval '24 hours'`,
    )
    const { count, oldest } = rows[0]!
    if (count === 0) return [ok('No session waits for messages that are long overdue.')]
    return [
      warn(
        `${count} sessions have been in doubt for more than a day, the oldest since ${oldest}.`,
        'Their chargers have not told how they ended. They are closed by themselves, see VOLTYARD_GAP_GRACE_HOURS.',
      ),
    ]
  },
}
