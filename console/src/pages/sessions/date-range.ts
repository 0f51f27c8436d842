export const presets = ['today', 'yesterday', 'week', 'month'] as const
export type Preset = (typeof presets)[number]

/** Days as `2027-01-31` in the browser's zone, both included; '' is open. */
export interface DayRange {
  from: string
  to: string
}

/** The days of a preset: `week` is the last seven with today, `month` the present one. */
export function daysOf(preset: Preset, nowMs: number): DayRange {
  const today = new Date(nowMs)
  switch (preset) {
    case 'today':
      return { from: dayText(today), to: dayText(today) }
    case 'yesterday':
      return { from: dayText(shifted(today, -1)), to: dayText(shifted(today, -1)) }
    case 'week':
      return { from: dayText(shifted(today, -6)), to: dayText(today) }
    case 'month':
      return { from: dayText(new Date(today.getFullYear(), today.getMonth(), 1)), to: dayText(today) }
  }
}

/** Which preset a range is, if any. */
export function presetOf(range: DayRange, nowMs: number): Preset | null {
  if (range.from === '' && range.to === '') return null
  return (
    presets.find((preset) => {
      const { from, to } = daysOf(preset, nowMs)
      return from === range.from && to === range.to
    }) ?? null
  )
}

/** The instants of a range for the server: from its first midnight to the one after its last day. */
export function instantsOf({ from, to }: DayRange): { from: string | undefined; to: string | undefined } {
  const [first, last] = [dateOf(from), dateOf(to)]
  return { from: first?.toISOString(), to: last && shifted(last, 1).toISOString() }
}

function dateOf(day: string): Date | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  if (!match) return undefined
  const date = new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]))
  return dayText(date) === day ? date : undefined
}

// By the calendar, not by 24 hours: days of a change of time have 23 or 25.
function shifted(date: Date, days: number): Date {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days)
}

function dayText(date: Date): string {
  const padded = (value: number, length = 2) => String(value).padStart(length, '0')
  return `${padded(date.getFullYear(), 4)}-${padded(date.getMonth() + 1)}-${padded(date.getDate())}`
}
