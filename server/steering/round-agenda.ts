import type { RoundInput } from '#core/steering/round.ts'

type Cause = RoundInput['cause']

/** When a site's next round is due, and why: at once after a takeover. All times are those of the engine's clock. */
export class RoundAgenda {
  #due: { cause: Cause; fromMs: number } | null = { cause: 'takeover', fromMs: 0 }
  #lastMs = 0

  /** Limits and guards do not wait; everything else is gathered for two seconds (smart-charging 4). */
  ask(cause: Cause): 'now' | 'soon' {
    const when = cause === 'event' || cause === 'period' ? 'soon' : 'now'
    const fromMs = when === 'now' ? 0 : this.#lastMs + debounceMs
    if (!this.#due || fromMs < this.#due.fromMs) this.#due = { cause, fromMs }
    return when
  }

  get isUrgent(): boolean {
    return this.#due?.fromMs === 0
  }

  /** Whether there was no round for so long that one is made without any cause. */
  isQuiet(nowMs: number): boolean {
    return nowMs - this.#lastMs >= periodMs
  }

  /** The cause of the round that is to begin now; null: none is due. */
  take(nowMs: number): Cause | null {
    if (!this.#due || nowMs < this.#due.fromMs) return null
    const { cause } = this.#due
    this.#due = null
    return cause
  }

  began(atMs: number): void {
    this.#lastMs = atMs
  }
}

const periodMs = 30_000
const debounceMs = 2_000
