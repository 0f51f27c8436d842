import { coefficientsOf, wattsPerUnitOf } from '#core/circuits/rows-of.ts'
import type { LiveCharger } from '#core/live/live-charger.ts'
import type { Account } from '#core/steering/account.ts'
import {
  forgiven,
  grantConfirmed,
  grantRefused,
  grantSent,
  grantUnanswered,
  grantUnsent,
  hardwareChanged,
} from '#core/steering/account-steps.ts'
import { type CalmState, calmAtFirst } from '#core/steering/calm-state.ts'
import { rebuiltAccount } from '#core/steering/rebuilt-account.ts'
import { phasesKnown } from '#core/steering/seen-phases.ts'
import type { Grant } from '#core/steering/steering-store.ts'
import { followCharger, runningOn } from './follow-charger.ts'
import type { Drawn, Pictured } from './picture.ts'
import { hardwareOf } from './profiles-for.ts'
import type { SiteInputs } from './site-inputs.ts'

/** How a grant that was sent has ended. */
export type GrantEnd = 'confirmed' | 'refused' | 'unanswered' | 'ended'

/** What every EVSE of a site may be following, as far as this engine knows, and how it was changed lately. */
export class SiteAccounts {
  readonly all = new Map<string, Account>()
  readonly calm = new Map<string, CalmState>()
  readonly #wattsPerUnit = new Map<string, number>()
  /** Those of three phases, with their voltage to neutral. */
  readonly #threePhased = new Map<string, number>()

  get(key: string): Account | undefined {
    return this.all.get(key)
  }

  /** Changes what is known of one; nothing when it does not hang here any more. */
  update(key: string, change: (account: Account) => Account): Account | undefined {
    const account = this.all.get(key)
    if (!account) return undefined
    const next = change(account)
    this.all.set(key, next)
    return next
  }

  calmOf(key: string): CalmState {
    return this.calm.get(key) ?? calmAtFirst
  }

  /**
   * One for each that hangs there now: what is gone is forgotten, what has changed goes on otherwise, and what is new is
   * told by the records (smart-charging 4).
   */
  takeTopology({ rows }: SiteInputs, picture: Pictured, grants: readonly Grant[], nowMs: number): void {
    const byPlace = Map.groupBy(grants, ({ chargerId, evse }) => `${chargerId}/${evse}`)
    for (const key of this.all.keys()) if (!rows.evses.has(key)) this.all.delete(key)
    for (const evse of rows.evses.values()) {
      const { evseId: key, charger, supply } = evse
      const perUnit = wattsPerUnitOf(evse, coefficientsOf(rows, key))
      this.#wattsPerUnit.set(key, perUnit)
      if (supply.kind === 'ac' && supply.phases === 'L1L2L3') this.#threePhased.set(key, perUnit / 3)
      else this.#threePhased.delete(key)
      const hardware = hardwareOf(charger, supply)
      if (this.update(key, (account) => hardwareChanged(account, hardware, nowMs))) continue
      const live = picture.charger(charger.chargerId)
      const session = live ? runningOn(live, supply.evse) : null
      const known = {
        place: session ? ('charging' as const) : ('plugged' as const),
        sessionId: session ? String(session.id) : null,
        online: live?.connected ?? false,
      }
      const rebuilt = rebuiltAccount(hardware, known, (byPlace.get(key) ?? []).map(storedGrant), nowMs)
      const drawn = picture.drawn(charger.chargerId, supply.evse)
      this.all.set(key, live ? followCharger(rebuilt, live, this.#rate(key, drawn), nowMs) : rebuilt)
    }
  }

  /** After a message of a charger; gives those of its EVSEs of which something has changed that matters to others. */
  follow(charger: LiveCharger, picture: Pictured, nowMs: number): { before: Account; after: Account }[] {
    return [...this.all.values()].flatMap((before) => {
      if (before.chargerId !== charger.id) return []
      const drawn = this.#rate(before.key, picture.drawn(charger.id, before.evse))
      const after = followCharger(before, charger, drawn, nowMs)
      this.all.set(before.key, after)
      return isNews(before, after) ? [{ before, after }] : []
    })
  }

  /** It has other firmware now: whatever it could not do, it may. */
  forgive(chargerId: number, nowMs: number): void {
    for (const { key, chargerId: of } of this.all.values()) {
      if (of === chargerId) this.update(key, (account) => forgiven(account, nowMs))
    }
  }

  sent(key: string, grant: { id: number; value: number; untilMs: number }, nowMs: number): void {
    const { id: grantId, value, untilMs } = grant
    this.update(key, (account) => grantSent(account, { grantId, value, untilMs }, nowMs))
  }

  ended(key: string, grantId: number, how: GrantEnd, nowMs: number): void {
    this.update(key, (account) => steps[how](account, grantId, nowMs))
  }

  /** In the unit of the EVSE; of power alone as much as that is on all its phases, or all would look disobedient. */
  #rate(key: string, drawn: Drawn | null): Parameters<typeof followCharger>[2] {
    if (!drawn) return null
    const perUnit = this.#wattsPerUnit.get(key) ?? 1
    const amps = drawn.amps.filter((one) => one !== null)
    const ofPower = drawn.powerW === null ? null : drawn.powerW / perUnit
    const value = perUnit !== 1 && amps.length > 0 ? Math.max(...amps) : ofPower
    const voltageV = this.#threePhased.get(key)
    const phases = voltageV === undefined ? null : { ...drawn, voltageV }
    return value === null ? null : { value, atMs: drawn.atMs, phases }
  }

  /** Grants that are on record and that this engine knows nothing of: their commit was answered by nobody. */
  adopt(grants: readonly Grant[], nowMs: number): Grant[] {
    return grants.filter((grant) => {
      const key = `${grant.chargerId}/${grant.evse}`
      const account = this.all.get(key)
      if (!account || (grant.state !== 'decided' && grant.state !== 'sent')) return false
      if (account.pending.some(({ grantId }) => grantId === grant.id) || account.confirmed?.grantId === grant.id)
        return false
      this.sent(key, { id: grant.id, value: grant.value, untilMs: grant.leaseUntil.epochMilliseconds }, nowMs)
      return true
    })
  }
}

const steps = {
  confirmed: grantConfirmed,
  refused: grantRefused,
  unanswered: grantUnanswered,
  ended: (account: Account, grantId: number) => grantUnsent(account, grantId),
} satisfies Record<GrantEnd, (account: Account, grantId: number, nowMs: number) => Account>

function storedGrant({ id, value, state, sessionId, leaseUntil, decidedAt }: Grant) {
  return {
    ...{ id, value, state, sessionId: sessionId === null ? null : String(sessionId) },
    ...{ untilMs: leaseUntil.epochMilliseconds, decidedAtMs: decidedAt.epochMilliseconds },
  }
}

function isNews(before: Account, after: Account): boolean {
  if (before.place !== after.place || before.sessionId !== after.sessionId) return true
  if (phasesKnown(before.phases)?.length !== phasesKnown(after.phases)?.length) return true
  return before.conduct.kind !== after.conduct.kind || before.obeysLease !== after.obeysLease
}
