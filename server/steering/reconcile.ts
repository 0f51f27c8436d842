import type { EvseSupply } from '#core/circuits/circuit.ts'
import type { NewProfile } from '#core/commands/requests/smart-charging.ts'
import type { CommandRequest } from '#core/commands/requests.ts'
import type { ChargerRef } from '#core/context.ts'
import type { Reckoned } from '#core/steering/proofs.ts'
import type { Talk } from './talk.ts'
import { rateNow, toldSchedule } from './told-schedule.ts'

type Asked = {
  talk: Talk
  charger: ChargerRef
  supply: EvseSupply
  leaseSeconds: number
  /** Not at once: a charger that comes back first tells what it has to tell, and not all are asked in the same second. */
  afterSeconds?: number
  nowMs: () => number
}

export type Reconciled = {
  askedAtMs: number
  /** `unknown`: it did not say. */
  follows: { value: number; untilMs: number } | 'unknown'
  /** What it said, when that was in the unit of its EVSE. */
  reckoned: Reckoned | null
  /** Whether it has said yes to its fallback just now; null: it was not asked. */
  tookFallback: boolean | null
}

/**
 * Has a charger's EVSE say what it goes by, after it was away or somebody else steered it (smart-charging 7.1, 8). What it
 * falls back to by itself is written anew before, so that what it says is also the proof of it.
 */
export async function reconcile(asked: Asked & { fallback: NewProfile | null }): Promise<Reconciled> {
  const { talk, charger, supply, fallback } = asked
  let tookFallback: boolean | null = null
  if (fallback) {
    const request = { kind: 'set-profile', evse: supply.evse, profile: fallback } as const
    const how = { withinSeconds: patienceSeconds, ...after(asked) }
    tookFallback = (await talk.ask(charger, request, how)).state === 'accepted'
  }
  const rest = fallback ? { ...asked, afterSeconds: 0 } : asked
  return { ...(await askSchedule(rest)), tookFallback }
}

/** What an EVSE goes by, well beyond the end of a lease. */
export async function askSchedule(asked: Asked): Promise<Omit<Reconciled, 'tookFallback'>> {
  const { talk, charger, supply, leaseSeconds, nowMs } = asked
  const askedAtMs = nowMs()
  const unit = supply.kind === 'ac' ? 'A' : 'W'
  const durationSeconds = 3 * leaseSeconds
  const question: CommandRequest = { kind: 'read-schedule', evse: supply.evse, durationSeconds, unit }
  const answer = await talk.ask(charger, question, { withinSeconds: patienceSeconds, ...after(asked) })
  const told = answer.state === 'accepted' ? toldSchedule(answer.response, nowMs()) : null
  const rate = told && rateNow(told.reckoned)
  if (!told || !rate) return { askedAtMs, follows: 'unknown', reckoned: null }
  if (told.unit === unit) return { askedAtMs, follows: rate, reckoned: told.reckoned }
  // At least as much as was said, whatever the number of phases.
  const value = unit === 'W' ? rate.value * 3 * nominalV : rate.value / nominalV
  return { askedAtMs, follows: { ...rate, value }, reckoned: null }
}

const after = ({ afterSeconds }: Asked) => (afterSeconds === undefined ? {} : { afterSeconds })

const nominalV = 230
const patienceSeconds = 60
