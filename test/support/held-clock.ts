/** A clock that stands still until the test moves it. It begins now, at a whole millisecond, as the database keeps times. */
export function heldClock() {
  let now = Temporal.Now.instant().round('millisecond')
  return {
    now: () => now,
    pass(span: { hours?: number; minutes?: number; seconds?: number }) {
      now = now.add(span)
    },
  }
}
