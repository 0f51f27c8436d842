import type { Context } from '#core/context.ts'
import { adviceUnder } from '#core/flexibility/advice-under.ts'
import type { Activation, FlexibilityOffer, PartialDelivery, PowerOrigin } from '#core/flexibility/flexibility.ts'
import { judgeDelivery, judgedMinutes } from '#core/flexibility/judge-delivery.ts'
import { edgesOf, orderOf, windowsAhead } from '#core/flexibility/order-of.ts'
import { sampleNights } from '#core/flexibility/sample-nights.ts'
import { type ActivationOutcome, activationOutcome } from '#core/planner/activation.ts'
import { type Baseline, firmOffer } from '#core/planner/firm-offer.ts'
import type { Plan } from '#core/planner/plan.ts'
import type { FlexibilityWindow, PlanInput } from '#core/planner/plan-input.ts'
import type { SiteAdvice } from '#core/steering/round.ts'
import type { SiteFence } from '#core/steering/steering-store.ts'
import type { Planner } from '../planner/planner.ts'
import type { Gathered } from './gather-round.ts'
import type { SiteInputs } from './site-inputs.ts'
import { drawnBeside } from './site-meters.ts'
import { sitePower } from './site-power.ts'

type World = {
  ctx: Context
  fence: SiteFence
  planner: Pick<Planner, 'envelope' | 'firmOffer'>
  failed: (message: string) => (error: unknown) => void
}

/** Activations of a site as its engine keeps them, and what doors have asked it of what it could promise (smart-charging 6.4). */
export class SiteFlexibility {
  readonly #world: World
  /** By the last plan, of each activation that is not over. */
  readonly #outcomes = new Map<number, ActivationOutcome>()
  readonly #noted = new Map<number, string | null>()
  /** Where ramps begin, until their start is on record. */
  readonly #startW = new Map<number, number>()
  readonly #moving = new Set<string>()
  readonly #answered = new Set<number>()
  #minute: { activation: number; atMs: number; sumW: number; samples: number; origin: PowerOrigin } | null = null
  #answering: Promise<void> | null = null
  /** Those that the envelope was last reckoned of: asked again is only what is read again. */
  #enveloped: SiteInputs | null = null
  #writing: Promise<unknown> = Promise.resolve()

  constructor(world: World) {
    this.#world = world
  }

