import type { SimulatedClock } from './clock.ts'
import type { Reservation } from './evse.ts'
import { isSameCard } from './known-cards.ts'

/** The reservations of a charger; each ends by itself when its time is over. */
export class Reservations {
  readonly #byId = new Map<number, Reservation>()
  readonly #clock: SimulatedClock
  readonly #onExpired: (id: number) => void

  constructor(clock: SimulatedClock, onExpired: (id: number) => void) {
    this.#clock = clock
    this.#onExpired = onExpired
  }

  /** One with the same id takes the place of the former. */
  add(reservation: Reservation): void {
    const { id, expiresMs } = reservation
    this.#byId.set(id, reservation)
    const expire = () => {
      if (this.#byId.get(id) === reservation && this.#byId.delete(id)) this.#onExpired(id)
    }
    this.#clock.setTimeout(expire, Math.max(0, expiresMs - this.#clock.nowMs()))
  }

  /** Whether there was one. */
  remove(id: number): boolean {
    return this.#byId.delete(id)
  }

  /** Of this EVSE itself; 0 for those of any. */
  countOf(evse: number): number {
    return [...this.#byId.values()].filter((one) => one.evse === evse).length
  }

  /** How many would compete with one for this EVSE, 0 for any; a replaced one does not. */
  rivalsOf({ id, evse }: Reservation): number {
    return [...this.#byId.values()].filter(
      (one) => one.id !== id && (evse === 0 || one.evse === 0 || one.evse === evse),
    ).length
  }

  /** Whether a reservation that holds here is for a group. */
  hasGroup(evse: number): boolean {
    return [...this.#byId.values()].some((one) => (one.evse === 0 || one.evse === evse) && one.group !== null)
  }

  /** What a card, or a card of its group, has reserved here. */
  find(evse: number, card: string, group: string | null): Reservation | undefined {
    return [...this.#byId.values()].find(
      (one) => (one.evse === 0 || one.evse === evse) && (isSameCard(one.card, card) || isSameCard(one.group, group)),
    )
  }
}
