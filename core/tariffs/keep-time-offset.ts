import { askCharger } from '../commands/ask-charger.ts'
import type { Setting } from '../commands/requests/settings.ts'
import type { ChargerRef, Uses } from '../context.ts'
import { placeOfKey } from '../devices/configuration-keys.ts'
import type { DeviceVariable } from '../devices/device-variable.ts'
import { showsCosts } from './cost-display.ts'

/**
 * Has a 1.6 charger that shows prices told how its place's time differs from UTC, and when that changes next, where it
 * goes by something else: OCPP 1.6 knows no time zones (California pricing).
 */
export async function keepTimeOffset(
  ctx: Uses<'chargerLink' | 'devices' | 'now' | 'settings' | 'tariffs' | 'transaction'>,
  charger: ChargerRef,
): Promise<void> {
  if (!(await ctx.tariffs.inUse()) || !(await showsCosts(ctx, charger))) return
  const settings = await offsetSettings(ctx, charger)
  if (settings.length > 0)
    await askCharger(ctx, charger, { kind: 'change-settings', settings }, { withinSeconds: 3600 })
}

/** What of this has to be set: only keys that the charger has and that can be written, and only what is different. */
export async function offsetSettings(
  ctx: Uses<'devices' | 'now' | 'tariffs'>,
  charger: ChargerRef,
): Promise<Setting[]> {
  const timeZone = await ctx.tariffs.timeZoneOf(charger)
  if (timeZone === null) return []
  const wanted = timeOffsetAt(ctx.now(), timeZone)
  const settings: Setting[] = []
  for (const [key, value] of Object.entries(wanted)) {
    const place = placeOfKey(key)
    const known = await ctx.devices.variable(charger.id, place)
    if (known && isToBeSet(known, value)) settings.push({ ...place, value })
  }
  return settings
}

type TimeOffset = { TimeOffset: string; NextTimeOffsetTransitionDateTime?: string; TimeOffsetNextTransition?: string }

/** The offset of this moment, and the next one where the clocks change. */
export function timeOffsetAt(at: Temporal.Instant, timeZone: string): TimeOffset {
  const now = at.toZonedDateTimeISO(timeZone)
  const next = now.getTimeZoneTransition('next')
  if (next === null) return { TimeOffset: now.offset }
  const changesAt = next.toInstant().toString({ smallestUnit: 'second' })
  return { TimeOffset: now.offset, NextTimeOffsetTransitionDateTime: changesAt, TimeOffsetNextTransition: next.offset }
}

function isToBeSet({ value, mutability }: DeviceVariable, wanted: string): boolean {
  return mutability !== 'ReadOnly' && !isSameMoment(value ?? '', wanted) && value !== wanted
}

/** Chargers write instants in their own way. */
function isSameMoment(one: string, other: string): boolean {
  const [a, b] = [Date.parse(one), Date.parse(other)]
  return a === b
}
