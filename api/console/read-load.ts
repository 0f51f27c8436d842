import { readTime } from './read-time.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { Load, LoadQuery } from './wire/chargers.ts'

const mostPoints = 1_500

export const readLoad: ConsoleRoute = async (app, { world }) => {
  app.get(
    '/load',
    { schema: { querystring: LoadQuery, response: { 200: Load } }, config: { role: 'viewer' } },
    async ({ ctx, person, query }) => {
      const now = ctx.now()
      const to = readTime('to', query.to) ?? now
      const from = readTime('from', query.from) ?? to.subtract({ hours: 24 })
      const samples = await ctx.load.list(from, to, mostPoints - 1)
      const isUntilNow = Temporal.Instant.compare(to, now) >= 0 && Temporal.Instant.compare(from, now) < 0
      if (isUntilNow) samples.push((await world.boards.of(person.account.tenant)).totals())
      return { points: samples.map((sample) => ({ ...sample, at: timeText(sample.at) })) }
    },
  )
}
