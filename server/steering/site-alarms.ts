import { limitAt } from '#core/circuits/limit-at.ts'
import type { Context } from '#core/context.ts'
import { exceededForGood } from '#core/steering/settling.ts'
import { troublesOf } from '#core/steering/troubles.ts'
import type { EngineClock } from './engine-clock.ts'
import type { SiteAccounts } from './site-accounts.ts'
import type { Decided } from './site-engine.ts'
import type { SiteFlexibility } from './site-flexibility.ts'
import type { SiteInputs } from './site-inputs.ts'
import { mostJumpSeconds, type SitePlanning } from './site-planning.ts'

export type Alarm = { kind: string; subject: string; body: object }

/** What people have to know of a site; each alarm is raised once and cleared when its cause is gone. */
export class SiteAlarms {
  readonly #ctx: Context
  readonly #siteId: number
  #open: Map<string, Alarm> | null = null

  constructor(ctx: Context, siteId: number) {
    this.#ctx = ctx
    this.#siteId = siteId
  }

  async keep(decided: Decided, accounts: SiteAccounts, nowMs: number, beside: readonly Alarm[]): Promise<void> {
    this.#open ??= await this.#readOpen()
    const open = this.#open
    const ofAll = [...ofChargers(accounts, nowMs), ...ofRows(decided, accounts, open, nowMs)]
    const due = new Map([...ofAll, ...decided.gathered.alarms, ...beside].map((alarm) => [keyOf(alarm), alarm]))
    const raised = [...due.values()].filter((alarm) => !open.has(keyOf(alarm)))
    const cleared = [...open.values()].filter((alarm) => ours.has(alarm.kind) && !due.has(keyOf(alarm)))
    if (raised.length + cleared.length === 0) return
    await this.#ctx.transaction(async (tx) => {
      for (const alarm of raised) await tx.steering.raiseAlarm(this.#siteId, alarm)
      for (const { kind, subject } of cleared) await tx.steering.clearAlarm(this.#siteId, kind, subject)
    })
    for (const alarm of raised) open.set(keyOf(alarm), alarm)
    for (const alarm of cleared) open.delete(keyOf(alarm))
  }

  async #readOpen(): Promise<Map<string, Alarm>> {
    const open = await this.#ctx.steering.alarms(this.#siteId, true)
    return new Map(open.map((alarm) => [keyOf(alarm), alarm]))
  }
}

/** What is wrong beside chargers, rows and meters: clock, planner, departures, limits of zero (smart-charging 8). */
export function alarmsBeside({ inputs, planning, flexibility, clock, now }: Beside): Alarm[] {
  const jumpSeconds = Math.round(clock.jumpSeconds())
  const zeros = inputs.sources.flatMap((source): Alarm[] => {
    const said = limitAt(source, now)
    if (said?.value !== 0 || said.isFallback) return []
    const { id, name, author, reason, writtenAt } = source
    return [
      { kind: 'limit-zero', subject: `limit${id}`, body: { name, author, reason, writtenAt: writtenAt.toString() } },
    ]
  })
  return [
    ...(Math.abs(jumpSeconds) > mostJumpSeconds ? [{ kind: 'clock', subject: 'server', body: { jumpSeconds } }] : []),
    ...(planning.isLate ? [{ kind: 'planner', subject: 'planner', body: {} }] : []),
    ...planning.late.map((subject) => ({ kind: 'will-be-late', subject, body: {} })),
    ...flexibility.partial(inputs).map(({ id, reason }) => {
      return { kind: 'flexibility-partial', subject: `activation${id}`, body: { reason } }
    }),
    ...zeros,
  ]
}

type Beside = {
  inputs: SiteInputs
  planning: SitePlanning
  flexibility: SiteFlexibility
  clock: EngineClock
  now: Temporal.Instant
}

/** Those that the engine raises and clears by itself in each round. */
const ours: ReadonlySet<string> = new Set([
  ...['unsteerable', 'uncooperative', 'disobeying', 'stop-advised', 'no-lease', 'heedless'],
  ...['row-exceeded', 'meter', 'feed-silent', 'clock', 'planner', 'limit-zero', 'will-be-late', 'flexibility-partial'],
])

function keyOf({ kind, subject }: Pick<Alarm, 'kind' | 'subject'>): string {
  return `${kind}/${subject}`
}

function ofChargers(accounts: SiteAccounts, nowMs: number): Alarm[] {
  return [...accounts.all.values()].flatMap((account) =>
    troublesOf(account, nowMs).map((kind) => {
      return { kind, subject: account.key, body: { chargerId: account.chargerId, evse: account.evse } }
    }),
  )
}

/** What is only on its way down is no news for people yet; what they were told stands as long as it is so. */
function ofRows({ outcome, input }: Decided, accounts: SiteAccounts, open: ReadonlyMap<string, Alarm>, nowMs: number) {
  if (outcome.exceeded.length === 0) return []
  const places = input.places.map((place) => ({ ...place, account: accounts.get(place.account.key) ?? place.account }))
  const stays = exceededForGood(input.rows, places, nowMs)
  return outcome.loads.flatMap(({ row, limit, committed }): Alarm[] => {
    const alarm = { kind: 'row-exceeded', subject: row, body: { limit, committed } }
    return outcome.exceeded.includes(row) && (stays.has(row) || open.has(keyOf(alarm))) ? [alarm] : []
  })
}
