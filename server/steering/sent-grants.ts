import type { Command } from '#core/commands/command.ts'
import type { Context } from '#core/context.ts'
import type { Grant } from '#core/steering/steering-store.ts'
import type { Sent } from './keep-round.ts'
import type { GrantEnd, SiteAccounts } from './site-accounts.ts'
import type { Talk } from './talk.ts'

type World = {
  ctx: Pick<Context, 'steering'>
  siteId: number
  talk: Talk
  accounts: SiteAccounts
  nowMs: () => number
  /** The accounts know of it already. */
  ended: (key: string, how: GrantEnd) => void
  /** Whatever is done because of an answer. */
  guarded: (work: () => void) => void
}

type Settled = { id: number; state: Grant['state'] }

/** Grants whose commands are on record, and what becomes of them: heard, reckoned with, and stored with the next round. */
export class SentGrants {
  readonly #world: World
  #settled: Settled[] = []
  /** A commit was answered by nobody: the records may have grants that we do not. */
  #isInDoubt = false

  constructor(world: World) {
    this.#world = world
  }

  /** Those of a round that has just been stored. */
  take(sent: readonly Sent[], atMs: number): void {
    for (const { send, grant, command } of sent) {
      this.#world.accounts.sent(send.key, { id: grant.id, value: send.value, untilMs: send.untilMs }, atMs)
      this.#watch(send.key, grant.id, command.id)
    }
  }

  /** Those whose commands were stored by somebody else, and may still be answered. */
  follow(grants: readonly Grant[]): void {
    for (const { id, chargerId, evse, state, commandId } of grants) {
      if (state === 'sent' && commandId !== null) this.#watch(`${chargerId}/${evse}`, id, commandId)
    }
  }

  /** Nobody knows whether the last round is on record. */
  doubt(): void {
    this.#isInDoubt = true
  }

  /** Reads what is on record when that is in doubt; nothing is decided before. */
  async clearDoubt(): Promise<void> {
    if (!this.#isInDoubt) return
    const { ctx, siteId, accounts, nowMs } = this.#world
    this.follow(accounts.adopt(await ctx.steering.openGrants(siteId), nowMs()))
    this.#isInDoubt = false
  }

  /** Has stored what became of grants since the last time; what could not be is stored with what comes next. */
  async settling<T>(store: (settled: readonly Settled[]) => Promise<T>): Promise<T> {
    const keeping = this.#settled
    this.#settled = []
    try {
      return await store(keeping)
    } catch (error) {
      this.#settled = [...keeping, ...this.#settled]
      throw error
    }
  }

  #watch(key: string, grantId: number, commandId: number): void {
    const { talk, guarded } = this.#world
    talk.whenEnded(commandId, (command) => guarded(() => this.#onAnswer(key, grantId, command)))
    talk.look()
  }

  #onAnswer(key: string, grantId: number, { state }: Command): void {
    const { accounts, nowMs, ended } = this.#world
    const how = ends[state] ?? 'ended'
    this.#settled.push({ id: grantId, state: how })
    accounts.ended(key, grantId, how, nowMs())
    ended(key, how)
  }
}

const ends: Partial<Record<Command['state'], GrantEnd>> = {
  accepted: 'confirmed',
  refused: 'refused',
  timed_out: 'unanswered',
}
