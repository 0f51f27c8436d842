import type { ChargerRef, Uses } from '../context.ts'
import { itemOfProfile, profilesFrom } from './installed-profiles.ts'
import type { DynamicValues } from './profile.ts'

/** The charger has taken new values: they are what it has and shall have. */
export async function takeDynamicValues(
  ctx: Uses<'transaction'>,
  charger: ChargerRef,
  { profileId, values }: { profileId: number; values: DynamicValues },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    await tx.charging.changeValues(charger, profileId, values)
    const found = profilesFrom(await tx.devices.installed(charger, 'charging-profile')).find(
      ({ profile }) => profile.id === profileId,
    )
    const [schedule] = found?.profile.schedules ?? []
    if (!found || !schedule) return
    const changed = { ...schedule, periods: [{ ...schedule.periods[0]!, ...values }] }
    const profile = { ...found.profile, schedules: [changed] }
    await tx.devices.install(charger, 'charging-profile', [
      { ...itemOfProfile({ evse: found.evse, profile }), source: 'acknowledged' },
    ])
  })
}