  /** What the dispatcher goes by now; `hasPlan`: there is one that is not too old. */
  advice(inputs: SiteInputs, gathered: Gathered, now: Temporal.Instant, hasPlan: boolean): SiteAdvice | null {
    const nowS = now.epochMilliseconds / 1_000
    const running = inputs.flexibility.activations.find((one) => isOpen(one) && isWithin(one, now))
    const { advice } = gathered.input
    if (!running) return advice
    const startW = running.startW ?? this.#startW.get(running.id) ?? sitePower(inputs, gathered, now).powerW
    this.#startW.set(running.id, startW)
    const outcome = hasPlan ? (this.#outcomes.get(running.id) ?? null) : null
    const baseW = gathered.besideW ?? drawnBeside(inputs, gathered.unmanaged)
    return adviceUnder(running, { advice, nowS, startW, outcome, baseW })
  }

  /** Begins and ends what is due, and notes what the site draws meanwhile. Asked every few seconds. */
  follow(inputs: SiteInputs, gathered: Gathered, now: Temporal.Instant): void {
    for (const activation of inputs.flexibility.activations.filter(isOpen)) {
      if (Temporal.Instant.compare(activation.to, now) <= 0) this.#end(activation, now)
      else if (Temporal.Instant.compare(activation.from, now) <= 0) {
        const { powerW, origin } = sitePower(inputs, gathered, now)
        if (activation.state === 'acknowledged') this.#start(activation, now, powerW)
        this.#sample(activation.id, now, { powerW, origin })
      }
    }
  }

  /** After each plan: what of activations it cannot deliver is said at once, and what doors asked is answered of it. */
  planned(plan: Plan, input: PlanInput, inputs: SiteInputs): void {
    const open = inputs.flexibility.activations.filter(isOpen)
    for (const id of this.#outcomes.keys()) if (!open.some((one) => one.id === id)) this.#outcomes.delete(id)
    for (const activation of open) {
      const outcome = activationOutcome(plan, input, orderOf(activation))
      this.#outcomes.set(activation.id, outcome)
      this.#note(activation, outcome)
    }
    this.#answering ??= this.#answer(plan, input, inputs)
      .catch(this.#world.failed('what was asked of the flexibility of a site could not be answered'))
      .finally(() => {
        this.#answering = null
      })
  }

  /** Activations that are not over, of which something cannot be delivered, and why. */
  partial({ flexibility }: SiteInputs): { id: number; reason: PartialDelivery['reason'] }[] {
    return flexibility.activations.filter(isOpen).flatMap(({ id, partial }) => {
      const outcome = this.#outcomes.get(id)
      const reason = (outcome ? partialOf(outcome) : partial)?.reason
      return reason === undefined ? [] : [{ id, reason }]
    })
  }

  async stop(): Promise<void> {
    await this.#flush()
    await Promise.allSettled([this.#answering, this.#writing])
  }

  #start({ id, from }: Activation, now: Temporal.Instant, powerW: number): void {
    const startW = this.#startW.get(id) ?? powerW
    // One that nobody steered at its beginning goes on from what is drawn now, as if the ramp had led there.
    this.#move(`${id}/running`, () =>
      this.#write((tx, fence) => tx.flexibility.start(fence, id, { at: laterOf(from, now), startW })),
    )
  }

  #end(activation: Activation, now: Temporal.Instant): void {
    const { id, partial } = activation
    this.#move(`${id}/over`, async () => {
      await this.#flush()
      const { ctx } = this.#world
      const minutes = judgedMinutes(activation, await ctx.flexibility.minutes(id), now.epochMilliseconds / 1_000)
      const outcome = this.#outcomes.get(id)
      const known = outcome ? partialOf(outcome) : partial
      const judged = judgeDelivery(minutes, known)
      await this.#write((tx, fence) => tx.flexibility.end(fence, id, { ...judged, at: activation.to }))
    })
  }

  /** Once, and again only when it has failed. */
  #move(what: string, work: () => Promise<unknown>): void {
    if (this.#moving.has(what)) return
    this.#moving.add(what)
    work().catch((error) => {
      this.#moving.delete(what)
      this.#world.failed('an activation could not be kept up')(error)
    })
  }

