import type { ChargerSettings } from '../charger-settings.ts'
import type { ClockTimer, SimulatedClock } from '../clock.ts'
import type { BootReason, Dialogue, Outcome } from './dialogue.ts'

export type RegistrationStatus = 'none' | 'accepted' | 'pending' | 'rejected'

export type RegistrationOptions = {
  clock: SimulatedClock
  settings: ChargerSettings
  dialogue: Dialogue
  call(action: string, payload: object, options?: { isEarly: boolean }): Promise<Outcome>
  /** The server answered a boot, in its own word. */
  onRegistered(status: string): void
  /** The charger may speak: after a boot, or again without one. */
  onAccepted(wasBooted: boolean): void
}

/** Boots as often as it takes until the server accepts the charger, obeys its interval, and then sends heartbeats. */
export class Registration {
  status: RegistrationStatus = 'none'

  readonly #options: RegistrationOptions
  #bootReason: BootReason | null = 'power'
  #retry: ClockTimer | null = null
  #heartbeat: ClockTimer | null = null

  constructor(options: RegistrationOptions) {
    this.#options = options
  }

  /** The next connection boots first. */
  forget(reason: BootReason): void {
    this.#bootReason = reason
    this.status = 'none'
  }

  onOpen(): void {
    if (this.#bootReason === null && this.status === 'accepted') this.#goOn(false)
    else this.boot(this.#bootReason ?? 'power')
  }

  onClose(): void {
    this.#heartbeat?.cancel()
    this.#retry?.cancel()
  }

  boot(reason: BootReason): void {
    this.#retry?.cancel()
    const { dialogue, call } = this.#options
    const { action, payload } = dialogue.boot(reason)
    void call(action, payload, { isEarly: true }).then((outcome) => this.#onBooted(reason, outcome))
  }

  #onBooted(reason: BootReason, outcome: Outcome): void {
    const { settings, onRegistered } = this.#options
    if (outcome.kind === 'offline') return
    if (outcome.kind !== 'answered') {
      this.#bootLater(reason, settings.transactionMessageRetrySeconds)
      return
    }
    const { status, interval } = outcome.payload as { status: string; interval: number }
    this.status = status === 'Accepted' ? 'accepted' : status === 'Pending' ? 'pending' : 'rejected'
    onRegistered(status)
    if (this.status !== 'accepted') {
      this.#bootLater(reason, interval > 0 ? interval : settings.transactionMessageRetrySeconds)
      return
    }
    this.#bootReason = null
    if (interval > 0) settings.heartbeatIntervalSeconds = interval
    this.#goOn(true)
  }

  #bootLater(reason: BootReason, seconds: number): void {
    this.#bootReason = reason
    this.#retry = this.#options.clock.setTimeout(() => this.boot(reason), seconds * 1_000)
  }

  #goOn(wasBooted: boolean): void {
    this.#scheduleHeartbeat()
    this.#options.onAccepted(wasBooted)
  }

  #scheduleHeartbeat(): void {
    this.#heartbeat?.cancel()
    const { clock, settings, call } = this.#options
    if (settings.heartbeatIntervalSeconds <= 0) return
    this.#heartbeat = clock.setTimeout(
      () => {
        void call('Heartbeat', {})
        this.#scheduleHeartbeat()
      },
      Math.max(settings.heartbeatIntervalSeconds * 1_000, shortestHeartbeatRealMs * clock.rate),
    )
  }
}

const shortestHeartbeatRealMs = 1_000
