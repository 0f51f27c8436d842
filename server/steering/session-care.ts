import type { Context } from '#core/context.ts'
import { bindRequests } from '#core/departures/bind-requests.ts'
import { troublesOf } from '#core/steering/troubles.ts'
import type { SiteAccounts } from './site-accounts.ts'
import type { Decided } from './site-engine.ts'
import type { SiteInputs } from './site-inputs.ts'
import type { Talk } from './talk.ts'

type World = { ctx: Context; talk: Talk; failed: (message: string) => (error: unknown) => void }

/** What sessions need beside grants: their requests tied to them, and an end where they draw what they may not. */
export class SessionCare {
  readonly #world: World
  readonly #bound = new Set<string>()
  readonly #stopped = new Set<string>()

  constructor(world: World) {
    this.#world = world
  }

  after({ gathered }: Decided, accounts: SiteAccounts, inputs: SiteInputs, nowMs: number): void {
    const { ctx, failed } = this.#world
    const { sessions } = gathered
    for (const known of [this.#bound, this.#stopped]) {
      for (const id of known) if (!sessions.has(id)) known.delete(id)
    }
    for (const { id, key, stay } of sessions.values()) {
      if (!this.#bound.has(id)) {
        this.#bound.add(id)
        bindRequests(ctx, inputs.requests, stay).catch(failed('a request could not be tied to its session'))
      }
      if (inputs.site.settings.stopsDisobedient) this.#stopDisobedient(id, key, accounts, inputs, nowMs)
    }
  }

  /** Smart-charging 7.3. */
  #stopDisobedient(id: string, key: string, accounts: SiteAccounts, { rows }: SiteInputs, nowMs: number): void {
    const { ctx, talk, failed } = this.#world
    const account = accounts.get(key)
    const evse = rows.evses.get(key)
    if (!account || !evse || this.#stopped.has(id) || !troublesOf(account, nowMs).includes('stop-advised')) return
    this.#stopped.add(id)
    const ref = { id: evse.charger.chargerId, tenant: ctx.tenant, identity: evse.charger.identity }
    talk
      .ask(ref, { kind: 'stop', sessionId: Number(id), evse: evse.supply.evse }, { withinSeconds: patienceSeconds })
      .catch(failed('a session that draws too much could not be stopped'))
  }
}

const patienceSeconds = 60
