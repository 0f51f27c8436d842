import { nextLimitChange } from '#core/circuits/limit-at.ts'
import type { CircuitSample } from '#core/circuits/meter.ts'
import type { MeterState } from '#core/circuits/meters/judge-sample.ts'
import type { Context } from '#core/context.ts'
import { Problem } from '#core/errors.ts'
import type { LiveSession } from '#core/live/live-charger.ts'
import type { ChargerUpdate, LiveFeed, ToldCharger } from '#core/live/live-feed.ts'
import { decideRound } from '#core/steering/decide-round.ts'
import type { RecentRaise, RoundInput, RoundOutcome } from '#core/steering/round.ts'
import type { SiteView } from '#core/steering/site-view.ts'
import type { SiteFence } from '#core/steering/steering-store.ts'
import type { Planner } from '../planner/planner.ts'
import { ChargerQuestions } from './charger-questions.ts'
import { ContractMeans } from './contract-means.ts'
import type { EngineClock } from './engine-clock.ts'
import { FollowedInputs } from './followed-inputs.ts'
import { type Gathered, gatherRound } from './gather-round.ts'
import { keepRound } from './keep-round.ts'
import { DrawLearner } from './learn-draws.ts'
import { PhaseLearner } from './learn-phases.ts'
import { SitePicture } from './picture.ts'
import { ProfileWords, profilesToSend } from './profiles-for.ts'
import { RoundAgenda } from './round-agenda.ts'
import { RoundBases } from './round-base.ts'
import { SentGrants } from './sent-grants.ts'
import { SessionCare } from './session-care.ts'
import { SessionEnergy } from './session-energy.ts'
import { ToldReasons } from './session-reasons.ts'
import { SiteAccounts } from './site-accounts.ts'
import { alarmsBeside, SiteAlarms } from './site-alarms.ts'
import { flexibilityEdges, SiteFlexibility } from './site-flexibility.ts'
import { readSiteInputs, type SiteInputs } from './site-inputs.ts'
import { SitePlanning } from './site-planning.ts'
import { Talk } from './talk.ts'
import { viewSite } from './view-site.ts'

export type EngineWorld = {
  /** Bound to the site's tenant; acts as the engine. */
  ctx: Context
  live: LiveFeed
  clock: EngineClock
  meters: MeterFeed
  planner: Pick<Planner, 'plan' | 'envelope' | 'firmOffer'>
  /** As rounds name it. */
  version: string
  /** Another engine has taken the site over. */
  lost(): void
  /** From 0 to 1: how late each start after a return is. */
  random(): number
}

export type MeterFeed = {
  state(meterId: number): MeterState | null
  onSample(listener: (sample: CircuitSample) => void): () => void
  noteUnmanaged(load: CircuitSample): void
}

export type SiteEngine = {
  view(): SiteView | null
  /** What is stored of the site, or what others tell it, has changed. */
  inputsChanged(): void
  /** What chargers below a circuit drew at that time. */
  drawnBelow(circuitId: number, at: Temporal.Instant): ReturnType<Gathered['drawnBelow']> | null
  stop(): Promise<void>
}

/**
 * Steers one site (smart-charging 4): gathers what is known, decides, stores, and sends. Rounds run one after another;
 * whatever happens meanwhile asks for the next one. Null: there is no such site any more.
 */
