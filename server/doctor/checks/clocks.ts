import { bad, type DatabaseCheck, ok, warn } from '../finding.ts'

export const clocks: DatabaseCheck = {
  name: 'clock',
  async look(owner) {
    const before = Date.now()
    const { rows } = await owner.query<{ at: Temporal.Instant }>('select clock_timestamp() as at')
    const between = (before + Date.now()) / 2
    const skewSeconds = Math.abs(rows[0]!.at.epochMilliseconds - between) / 1_000
    if (skewSeconds < 2) return [ok('The clocks of this machine and of the database agree.')]
    const says = `The clocks of this machine and of the database differ by ${Math.round(skewSeconds)} s.`
    const todo = 'Let both machines take their time from the network (NTP).'
    return [skewSeconds > 30 ? bad(says, todo) : warn(says, todo)]
  },
}
