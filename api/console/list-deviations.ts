import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { Deviations } from './wire/deviations.ts'

const most = 1_000

/** What chargers do differently from the standard and is tolerated, that seen last first. */
export const listDeviations: ConsoleRoute = async (app) => {
  app.get('/deviations', { schema: { response: { 200: Deviations } }, config: { role: 'viewer' } }, async ({ ctx }) => {
    const found = await ctx.deviations.list(most + 1)
    return {
      items: found.slice(0, most).map(({ firstSeenAt, lastSeenAt, ...deviation }) => ({
        ...deviation,
        firstSeenAt: timeText(firstSeenAt),
        lastSeenAt: timeText(lastSeenAt),
      })),
      isWhole: found.length <= most,
    }
  })
}
