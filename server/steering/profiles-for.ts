import type { ChargerSupply, EvseSupply } from '#core/circuits/circuit.ts'
import type { NewProfile } from '#core/commands/requests/smart-charging.ts'
import type { Context } from '#core/context.ts'
import { readCapabilities } from '#core/smart-charging/capabilities.ts'
import type { RateUnit } from '#core/smart-charging/profile.ts'
import type { Account, NewAccount } from '#core/steering/account.ts'
import { fallbackProfile, grantProfile, type ProfileTaker, stationProfile } from '#core/steering/grant-profile.ts'
import type { RoundOutcome, Send } from '#core/steering/round.ts'
import { phasesKnown } from '#core/steering/seen-phases.ts'
import { runningOn } from './follow-charger.ts'
import type { ToSend } from './keep-round.ts'
import type { SitePicture } from './picture.ts'
import type { SiteAccounts } from './site-accounts.ts'
import type { SiteInputs } from './site-inputs.ts'

/** An EVSE as an account reckons with it. */
export function hardwareOf({ chargerId, maxA, maxW }: ChargerSupply, supply: EvseSupply): NewAccount {
  const isAc = supply.kind === 'ac'
  const most = isAc ? Math.min(supply.maxA, maxA ?? Infinity) : Math.min(supply.maxW ?? Infinity, maxW ?? Infinity)
  return {
    ...{ chargerId, evse: supply.evse, unit: isAc ? 'A' : 'W', max: Number.isFinite(most) ? most : 0 },
    ...{
      fallback: supply.fallback,
      fallbackVerified: supply.fallbackVerifiedAt !== null,
      obeysLease: supply.obeysLease,
    },
  }
}

/** What chargers have to be told, in the way that each of them takes it. */
export class ProfileWords {
  readonly #ctx: Context
  readonly #takers = new Map<number, { untilMs: number; taker: Promise<ProfileTaker> }>()

  constructor(ctx: Context) {
    this.#ctx = ctx
  }

  /** Its firmware, and so what it takes, may be another one now. */
  forget(chargerId: number): void {
    this.#takers.delete(chargerId)
  }

  async grant(
    chargerId: number,
    said: {
      send: Send
      supply: EvseSupply
      fallback: number
      phases: 1 | 2 | 3 | null
      voltageV: number
      sessionStartedMs: number
      nowMs: number
    },
  ): Promise<NewProfile> {
    const { send, supply, fallback, phases, voltageV, sessionStartedMs, nowMs } = said
    const unit = supply.kind === 'ac' ? 'A' : 'W'
    return grantProfile(
      {
        ...{ value: send.value, unit, min: supply.min, fallback, nowMs, untilMs: send.untilMs },
        ...{ sessionStartedMs, phases, voltageV },
      },
      await this.#taker(chargerId),
    )
  }

  async fallback(chargerId: number, supply: EvseSupply, voltageV: number): Promise<NewProfile> {
    const unit = supply.kind === 'ac' ? 'A' : 'W'
    const { fallback, min } = supply
    return fallbackProfile({ fallback, min, unit, voltageV }, await this.#taker(chargerId))
  }

  /** What the charger's supply is rated for, as it was commissioned; null: not more than its EVSEs are. */
  async station({ chargerId, maxA, maxW }: ChargerSupply): Promise<NewProfile | null> {
    const { units } = await this.#taker(chargerId)
    const takes = (unit: RateUnit) => units === null || units.length === 0 || units.includes(unit)
    if (maxW !== null && takes('W')) return stationProfile({ unit: 'W', value: maxW })
    return maxA !== null && takes('A') ? stationProfile({ unit: 'A', value: maxA }) : null
  }

  #taker(chargerId: number): Promise<ProfileTaker> {
    const known = this.#takers.get(chargerId)
    if (known && known.untilMs > performance.now()) return known.taker
    const taker = this.#read(chargerId)
    taker.catch(() => this.forget(chargerId))
    this.#takers.set(chargerId, { untilMs: performance.now() + heldMs, taker })
    return taker
  }

  async #read(chargerId: number): Promise<ProfileTaker> {
    const { maxStackLevel, units } = readCapabilities(await this.#ctx.devices.variables(chargerId))
    // From the records: another node may have the charger, and would lose it to whoever works for it here.
    const skewMs = (await this.#ctx.chargers.detail(chargerId))?.clockSkewMs ?? 0
    return { maxStackLevel, units, isClockOff: Math.abs(skewMs) > 60_000 }
  }
}

type Sending = {
  ctx: Context
  words: ProfileWords
  inputs: SiteInputs
  picture: SitePicture
  accounts: Pick<SiteAccounts, 'get'>
  nowMs: number
}

/** The profiles that carry what a round has decided, in its order. */
export function profilesToSend({ sends }: RoundOutcome, from: Sending): Promise<ToSend[]> {
  const { ctx, words, inputs, picture, accounts, nowMs } = from
  return Promise.all(
    sends.map(async (send) => {
      const { charger, supply, unit } = inputs.rows.evses.get(send.key)!
      const { chargerId: id, identity } = charger
      const live = picture.charger(id)
      const startedAt = live && runningOn(live, supply.evse)?.startedAt
      const profile = await words.grant(id, {
        ...{ send, supply, fallback: supply.fallback, nowMs },
        voltageV: inputs.rows.circuitsAbove(charger.circuitId).at(-1)!.voltageV,
        phases: phaseCount(accounts.get(send.key)),
        sessionStartedMs: startedAt?.epochMilliseconds ?? nowMs,
      })
      return { send, charger: { id, tenant: ctx.tenant, identity }, evse: supply.evse, unit, profile }
    }),
  )
}

/** As it is reckoned with: a charger that is told fewer phases than its vehicle draws from would have to pause it. */
export function phaseCount(account: Account | undefined): 1 | 2 | 3 | null {
  const known = account?.place === 'charging' ? phasesKnown(account.phases) : null
  return (known?.length ?? null) as 1 | 2 | 3 | null
}

const heldMs = 600_000
