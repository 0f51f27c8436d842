import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'

/** Clears an alarm by hand. The engine raises it anew while its cause lasts. */
export async function clearAlarm(ctx: Uses<'steering' | 'transaction'>, id: number): Promise<void> {
  const alarm = await ctx.steering.alarm(id)
  if (!alarm) throw new Problem('not_found', 'There is no such alarm.', { subject: 'alarm' })
  await ctx.transaction(async (tx) => {
    const { siteId, kind, subject } = alarm
    if (alarm.clearedAt || !(await tx.steering.clearAlarm(siteId, kind, subject))) return
    await tx.audit('site-alarm.cleared', subject, { alarm: id, site: siteId, kind })
  })
}
