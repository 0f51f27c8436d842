import type { RemoteStart, TapResult } from './charger.ts'
import type { ChargerSettings } from './charger-settings.ts'
import { decideCard } from './decide-card.ts'
import type { Evse } from './evse.ts'
import { type CardMemory, isSameCard } from './known-cards.ts'
import { canTake, choosePlace, mightTake, type Site } from './places.ts'
import type { Guest, SessionStart } from './session.ts'
import type { Voice } from './voice.ts'

export type CardReaderOptions = {
  site: Site
  settings: ChargerSettings
  cards: CardMemory
  nowMs(): number
  evse(number: number): Evse | undefined
  authorize(card: string): ReturnType<Voice['authorize']>
  /** Begins a session here, or waits for the plug. */
  take(evse: Evse, guest: Guest, start: SessionStart): TapResult
  /** Ends the session here because of this card. */
  stop(evse: Evse, card: string): void
  onRefused(card: string): void
}

/** Decides what follows when somebody shows a card, or the server shows one in somebody's place. */
export class CardReader {
  readonly #options: CardReaderOptions

  constructor(options: CardReaderOptions) {
    this.#options = options
  }

  async tap(card: string, at?: Evse): Promise<TapResult> {
    const { site, take, onRefused } = this.#options
    if (!site.isPowered) return 'refused'
    const own = site.evses.find((evse) => (!at || evse === at) && isSameCard(evse.session?.card, card))
    if (own) return this.#stop(own, card)
    if (at?.session) return this.#stopByGroup(at, card)

    const candidates = at ? [at] : site.evses
    if (!candidates.some((evse) => mightTake(site, evse, card))) return 'no-place'
    const answer = await this.#decide(card)
    if (!answer.isAccepted) {
      onRefused(card)
      return 'refused'
    }
    const guest = { card, group: answer.group }
    const evse = at ?? choosePlace(site, guest)
    if (!evse || !canTake(site, evse, guest)) return 'no-place'
    return take(evse, guest, { by: 'card', remoteStartId: null, reservationId: null, profile: null })
  }

  startRemotely({ card, evse: asked, remoteStartId, profile }: RemoteStart): Evse | null {
    const { site, evse: evseOf } = this.#options
    if (!site.isPowered) return null
    const guest = { card, group: this.#recall(card)?.group ?? null }
    const evse = asked === null ? choosePlace(site, guest) : evseOf(asked)
    if (!evse || !canTake(site, evse, guest)) return null
    const start: SessionStart = { by: 'remote', remoteStartId, reservationId: null, profile }
    // The answer goes out before what follows from it.
    setImmediate(() => void this.#goOn(evse, guest, start))
    return evse
  }

  async #goOn(evse: Evse, known: Guest, start: SessionStart): Promise<void> {
    const { site, settings, take, onRefused } = this.#options
    const { card } = known
    let guest = known
    if (settings.authorizeRemoteStarts) {
      const { isAccepted, group } = await this.#decide(card)
      if (!isAccepted) {
        onRefused(card)
        return
      }
      guest = { card, group }
    }
    if (canTake(site, evse, guest)) take(evse, guest, start)
  }

  #stop(evse: Evse, card: string): TapResult {
    this.#options.stop(evse, card)
    return 'stopped'
  }

  async #stopByGroup(evse: Evse, card: string): Promise<TapResult> {
    const { session } = evse
    const { isAccepted, group } = await this.#decide(card)
    if (!session || evse.session !== session) return 'no-place'
    if (!isAccepted || !isSameCard(session.group, group)) return 'refused'
    return this.#stop(evse, card)
  }

  #decide(card: string): ReturnType<typeof decideCard> {
    const { settings, authorize } = this.#options
    return decideCard({ settings, known: this.#recall(card), authorize: () => authorize(card) })
  }

  #recall(card: string): ReturnType<CardMemory['find']> {
    const { settings, cards, nowMs } = this.#options
    const { isListEnabled: useList, isCacheEnabled: useCache } = settings
    return cards.find(card, { useList, useCache, nowMs: nowMs() })
  }
}
