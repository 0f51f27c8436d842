/** The rules of a card's form; each gives the name of the sentence that says what is wrong, or null. */
export function uidFault(uid: string): 'uidMissing' | 'uidLong' | 'uidBlanks' | 'uidSigns' | null {
  if (uid.trim() === '') return 'uidMissing'
  if (uid !== uid.trim()) return 'uidBlanks'
  if ([...uid].length > 36) return 'uidLong'
  return /[\p{C}\p{Zl}\p{Zp}]/u.test(uid) ? 'uidSigns' : null
}

/** Of a new card: one that was over before it began helps nobody. `today` as `2027-01-31`. */
export function dayFault(day: string, today: string): 'date' | 'past' | null {
  if (day === '') return null
  if (!isDay(day)) return 'date'
  return day < today ? 'past' : null
}

/** The instant at which a card that is valid on this day, in the browser's zone, ends: the last second of the day. */
export function endOfDay(day: string): string | null {
  if (!isDay(day)) return null
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  return new Date(year, month - 1, date, 23, 59, 59).toISOString()
}

/** The last day, in the browser's zone, on which something that ends then is valid. '' when it has no end. */
export function lastDay(until: string | null): string {
  return until === null ? '' : dayOf(Date.parse(until) - 1)
}

/** `2027-01-31` in the browser's zone. */
export function dayOf(ms: number): string {
  const date = new Date(ms)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

function isDay(day: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || day < '1970') return false
  const date = new Date(`${day}T12:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)
}