export async function startSiteEngine(world: EngineWorld, fence: SiteFence): Promise<SiteEngine | null> {
  const { ctx, clock } = world
  const { siteId } = fence
  const first = await readSiteInputs(ctx, siteId, ctx.now(), null)
  if (!first) return null

  const talk = new Talk(ctx)
  const picture = new SitePicture(ctx)
  const accounts = new SiteAccounts()
  const words = new ProfileWords(ctx)
  const inputs = new FollowedInputs({ ctx, siteId, nowMs: clock.nowMs, taken: takeInputs, failed: logged }, first)
  const agenda = new RoundAgenda()
  const sentGrants = new SentGrants({
    ...{ ctx, siteId, talk, accounts, nowMs: clock.nowMs, guarded },
    ended(key, how) {
      if (how === 'confirmed') questions.whetherLeasesEnd(key)
      // Somebody may wait for the room that this has made.
      requestRound('event')
    },
  })
  const questions = new ChargerQuestions({
    ...{ ctx, talk, words, accounts, picture, inputs: () => inputs.now, nowMs: clock.nowMs, random: world.random },
    ...{ learnt: () => requestRound('event'), failed: logged },
  })
  const planning = new SitePlanning({
    ...{ ctx, clock, fence, planner: world.planner, planned: () => requestRound('event'), failed: logged },
    told: (plan, input, of) => flexibility.planned(plan, input, of),
  })
  const flexibility = new SiteFlexibility({ ctx, fence, planner: world.planner, failed: logged })
  const alarms = new SiteAlarms(ctx, siteId)
  const care = new SessionCare({ ctx, talk, failed: logged })
  const reasons = new ToldReasons(siteId)
  const contracts = new ContractMeans()
  const phases = new PhaseLearner()
  const bases = new RoundBases()
  const draws = new DrawLearner(ctx)
  const energy = new SessionEnergy()

  let last: Decided | null = null
  let recentRaises: readonly RecentRaise[] = []
  let unevenSince: Gathered['unevenSince'] = new Map()
  let lastGuardMs = 0
  let nextLimitMs = Number.POSITIVE_INFINITY
  let working: Promise<void> | null = null
  let hasNewSample = false
  let isReady = false
  let stopped = false

  // What happens while we read is not missed: it is read again right after.
  const leave = [
    world.live.subscribe(ctx.tenant, {
      chargerChanged: (update) => guarded(() => onCharger(update)),
      chargerConfigured: () => inputs.changed(),
      commandsChanged: () => talk.look(),
      chargerTold: (told) => guarded(() => onTold(told)),
    }),
    world.meters.onSample((sample) => guarded(() => onSample(sample))),
  ]
  await picture.read(chargerIds())
  const grants = await ctx.steering.openGrants(siteId)
  accounts.takeTopology(inputs.now, picture, grants, clock.nowMs())
  sentGrants.follow(grants)
  planLimits()
  await reread()
  isReady = true
  const timer = setInterval(() => guarded(tick), Math.max(25, 1_000 / ctx.settings.clockRate))
  const rereading = setInterval(() => {
    reread().catch(logged('chargers could not be read'))
  }, rereadMs)
  tick()

  return {
    view: () =>
      last &&
      viewSite({
        ...{ ...last, siteId, fence: fence.fence, accounts, planning },
        ...{ inputs: inputs.now, clock, meters: world.meters },
      }),
    inputsChanged: () => inputs.changed(),
    drawnBelow: (circuitId, at) => last?.gathered.drawnBelow(circuitId, at) ?? null,
    async stop() {
      stopped = true
      clearInterval(timer)
      clearInterval(rereading)
      for (const end of leave) end()
      questions.stop()
      await Promise.allSettled([working, inputs.stop(), planning.stop(), flexibility.stop()])
      await draws.stop().catch(logged('how vehicles draw could not be stored'))
      await sentGrants
        .settling(async (settled) => {
          if (settled.length > 0) await ctx.transaction((tx) => tx.steering.settleGrants(fence, settled))
        })
        .catch(logged('what became of grants could not be stored'))
    },
  }

  function tick(): void {
    if (!isReady) return
    const nowMs = clock.nowMs()
    inputs.look()
    if (ctx.now().epochMilliseconds >= nextLimitMs) {
      planLimits()
      requestRound('limit')
    }
    if (hasNewSample || nowMs - lastGuardMs >= guardMs) guard(nowMs)
    if (agenda.isQuiet(nowMs)) requestRound('period')
    questions.askAgain()
    if (last) planning.makeWhenDue(inputs.now, () => gather('event'))
    const cause = working ? null : agenda.take(nowMs)
    if (!cause) return
    working = round(cause)
      .catch(onRoundFailed)
      .finally(() => {
        working = null
        // A limit that was lowered meanwhile does not wait for the next look.
        if (agenda.isUrgent) setImmediate(() => guarded(tick))
      })
  }

  function requestRound(cause: RoundInput['cause']): void {
    if (agenda.ask(cause) === 'now') setImmediate(() => guarded(tick))
  }

  /** What another node has stored, and what was missed. */
  async function reread(): Promise<void> {
    await picture.read(chargerIds())
    for (const id of chargerIds()) follow(id)
  }

  function onCharger(update: ChargerUpdate): void {
    const firmware = picture.charger(update.chargerId)?.firmware
    const noticed = picture.apply(update)
    if (!noticed) return
    onNoticed(update.chargerId, noticed, firmware)
    draws.take(update.chargerId, update.readings, { inputs: inputs.now, picture, accounts, nowMs: clock.nowMs() })
  }

  function onNoticed(chargerId: number, noticed: { link: boolean; booted: boolean }, firmware?: string | null): void {
    follow(chargerId)
    if (noticed.booted) words.forget(chargerId)
    if (noticed.booted && picture.charger(chargerId)?.firmware !== firmware) accounts.forgive(chargerId, clock.nowMs())
    if (!noticed.link && !noticed.booted) return
    questions.whatItGoesBy(chargerId, noticed.booted)
    requestRound('event')
  }

  /** Another node has the charger: what it measures comes with the word, all else is on record. */
  function onTold({ chargerId, readings, hasBooted, hasChanged }: ToldCharger): void {
    if (!picture.charger(chargerId)) return
    if (readings.length > 0) {
      onCharger({ chargerId, readings, link: null, boot: null, states: [], sessions: [], messages: [] })
    }
    if (hasChanged) readTold(chargerId, hasBooted).catch(logged('a charger could not be read'))
  }

  async function readTold(chargerId: number, booted: boolean): Promise<void> {
    const before = picture.charger(chargerId)
    const after = await picture.readOne(chargerId)
    if (stopped || !before || !after) return
    onNoticed(chargerId, { link: before.connected !== after.connected, booted }, before.firmware)
  }

  function follow(chargerId: number): void {
    const charger = picture.charger(chargerId)
    if (!charger) return
    for (const { before, after } of accounts.follow(charger, picture, clock.nowMs())) {
      if (after.obeysLease !== before.obeysLease) questions.note(after, { obeysLease: after.obeysLease })
      requestRound('event')
    }
  }

  function onSample(sample: CircuitSample): void {
    if (!inputs.now.meters.some(({ id }) => id === sample.meterId)) return
    hasNewSample = true
    contracts.follow(inputs.now, sample)
    for (const { chargerId, evse, learntPhases } of phases.take(sample, inputs.now, picture)) {
      questions.note({ chargerId, evse }, { learntPhases })
    }
  }

  async function takeInputs({ topology }: SiteInputs): Promise<void> {
    const before = new Set(topology.chargers.map(({ chargerId }) => chargerId))
    const added = chargerIds().filter((id) => !before.has(id))
    const grants = added.length > 0 ? await ctx.steering.openGrants(siteId) : []
    if (added.length > 0) await picture.read(chargerIds())
    accounts.takeTopology(inputs.now, picture, grants, clock.nowMs())
    for (const id of added) questions.whatItGoesBy(id)
    planLimits()
    planning.hurry()
    requestRound('limit')
  }

  /** Whether what may be followed, or is drawn, is above a limit right now (L1): then it is lowered at once. */
  function guard(nowMs: number): void {
    hasNewSample = false
    lastGuardMs = nowMs
    if (!last) return
    const gathered = gather('guard')
    const { exceeded, unmanaged } = gathered
    flexibility.follow(inputs.now, gathered, ctx.now())
    planning.follow(inputs.now, gathered)
    if (exceeded.length > 0) requestRound('guard')
    for (const { id: meterId, circuitId } of inputs.now.meters) {
      const load = unmanaged.get(circuitId)
      const at = world.meters.state(meterId)?.good?.at
      if (load?.source !== 'measured' || !at) continue
      world.meters.noteUnmanaged({ meterId, at, amps: load.amps, powerW: load.powerW })
    }
  }

  function gather(cause: RoundInput['cause']): Gathered {
    const now = ctx.now()
    energy.note(sessionsHere(), now)
    const gathered = gatherRound({
      ...{ cause, inputs: inputs.now, picture, accounts, plan: planning.inForce, recentRaises, energy },
      ...{
        contractW: contracts.allowed(inputs.now, now),
        nowMs: clock.nowMs(),
        now,
        meters: world.meters,
        unevenSince,
      },
    })
    unevenSince = gathered.unevenSince
    const advice = flexibility.advice(inputs.now, gathered, now, planning.inForce !== null)
    return { ...gathered, input: { ...gathered.input, advice } }
  }

  async function round(cause: RoundInput['cause']): Promise<void> {
    await sentGrants.clearDoubt()
    const gathered = gather(cause)
    const { input } = gathered
    agenda.began(input.atMs)
    const beganMs = performance.now()
    const outcome = decideRound(input)
    const durationMs = performance.now() - beganMs
    const toSend = await profilesToSend(outcome, {
      ...{ ctx, words, inputs: inputs.now, picture, accounts, nowMs: clock.nowMs() },
    })
    const at = ctx.now()
    const news = reasons.newsOf({ gathered, outcome, readinessOf: planning.readinessOf, at })
    const decided = { fence, at, engine: world.version, input, outcome, durationMs, reasons: news, bases }
    const { roundId, sent } = await sentGrants.settling((settled) =>
      keepRound(ctx, { ...decided, settled, deadlineAt: deadline(at) }, toSend),
    )
    for (const { key, state } of outcome.calm) accounts.calm.set(key, state)
    sentGrants.take(sent, input.atMs)
    for (const { charger } of toSend) ctx.chargerLink.commandsWaiting(charger)
    reasons.told(news)
    recentRaises = outcome.recentRaises
    last = { id: roundId, at, input, outcome, gathered }
    const beside = alarmsBeside({ inputs: inputs.now, planning, flexibility, clock, now: at })
    await alarms.keep(last, accounts, clock.nowMs(), beside)
    draws.keepEnded(picture).catch(logged('how vehicles draw could not be stored'))
    care.after(last, accounts, inputs.now, clock.nowMs())
  }

  /** No answer in time, by the chargers' clock; on a fast clock as much of real time as machines need. */
  function deadline(at: Temporal.Instant): Temporal.Instant {
    return at.add({ seconds: Math.ceil(answerSeconds * Math.max(1, ctx.settings.clockRate / 30)) })
  }

  function onRoundFailed(error: unknown): void {
    if (error instanceof Problem && error.code === 'fence_lost') {
      world.lost()
      return
    }
    sentGrants.doubt()
    logged('a round could not be kept: chargers keep what they have until their leases end')(error)
    requestRound('event')
  }

  function planLimits(): void {
    const now = ctx.now()
    const edges = flexibilityEdges(inputs.now).filter((at) => Temporal.Instant.compare(at, now) > 0)
    const limit = nextLimitChange(inputs.now.sources, now)
    nextLimitMs = Math.min(...[...edges, ...(limit ? [limit] : [])].map(({ epochMilliseconds }) => epochMilliseconds))
  }

  function chargerIds(): number[] {
    return inputs.now.topology.chargers.map(({ chargerId }) => chargerId)
  }

  function sessionsHere(): LiveSession[] {
    return chargerIds().flatMap((id) => picture.charger(id)?.sessions ?? [])
  }

  function guarded(work: () => void): void {
    if (stopped) return
    try {
      work()
    } catch (error) {
      ctx.log.error({ err: error, siteId }, 'the engine of a site has failed at something')
    }
  }

  function logged(message: string) {
    return (error: unknown) => ctx.log.warn({ err: error, siteId }, message)
  }
}

/** The last round with all that it stood on. */
export type Decided = {
  id: number
  at: Temporal.Instant
  input: RoundInput
  outcome: RoundOutcome
  gathered: Gathered
}

const guardMs = 5_000
const answerSeconds = 30
const rereadMs = 15_000
