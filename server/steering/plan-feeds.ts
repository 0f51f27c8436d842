import { voltageToNeutral } from '#core/circuits/line-currents.ts'
import type { Context } from '#core/context.ts'
import { billingPeriodFrom } from '#core/planner/feeds/billing-period.ts'
import { type DrawLimits, limitsOf } from '#core/planner/feeds/learnt-draw.ts'
import { type LoadProfile, profileFrom } from '#core/planner/feeds/load-profile.ts'
import type { SitePeak } from '#core/planner/feeds/plan-feed-store.ts'
import { followQuarter, type OverQuarter, type QuarterMean } from '#core/planner/feeds/quarter-means.ts'
import type { SolarBlock } from '#core/planner/feeds/solar.ts'
import type { Gathered } from './gather-round.ts'
import type { SiteInputs } from './site-inputs.ts'
import { sitePower } from './site-power.ts'

/** What a plan goes by beside what people and programs have told of the site. */
export type PlanFed = {
  solar: readonly SolarBlock[]
  /** Of this billing period. */
  peak: SitePeak | null
  /** By circuit. */
  profiles: ReadonlyMap<number, LoadProfile>
  draws: Draws
}

/** What is learnt of how a vehicle takes power, else of those that charge at this model of charger. */
export type Draws = { of(who: DrawKey): DrawLimits }
export type DrawKey = { vehicleId: number | null; model: string | null; kind: 'ac' | 'dc' }

export const nothingLearnt: DrawLimits = { mostW: null, perPercentW: null }

/** Reads what the planner goes by, and keeps the highest quarter of an hour of the billing period (smart-charging 6.1). */
export class PlanFeeds {
  readonly #ctx: Context
  #profiles: { atMs: number; of: string; byCircuit: Map<number, LoadProfile> } | null = null
  /** Until when meters' minutes have been looked through. */
  #lookedUntil: Temporal.Instant | null = null
  #quarter: QuarterMean | null = null
  /** Quarters that no meter has told of, still to be kept. */
  #over: OverQuarter[] = []

  constructor(ctx: Context) {
    this.#ctx = ctx
  }

  /** Asked every few seconds: what flows where no meter tells it, by what chargers draw and what is assumed. */
  follow(inputs: SiteInputs, gathered: Gathered, now: Temporal.Instant): void {
    if (metersOfAll(inputs)) return
    const { powerW } = sitePower(inputs, gathered, now)
    const { running, over } = followQuarter(this.#quarter, { atMs: now.epochMilliseconds, powerW: Math.max(0, powerW) })
    this.#quarter = running
    if (over) this.#over.push(over)
  }

  async read(inputs: SiteInputs, now: Temporal.Instant): Promise<PlanFed> {
    const { planFeeds } = this.#ctx
    const [solar, learnt, profiles, peak] = await Promise.all([
      planFeeds.solar(inputs.site.id, now.subtract({ hours: 1 }), now.add({ hours: horizonHours })),
      planFeeds.learntDraws(),
      this.#profilesOf(inputs, now),
      this.#peakOf(inputs, now),
    ])
    const known = new Map(learnt.map((one) => [keyOf(one), limitsOf(one)]))
    const of = ({ vehicleId, model, kind }: DrawKey) => {
      const ofWhom = vehicleId === null ? { vehicleId, model, kind } : { vehicleId, model: null, kind }
      return known.get(keyOf(ofWhom)) ?? nothingLearnt
    }
    return { solar, peak, profiles, draws: { of } }
  }

  /** A quarter counts once its last minutes must have been stored; what a takeover has missed is looked up as well. */
  async #peakOf(inputs: SiteInputs, now: Temporal.Instant): Promise<SitePeak | null> {
    const { site } = inputs
    const periodFrom = billingPeriodFrom(now, site.timeZone, site.settings.billingPeriod)
    const meters = metersOfAll(inputs)
    const found = meters ? await this.#metered(meters, periodFrom, now) : this.#reckoned(periodFrom)
    const known = await this.#ctx.planFeeds.peak(site.id, periodFrom)
    if (!found || (known && known.powerW >= found.powerW)) return known
    await this.#ctx.transaction((tx) => tx.planFeeds.raisePeak(site.id, periodFrom, found))
    return found
  }

  async #metered(meters: Meters, periodFrom: Temporal.Instant, now: Temporal.Instant): Promise<SitePeak | null> {
    const until = now.subtract({ minutes: storedAfterMinutes }).round({
      ...{ smallestUnit: 'minute', roundingIncrement: 15, roundingMode: 'floor' },
    })
    const since = this.#lookedUntil
    const from = since && Temporal.Instant.compare(since, periodFrom) > 0 ? since : periodFrom
    if (Temporal.Instant.compare(from, until) >= 0) return null
    const found = await this.#ctx.planFeeds.highestQuarter(meters, { from, to: until })
    this.#lookedUntil = until
    return found
  }

  #reckoned(periodFrom: Temporal.Instant): SitePeak | null {
    const over = this.#over.filter(({ atMs }) => atMs >= periodFrom.epochMilliseconds)
    this.#over = []
    const highest = over.toSorted((a, b) => b.powerW - a.powerW)[0]
    return highest ? { powerW: highest.powerW, at: Temporal.Instant.fromEpochMilliseconds(highest.atMs) } : null
  }

  /** Two weeks of minutes are not read for every plan. */
  async #profilesOf(inputs: SiteInputs, now: Temporal.Instant): Promise<Map<number, LoadProfile>> {
    const of = inputs.meters.map(({ id, circuitId }) => `${id}/${circuitId}`).join()
    const atMs = now.epochMilliseconds
    const held = this.#profiles
    if (held && held.of === of && atMs - held.atMs < profilesForMs) return held.byCircuit
    const byCircuit = new Map<number, LoadProfile>()
    for (const { id, circuitId } of inputs.meters) {
      const profile = profileFrom(await this.#ctx.planFeeds.profile(id, inputs.site.timeZone))
      if (profile) byCircuit.set(circuitId, profile)
    }
    this.#profiles = { atMs, of, byCircuit }
    return byCircuit
  }
}

type Meters = { id: number; voltsToNeutral: number }[]

/** Those that tell all that flows at every grid connection; null: there is one without. */
function metersOfAll({ topology, meters }: SiteInputs): Meters | null {
  const found = topology.circuits
    .filter(({ parentId }) => parentId === null)
    .map((circuit) => {
      const meter = meters.find(({ circuitId, measures }) => circuitId === circuit.id && measures === 'total')
      return meter ? { id: meter.id, voltsToNeutral: voltageToNeutral(circuit) } : null
    })
  const all = found.filter((one) => one !== null)
  return all.length > 0 && all.length === found.length ? all : null
}

function keyOf({ vehicleId, model, kind }: DrawKey): string {
  return `${vehicleId}/${model}/${kind}`
}

const horizonHours = 48
const storedAfterMinutes = 3
const profilesForMs = 6 * 3_600_000
