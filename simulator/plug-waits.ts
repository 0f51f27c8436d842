import type { ClockTimer, SimulatedClock } from './clock.ts'
import type { Evse } from './evse.ts'

/** Cards that were taken and wait for the plug; each gives up after a while. */
export class PlugWaits {
  readonly #clock: SimulatedClock
  readonly #timers = new Map<Evse, ClockTimer>()

  constructor(clock: SimulatedClock) {
    this.#clock = clock
  }

  begin(evse: Evse, waiting: NonNullable<Evse['waiting']>, { seconds, onOver }: { seconds: number; onOver(): void }) {
    this.end(evse)
    evse.waiting = waiting
    const giveUp = () => {
      this.end(evse)
      onOver()
    }
    this.#timers.set(evse, this.#clock.setTimeout(giveUp, seconds * 1_000))
  }

  end(evse: Evse): void {
    this.#timers.get(evse)?.cancel()
    this.#timers.delete(evse)
    evse.waiting = null
  }
}
