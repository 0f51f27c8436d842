import type { Uses } from '../context.ts'
import { type CompositeSchedule, compositeSchedule } from './composite-schedule.ts'
import { limitsFrom, profilesFrom } from './installed-profiles.ts'
import type { RateUnit } from './profile.ts'
import { electricOf } from './profile-to-send.ts'

type Asked = { evse: number; durationSeconds: number; unit: RateUnit }

/** What a charger may give from now on, as we reckon it from the profiles that it has. */
export async function chargerSchedule(
  ctx: Uses<'devices' | 'now'>,
  charger: { id: number; timeZone: string | null },
  { evse, durationSeconds, unit }: Asked,
): Promise<CompositeSchedule> {
  const [variables, profiles, limits, prior] = await Promise.all([
    ctx.devices.variables(charger.id),
    ctx.devices.installed(charger.id, 'charging-profile'),
    ctx.devices.installed(charger.id, 'charging-limit'),
    ctx.devices.installed(charger.id, 'priority-charging'),
  ])
  const installed = profilesFrom(profiles)
  const own = installed.findLast((one) => one.evse === evse && one.profile.wireId !== undefined)
  return compositeSchedule({
    profiles: [...installed, ...limitsFrom(limits)],
    ...{ evse, from: ctx.now(), durationSeconds, unit, timeZone: charger.timeZone },
    // Relative profiles were sent while the session ran: they count from then on.
    session: own ? { wireId: own.profile.wireId!, startedAt: own.receivedAt } : null,
    hasPriority: own !== undefined && prior.some(({ key }) => key === own.profile.wireId),
    electric: electricOf(variables, evse),
  })
}
