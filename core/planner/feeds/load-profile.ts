import type { Phase } from '../../dispatch/row.ts'

/** What a meter's unmanaged load was in one quarter-hour of the day, 90th percentile; of how many days. */
export type ProfileQuarter = {
  /** From midnight at the site, 0 to 95. */
  quarter: number
  days: 'work' | 'weekend' | 'all'
  known: number
  amps: Record<Phase, number>
}

/** How an unmanaged load usually runs through a day, on its high side (smart-charging 6.1). */
export type LoadProfile = { workday: DayProfile; weekend: DayProfile }

/** A quarter-hour of which too little is known has none. */
type DayProfile = readonly (Record<Phase, number> | null)[]

/**
 * Workdays and weekends by themselves where enough of them are known, else all days alike. Null: not one quarter-hour
 * is known well enough.
 */
export function profileFrom(quarters: readonly ProfileQuarter[]): LoadProfile | null {
  const dayOf = (days: 'work' | 'weekend') =>
    Array.from({ length: 96 }, (_, quarter) => {
      const of = (which: ProfileQuarter['days'], enough: number) =>
        quarters.find((one) => one.quarter === quarter && one.days === which && one.known >= enough)
      return (of(days, enoughDays[days]) ?? of('all', enoughDays.all))?.amps ?? null
    })
  const profile = { workday: dayOf('work'), weekend: dayOf('weekend') }
  return Object.values(profile).some((day) => day.some((quarter) => quarter !== null)) ? profile : null
}

/** What is expected at a time at the site; null: not known. */
export function profileAt(profile: LoadProfile, local: Temporal.ZonedDateTime): Record<Phase, number> | null {
  const day = local.dayOfWeek >= 6 ? profile.weekend : profile.workday
  return day[local.hour * 4 + Math.floor(local.minute / 15)] ?? null
}

const enoughDays = { work: 5, weekend: 3, all: 3 }
