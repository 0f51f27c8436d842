import { coefficientsOf, type SuppliedEvse, wattsPerUnitOf } from '#core/circuits/rows-of.ts'
import type { Context, PlacedReading } from '#core/context.ts'
import { drawOfSession, type SeenDraw } from '#core/planner/feeds/learnt-draw.ts'
import type { Account } from '#core/steering/account.ts'
import type { CalmState } from '#core/steering/calm-state.ts'
import { phasesKnown } from '#core/steering/seen-phases.ts'
import { runningOn } from './follow-charger.ts'
import type { Pictured } from './picture.ts'
import type { DrawKey } from './plan-feeds.ts'
import type { SiteAccounts } from './site-accounts.ts'
import type { SiteInputs } from './site-inputs.ts'

type Learning = { of: DrawKey; key: string; seen: SeenDraw[] }
type Site = { inputs: SiteInputs; picture: Pictured; accounts: SiteAccounts; nowMs: number }

/**
 * Learns from each session how its vehicle takes power, from what it drew where its grant did not bind (smart-charging
 * 2.2). It is kept when the session is over, beside what people said of the vehicle and never in its place.
 */
export class DrawLearner {
  readonly #ctx: Context
  readonly #learning = new Map<number, Learning>()

  constructor(ctx: Context) {
    this.#ctx = ctx
  }

  /** What a charger has just measured, once the account knows it. */
  take(chargerId: number, readings: readonly PlacedReading[], site: Site): void {
    for (const { evse, powerW, socPercent } of readings) {
      const key = `${chargerId}/${evse}`
      const supplied = site.inputs.rows.evses.get(key)
      const account = site.accounts.get(key)
      const live = site.picture.charger(chargerId)
      const session = live && runningOn(live, evse)
      if (powerW === null || !supplied || !account || !session || account.place !== 'charging') continue
      const perUnit = wattsPerUnitSeen(supplied, account, site)
      const grantW = perUnit === null ? null : followedGrant(account, site.nowMs, perUnit)
      if (grantW === null) continue
      const isFree = !isBound(powerW, grantW, site.accounts.calmOf(key), perUnit!)
      const learning = this.#learning.get(session.id) ?? {
        of: whoseDraw(session.vehicle, live, supplied.supply.kind, site),
        key,
        seen: [],
      }
      if (learning.seen.length < mostSeen) learning.seen.push({ powerW, socPercent, isFree })
      this.#learning.set(session.id, learning)
    }
  }

  /** Keeps what sessions have shown that are over. */
  async keepEnded(picture: Pictured): Promise<void> {
    const isOver = (sessionId: number, { key }: Learning) => {
      const [chargerId, evse] = key.split('/').map(Number) as [number, number]
      const live = picture.charger(chargerId)
      return !live || runningOn(live, evse)?.id !== sessionId
    }
    await this.#keep([...this.#learning].filter(([id, learning]) => isOver(id, learning)))
  }

  /** What is running goes on at the next engine; what it has shown until now is kept. */
  async stop(): Promise<void> {
    await this.#keep([...this.#learning])
  }

  async #keep(over: readonly [number, Learning][]): Promise<void> {
    const found = over.flatMap(([id, { of, seen }]) => {
      this.#learning.delete(id)
      const draw = drawOfSession(id, seen)
      return draw && (of.vehicleId !== null || of.model !== null) ? [{ of, draw }] : []
    })
    if (found.length === 0) return
    await this.#ctx.transaction(async (tx) => {
      // Always in the same order, for others may keep the same at once.
      for (const { of, draw } of found.toSorted((a, b) => a.draw.sessionId - b.draw.sessionId)) {
        await tx.planFeeds.addDraw(of.vehicleId === null ? of : { ...of, model: null }, draw)
      }
    })
  }
}

/** A day in minutes. */
const mostSeen = 1_440

/** The vehicle, else those unknown that charge at this model of charger. */
export function whoseDraw(
  vehicle: string | null,
  { vendor, model }: { vendor: string | null; model: string | null },
  kind: 'ac' | 'dc',
  { inputs }: { inputs: Pick<SiteInputs, 'vehicles'> },
): DrawKey {
  const vehicleId = vehicle === null ? null : (inputs.vehicles.get(vehicle)?.id ?? null)
  return { vehicleId, model: vendor === null && model === null ? null : `${vendor ?? ''} ${model ?? ''}`.trim(), kind }
}

/** Null: of a single phase nothing can be learnt for three. */
function wattsPerUnitSeen(evse: SuppliedEvse, { phases }: Account, { inputs }: Site): number | null {
  const { kind, phases: supplied } = evse.supply
  if (kind === 'ac' && (supplied === 'unknown' || supplied.length === 2)) return null
  return wattsPerUnitOf(evse, coefficientsOf(inputs.rows, evse.evseId, phasesKnown(phases)))
}

/** What it was granted for long enough to be followed, and nothing else since. */
function followedGrant({ confirmed, pending, leaving }: Account, nowMs: number, perUnit: number): number | null {
  if (!confirmed || pending.length > 0 || leaving || nowMs < confirmed.sinceMs + followedAfterMs) return null
  return nowMs < confirmed.untilMs ? confirmed.value * perUnit : null
}

const followedAfterMs = 60_000

/** A grant that was lowered because it was not used leaves a tenth above the draw: it binds only when it is used up. */
function isBound(powerW: number, grantW: number, { unused }: CalmState, perUnit: number): boolean {
  const isLowered = unused.cap !== null && grantW <= unused.cap * perUnit * 1.01
  return powerW >= (isLowered ? 0.97 : 0.9) * grantW
}