  #sample(activation: number, now: Temporal.Instant, { powerW, origin }: ReturnType<typeof sitePower>): void {
    const atMs = Math.floor(now.epochMilliseconds / 60_000) * 60_000
    if (this.#minute && (this.#minute.atMs !== atMs || this.#minute.activation !== activation)) {
      this.#flush().catch(this.#world.failed('a minute of an activation could not be stored'))
    }
    this.#minute ??= { activation, atMs, sumW: 0, samples: 0, origin }
    this.#minute.sumW += powerW
    this.#minute.samples += 1
    if (origin === 'chargers') this.#minute.origin = origin
  }

  async #flush(): Promise<void> {
    const minute = this.#minute
    this.#minute = null
    if (!minute) return
    const { activation, atMs, sumW, samples, origin } = minute
    const at = Temporal.Instant.fromEpochMilliseconds(atMs)
    const mean = { at, powerW: sumW / samples, origin, samples }
    await this.#write((tx, fence) => tx.flexibility.addMinute(fence, activation, mean))
  }

  /** Only changes: the reason, or that all can be delivered after all. */
  #note({ id, partial }: Activation, outcome: ActivationOutcome): void {
    const found = partialOf(outcome)
    const before = this.#noted.has(id) ? this.#noted.get(id) : (partial?.reason ?? null)
    const reason = found?.reason ?? null
    if (before === reason) return
    this.#noted.set(id, reason)
    this.#write((tx, fence) => tx.flexibility.notePartial(fence, id, found)).catch((error) => {
      this.#noted.set(id, before ?? null)
      this.#world.failed('what cannot be delivered could not be stored')(error)
    })
  }

  async #answer(plan: Plan, input: PlanInput, inputs: SiteInputs): Promise<void> {
    const madeAt = Temporal.Instant.fromEpochMilliseconds(input.nowS * 1_000)
    for (const offer of inputs.flexibility.offers) {
      if (this.#answered.has(offer.id)) continue
      const answer = await this.#offerOf(offer, plan, input)
      await this.#write((tx, fence) => tx.flexibility.answerOffer(fence, offer.id, { ...answer, madeAt }))
      this.#answered.add(offer.id)
    }
    if (!inputs.flexibility.isEnvelopeAsked || this.#enveloped === inputs) return
    this.#enveloped = inputs
    const found = plan.source === 'programme' ? await this.#orNull(this.#world.planner.envelope(input)) : null
    const envelope = found && { ...found, blocks: plan.blocks, planW: plan.gridW }
    await this.#write((tx, fence) => tx.flexibility.answerEnvelope(fence, madeAt, envelope))
  }

  /** Night by night, so that plans of other sites come in between. */
  async #offerOf(offer: FlexibilityOffer, plan: Plan, input: PlanInput): Promise<OfferAnswer> {
    const nothing = { reductionW: null, baseline: null }
    const span = { fromS: secondsOf(offer.from), toS: secondsOf(offer.to) }
    const { blocks, gridW, peakW } = plan
    const baseline: Baseline = { blocks, gridW, peakW }
    const isWithinPlan = span.toS > input.nowS && span.toS <= (blocks.at(-1)?.endS ?? 0)
    if (plan.source !== 'programme' || !isWithinPlan) return { state: 'failed', ...nothing }
    const reductions: number[] = []
    for (const night of sampleNights(input)) {
      const found = await this.#orNull(this.#world.planner.firmOffer({ samples: [night], baseline, span }))
      if (found === null) return { state: 'failed', ...nothing }
      reductions.push(found)
    }
    const reductionW = firmOffer(reductions)
    return reductionW > 0 ? { state: 'open', reductionW, baseline } : { state: 'nothing', reductionW: 0, baseline }
  }

  async #orNull<T>(asked: Promise<T>): Promise<T | null> {
    return asked.catch((error) => {
      this.#world.failed('nothing was found in time of what a site could promise')(error)
      return null
    })
  }

  /** One after another: a minute is on record before the activation is judged by it. */
  #write(work: (tx: Parameters<Parameters<Context['transaction']>[0]>[0], fence: SiteFence) => Promise<void>) {
    const { ctx, fence } = this.#world
    const written = this.#writing.catch(() => {}).then(() => ctx.transaction((tx) => work(tx, fence)))
    this.#writing = written.catch(() => {})
    return written
  }
}

/** What activations ask of a plan made now. */
export function windowsFor(inputs: SiteInputs, gathered: Gathered, now: Temporal.Instant): FlexibilityWindow[] {
  const { activations } = inputs.flexibility
  if (activations.length === 0) return []
  return windowsAhead(activations, { nowS: secondsOf(now), gridW: sitePower(inputs, gathered, now).powerW })
}

/** Where activations and asked offers begin and end, so that no block of a plan is half within. */
export function flexibilityEdges({ flexibility }: SiteInputs): Temporal.Instant[] {
  return [...edgesOf(flexibility.activations), ...flexibility.offers.flatMap(({ from, to }) => [from, to])]
}

type OfferAnswer = Pick<FlexibilityOffer, 'state' | 'reductionW' | 'baseline'>

function isOpen({ state }: Activation): boolean {
  return state === 'acknowledged' || state === 'running'
}

function isWithin({ from, to }: Activation, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(from, now) <= 0 && Temporal.Instant.compare(now, to) < 0
}

function partialOf(outcome: ActivationOutcome): PartialDelivery | null {
  return outcome.status === 'full' ? null : { reason: outcome.reason, shortfalls: outcome.shortfalls }
}

function laterOf(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(one, other) < 0 ? other : one
}

function secondsOf(at: Temporal.Instant): number {
  return Math.floor(at.epochMilliseconds / 1_000)
}
