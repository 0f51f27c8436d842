import type { ReadinessState } from '#core/planner/readiness.ts'
import type { RoundOutcome } from '#core/steering/round.ts'
import type { SessionReason } from '#core/steering/steering-store.ts'
import type { Gathered } from './gather-round.ts'

/** Why each session gets what it gets (smart-charging 9.2): only what has changed is stored anew. */
export class ToldReasons {
  readonly #siteId: number
  readonly #told = new Map<number, string>()

  constructor(siteId: number) {
    this.#siteId = siteId
  }

  newsOf({ gathered: { sessions }, outcome: { grants }, readinessOf, at }: Decided): SessionReason[] {
    const all = grants.map(({ sessionId, reason, boundBy, value, unit }): SessionReason => {
      const known = sessions.get(sessionId)
      const departsAtS = known?.departsAtS ?? null
      return {
        ...{ sessionId: Number(sessionId), siteId: this.#siteId, reason, boundBy, granted: value, unit, at },
        laxityHours: known?.laxityH ?? null,
        assumed: known?.assumed ?? [],
        departsAt: departsAtS === null ? null : Temporal.Instant.fromEpochMilliseconds(Math.round(departsAtS) * 1_000),
        readiness: readinessOf(sessionId),
      }
    })
    return all.filter((one) => this.#told.get(one.sessionId) !== textOf(one))
  }

  /** These are stored now. */
  told(reasons: readonly SessionReason[]): void {
    for (const one of reasons) this.#told.set(one.sessionId, textOf(one))
    // Sessions end; what was told of the oldest is told once more at worst.
    for (const id of this.#told.keys()) if (this.#told.size > mostHeld) this.#told.delete(id)
  }
}

type Decided = {
  gathered: Pick<Gathered, 'sessions'>
  outcome: Pick<RoundOutcome, 'grants'>
  readinessOf(sessionId: string): ReadinessState | null
  at: Temporal.Instant
}

function textOf({ reason, boundBy, granted, departsAt, readiness }: SessionReason): string {
  return `${reason}/${boundBy}/${granted}/${departsAt}/${readiness}`
}

const mostHeld = 20_000
