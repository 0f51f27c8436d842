import type { ChargerSettings } from './charger-settings.ts'
import type { ClockTimer, SimulatedClock } from './clock.ts'
import { computeFlows } from './energy-flow.ts'
import { deliver, type Evse } from './evse.ts'
import type { ChargingProfile } from './profiles/charging-profile.ts'
import type { Random } from './random.ts'
import type { Session } from './session.ts'
import { bide } from './vehicle.ts'

export type MeteringOptions = {
  clock: SimulatedClock
  settings: ChargerSettings
  evses: readonly Evse[]
  /** Those that it goes by. */
  profiles(): readonly ChargingProfile[]
  random: Random
  isPowered(): boolean
  /** Time has passed, and the meters and batteries are up to now. */
  onAdvanced(): void
  /** The meter is to be told. */
  onSample(session: Session, evse: Evse): void
}

/** Lets energy flow as time passes, lazily, with a pulse while a session runs. */
export class Metering {
  readonly #options: MeteringOptions
  readonly #sampledMs = new Map<Session, number>()
  #settledMs: number
  #pulse: ClockTimer | null = null

  constructor(options: MeteringOptions) {
    this.#options = options
    this.#settledMs = options.clock.nowMs()
  }

  begin(session: Session): void {
    this.#settledMs = Math.max(this.#settledMs, session.startedMs)
    this.#sampledMs.set(session, session.startedMs)
    this.#flow(session.startedMs)
  }

  end(session: Session): void {
    this.#sampledMs.delete(session)
  }

  /** Brings meters and batteries up to now. */
  advance(): void {
    const { clock, evses, isPowered } = this.#options
    const nowMs = clock.nowMs()
    if (!isPowered() || !this.#isInUse()) {
      this.#settledMs = nowMs
      return
    }
    while (this.#settledMs < nowMs) {
      const stepMs = Math.min(longestStepMs, nowMs - this.#settledMs)
      this.#flow(this.#settledMs)
      for (const evse of evses) {
        if (!evse.session) continue
        deliver(evse, evse.powerW, stepMs / 1_000)
        if (evse.vehicle) bide(evse.vehicle, evse, stepMs / 1_000)
      }
      this.#settledMs += stepMs
    }
    this.#flow(nowMs)
  }

  #flow(atMs: number): void {
    const { evses, profiles, random } = this.#options
    computeFlows(evses, { profiles: profiles(), atMs, random })
  }

  // At most ten simulated seconds behind, but no more than twenty times a real second.
  schedulePulse(): void {
    if (this.#pulse || !this.#isInUse()) return
    const { clock, settings } = this.#options
    const sampleMs = settings.sampleIntervalSeconds * 1_000 || longestStepMs
    const afterMs = Math.max(Math.min(longestStepMs, sampleMs), shortestPulseRealMs * clock.rate)
    this.#pulse = clock.setTimeout(() => {
      this.#pulse = null
      this.advance()
      this.#options.onAdvanced()
      this.#sample()
      this.schedulePulse()
    }, afterMs)
  }

  cancelPulse(): void {
    this.#pulse?.cancel()
    this.#pulse = null
  }

  #isInUse(): boolean {
    return this.#options.evses.some(({ session }) => session !== null)
  }

  #sample(): void {
    const { settings, evses, onSample } = this.#options
    const intervalMs = settings.sampleIntervalSeconds * 1_000
    if (intervalMs === 0) return
    for (const evse of evses) {
      const { session } = evse
      const sampledMs = session && this.#sampledMs.get(session)
      if (!session || sampledMs === undefined || sampledMs === null) continue
      const due = Math.floor((this.#settledMs - sampledMs) / intervalMs)
      if (due < 1) continue
      this.#sampledMs.set(session, sampledMs + due * intervalMs)
      onSample(session, evse)
    }
  }
}

const longestStepMs = 10_000
const shortestPulseRealMs = 50
