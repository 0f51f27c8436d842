import type { RoundBase } from '#core/steering/steering-store.ts'

/**
 * The round against which the next ones of a site are stored: one holds so much of what the next one says again that
 * each takes half of the room, and less where little has happened. It is of the same day, so that both are kept for as
 * long.
 */
export class RoundBases {
  #base: (RoundBase & { day: string; uses: number }) | null = null

  for(at: Temporal.Instant): RoundBase | null {
    if (this.#base && (this.#base.day !== dayOf(at) || this.#base.uses >= mostUses)) this.#base = null
    return this.#base
  }

  /** A round was stored. */
  kept(at: Temporal.Instant, round: RoundBase): void {
    if (this.#base) this.#base.uses++
    else this.#base = { ...round, day: dayOf(at), uses: 0 }
  }
}

function dayOf(at: Temporal.Instant): string {
  return at.toString().slice(0, 10)
}

// What differs grows with time.
const mostUses = 120
