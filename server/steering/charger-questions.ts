import type { ChargerSupply, EvseSupply } from '#core/circuits/circuit.ts'
import type { ChargerRef, Context } from '#core/context.ts'
import { proved, reconciled } from '#core/steering/account-steps.ts'
import { startsLater } from '#core/steering/calm-step.ts'
import { provesFallback, provesLeaseEnd } from '#core/steering/proofs.ts'
import type { SitePicture } from './picture.ts'
import type { ProfileWords } from './profiles-for.ts'
import { askSchedule, type Reconciled, reconcile } from './reconcile.ts'
import type { SiteAccounts } from './site-accounts.ts'
import type { SiteInputs } from './site-inputs.ts'
import type { Talk } from './talk.ts'

type World = {
  ctx: Context
  talk: Talk
  words: ProfileWords
  accounts: SiteAccounts
  picture: SitePicture
  inputs: () => SiteInputs
  nowMs: () => number
  random: () => number
  /** An answer has changed what is known. */
  learnt: () => void
  failed: (message: string) => (error: unknown) => void
}

/** What the engine asks of chargers beside telling them grants: what they go by, and whether they keep their promises. */
export class ChargerQuestions {
  readonly #world: World
  /** Who is being asked now; a new link begins anew. */
  readonly #asking = new Map<number, object>()
  readonly #askedMs = new Map<number, number>()
  readonly #leasesChecked = new Set<string>()

  constructor(world: World) {
    this.#world = world
  }

