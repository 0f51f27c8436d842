/** In days; 0 is for ever. */
export const longestDays = 36_500

/** What was typed as a number of days; null when it is none that can be stored. */
export function daysOf(typed: string | number): number | null {
  const text = String(typed).trim()
  if (!/^\d{1,6}$/.test(text)) return null
  const days = Number(text)
  return days <= longestDays ? days : null
}

/** Whether a change deletes what is kept now. */
export function effectOf(now: number, wanted: number): 'same' | 'shorter' | 'longer' {
  if (now === wanted) return 'same'
  const [before, after] = [now || Number.POSITIVE_INFINITY, wanted || Number.POSITIVE_INFINITY]
  return after < before ? 'shorter' : 'longer'
}