  /** Has every EVSE of a charger say what it goes by; until then nothing of it is raised (smart-charging 8). */
  whatItGoesBy(chargerId: number, hasBooted = false): void {
    const { picture, inputs, nowMs, failed } = this.#world
    const supply = inputs().topology.chargers.find((one) => one.chargerId === chargerId)
    if (!supply || !picture.charger(chargerId)?.connected) return
    const mark = {}
    const isCurrent = () => this.#asking.get(chargerId) === mark
    this.#asking.set(chargerId, mark)
    this.#askedMs.set(chargerId, nowMs())
    this.#askEach(supply, hasBooted, isCurrent)
      .catch(failed('a charger could not be asked what it goes by'))
      .finally(() => isCurrent() && this.#asking.delete(chargerId))
  }

  /**
   * Asks those again of which nobody knows what they go by; from time to time those that have not answered, which brings
   * them back; and once a day everybody, for what they fall back to.
   */
  askAgain(): void {
    const { accounts, inputs, nowMs } = this.#world
    for (const { key, chargerId, link, conduct } of accounts.all.values()) {
      const supply = inputs().rows.evses.get(key)?.supply
      const isDaily = supply !== undefined && this.#isOld(supply)
      const isLost = conduct.kind === 'uncooperative'
      const afterMs = !link.reconciled ? askAgainMs : isLost ? tryAgainMs : isDaily ? checkAgainMs : null
      if (!link.online || afterMs === null || this.#asking.has(chargerId)) continue
      if (nowMs() - (this.#askedMs.get(chargerId) ?? Number.NEGATIVE_INFINITY) >= afterMs) this.whatItGoesBy(chargerId)
    }
  }

  /** Nobody waits for answers any more. */
  stop(): void {
    this.#asking.clear()
  }

  /** Whether chargers of this model let a grant end is asked of the first that has one (smart-charging 7.1). */
  whetherLeasesEnd(key: string): void {
    const { accounts, picture, inputs, failed } = this.#world
    const evse = inputs().rows.evses.get(key)
    const confirmed = accounts.get(key)?.confirmed
    if (!evse || !confirmed || confirmed.value <= evse.supply.fallback) return
    const { vendor, model, firmware } = picture.charger(evse.charger.chargerId) ?? {}
    const make = `${vendor}/${model}/${firmware}`
    if (this.#leasesChecked.has(make)) return
    this.#leasesChecked.add(make)
    this.#checkLease(key, evse.charger, evse.supply)
      .then((isAnswered) => isAnswered || this.#leasesChecked.delete(make))
      .catch(failed('whether a charger lets its grants end could not be asked'))
  }

  /** Keeps what became known of an EVSE. */
  note(place: { chargerId: number; evse: number }, known: Known): void {
    const { ctx, failed } = this.#world
    ctx
      .transaction((tx) => tx.circuits.noteEvse(place.chargerId, place.evse, known))
      .catch(failed('what is known of an EVSE could not be stored'))
  }

  async #askEach(charger: ChargerSupply, hasBooted: boolean, isCurrent: () => boolean): Promise<void> {
    const { talk, words, accounts, inputs, nowMs, random, learnt } = this.#world
    let afterSeconds = settlesSeconds + random() * Math.min(mostSpreadSeconds, inputs().topology.chargers.length / 20)
    for (const supply of charger.evses) {
      const key = `${charger.chargerId}/${supply.evse}`
      const isDue = hasBooted || this.#isOld(supply) || accounts.get(key)?.fallbackVerified === false
      const { voltageV } = inputs().rows.circuitsAbove(charger.circuitId).at(-1)!
      const fallback = isDue ? await words.fallback(charger.chargerId, supply, voltageV) : null
      const { leaseSeconds } = inputs().site.settings
      const asked = { talk, charger: this.#ref(charger), supply, fallback, leaseSeconds, afterSeconds, nowMs }
      const found = await reconcile(asked)
      afterSeconds = 0
      if (!isCurrent()) return
      this.#takeAnswer(key, supply, found)
      learnt()
      // Once for the charger; one that does not take it is kept by what its EVSEs are granted.
      const station = isDue && supply === charger.evses[0] ? await words.station(charger) : null
      if (station && isCurrent()) {
        const request = { kind: 'set-profile', evse: 0, profile: station } as const
        await talk.ask(this.#ref(charger), request, { withinSeconds: patienceSeconds })
      }
    }
  }

  #takeAnswer(key: string, supply: EvseSupply, found: Reconciled): void {
    const { ctx, accounts, nowMs, random } = this.#world
    const account = accounts.get(key)
    if (!account?.link.online) return
    const { place, sessionId } = account
    const { follows, askedAtMs, tookFallback, reckoned } = found
    const next = reconciled(account, { askedAtMs, place, sessionId, follows }, nowMs())
    // Without a session what it goes by is what it begins with.
    const isProof = place !== 'charging' && reckoned !== null
    const isProved = tookFallback === true && isProof && provesFallback(reckoned, supply.fallback)
    const isKnown = tookFallback === false || (tookFallback === true && place !== 'charging')
    if (isKnown) this.note(account, { fallbackVerifiedAt: isProved ? ctx.now() : null })
    const about = isProved ? { fallback: supply.fallback, fallbackVerified: true } : { fallbackVerified: false }
    accounts.all.set(key, isKnown ? proved(next, about) : next)
    accounts.calm.set(key, startsLater(accounts.calmOf(key), nowMs(), random() * spreadMs))
  }

  async #checkLease(key: string, charger: ChargerSupply, supply: EvseSupply): Promise<boolean> {
    const { talk, accounts, inputs, nowMs } = this.#world
    const { leaseSeconds } = inputs().site.settings
    const before = accounts.get(key)
    const { reckoned } = await askSchedule({ talk, charger: this.#ref(charger), supply, leaseSeconds, nowMs })
    const after = accounts.get(key)
    const confirmed = after?.confirmed
    // What it said may be of another grant, which was on its way meanwhile.
    const isOther = !before || before.pending.length > 0 || (after?.pending.length ?? 0) > 0
    if (!reckoned || !confirmed || isOther || before.confirmed?.grantId !== confirmed.grantId) return false
    const endS = (confirmed.untilMs - reckoned.atMs) / 1_000 + toleranceSeconds
    const grant = { value: confirmed.value, untilMs: confirmed.untilMs, fallback: supply.fallback }
    if (reckoned.durationSeconds <= endS || provesLeaseEnd(reckoned, grant)) return true
    accounts.update(key, (account) => proved(account, { obeysLease: false }))
    this.note({ chargerId: charger.chargerId, evse: supply.evse }, { obeysLease: false })
    return true
  }

  #isOld({ fallbackVerifiedAt: at }: EvseSupply): boolean {
    return at === null || this.#world.ctx.now().since(at).total('hours') >= verifiedForHours
  }

  #ref({ chargerId: id, identity }: ChargerSupply): ChargerRef {
    return { id, tenant: this.#world.ctx.tenant, identity }
  }
}

type Known = Partial<Pick<EvseSupply, 'fallbackVerifiedAt' | 'obeysLease' | 'learntPhases'>>

/** What a charger falls back to is checked daily (smart-charging 7.1). */
const verifiedForHours = 24
/** Starts are spread after a link or power has come back (smart-charging 5.6). */
const spreadMs = 60_000
const toleranceSeconds = 60
const patienceSeconds = 60
/** Real time: what a charger that comes back takes to tell what it has to tell, and over how long all are asked. */
const settlesSeconds = 1
const mostSpreadSeconds = 60
const askAgainMs = 30_000
const tryAgainMs = 300_000
const checkAgainMs = 3_600_000
