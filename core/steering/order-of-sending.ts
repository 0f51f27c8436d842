import type { Row } from '../dispatch/row.ts'
import type { CalmState } from './calm-state.ts'
import { byUrgency, noteSent } from './calm-step.ts'
import { type Carried, carriedBy, carry, isAbove } from './carried.ts'
import { isDue, leaseEnd, type Rises, risesOf } from './lease.ts'
import type { RecentRaise, RoundGrant, RoundInput, RoundOutcome, Send } from './round.ts'
import type { Standing } from './standing.ts'
import type { Wish } from './wish.ts'

type Order = Pick<RoundOutcome, 'grants' | 'sends' | 'held' | 'calm' | 'recentRaises'>
type Site = {
  input: RoundInput
  /** What may be followed now; raises that are sent are added. */
  committed: Carried
  /** Room that is kept free on each row. */
  newcomers: ReadonlyMap<string, number>
  rises: Rises
}

/**
 * What is sent, in order: all that lowers, what renews, then those raises for which there is room at this moment, the
 * most urgent first (smart-charging 7.2).
 */
export function inOrderOfSending(wishes: readonly Wish[], about: Omit<Site, 'rises'>): Order {
  const { input } = about
  const standings = wishes.map(({ standing }) => standing)
  const site = { ...about, rises: risesOf(input.rows, standings) }
  const raises = input.recentRaises.filter(({ atMs }) => input.atMs - atMs < 60_000)
  const done = new Map<string, Done>()
  for (const wish of wishes) if (!isRaise(wish)) done.set(keyOf(wish), withoutRaise(wish, site))
  const held: RoundOutcome['held'][number][] = []
  for (const wish of wishes.filter(isRaise).sort((one, other) => byUrgency(one.standing, other.standing))) {
    const outcome = tryRaise(wish, site, raises)
    done.set(keyOf(wish), outcome)
    if (outcome.waitsFor) held.push({ key: keyOf(wish), value: wish.value, row: outcome.waitsFor })
  }
  const all = wishes.map((wish) => ({ wish, ...done.get(keyOf(wish))! }))
  const sends = [...done.values()].flatMap(({ send }) => (send ? [send] : []))
  return {
    grants: all.flatMap(({ wish, value, because }) => grantOf(wish.standing, value, because)),
    sends: sends.sort((one, other) => places[one.kind] - places[other.kind]),
    held,
    calm: all.map(({ wish, calm, value, send }) => ({
      key: keyOf(wish),
      state: turned(wish, calm, value, send, input),
    })),
    recentRaises: raises,
  }
}

type Done = {
  /** What it may draw by all that was sent. */
  value: number
  because: Wish['because']
  calm: CalmState
  send: Send | null
  /** The row on which its raise has no room yet. */
  waitsFor?: string
}

const places = { lower: 0, renew: 1, raise: 2 } as const
const keyOf = ({ standing }: Wish) => standing.place.account.key
const isRaise = ({ standing, value }: Wish) => standing.kind === 'shared' && value > standing.cap

/** What may be sent at any time, as nothing more than now can be followed after it. */
function withoutRaise(wish: Wish, site: Site): Done {
  const { standing, value, because, calm } = wish
  const still = { value, because, calm, send: null }
  if (standing.kind === 'fixed') return { ...still, send: renewalOf(standing, site) }
  const { told, open, cap, current } = standing
  const isNews = told === null || value !== told
  if (isNews && value > current && open?.inFlight) return held(wish)
  // Without a durable record nothing is renewed; what may be followed is lowered again until the charger says yes.
  if (site.input.lowersOnly && value >= (isNews ? current : cap)) return still
  if (isNews) return { ...still, ...sent(wish, value, 'lower', site) }
  if (open) return open.inFlight ? still : { ...still, ...sent(wish, value, 'lower', site) }
  return { ...still, send: renewalOf(standing, site) }
}

function tryRaise(wish: Wish, site: Site, raises: RecentRaise[]): Done {
  const { standing, value, because } = wish
  const { cap, current, coeff, place } = standing
  if (standing.open?.inFlight) return held(wish)
  const more = value - cap
  const full = coeff.find(({ row }) => !hasRoom(row, more, standing, site))
  if (full) return { ...held(wish), ...bindingOf(full.row, site.input.rows), waitsFor: full.row }
  // It would have to end before it is worth anything: those that hold it back are renewed first.
  const { atMs, leaseMs } = site.input
  if (leaseEnd(standing, value, site) < atMs + leaseMs / 4) return held(wish)
  const leaving = sent(wish, value, 'raise', site)
  carry(site.committed, coeff, more)
  raises.push({ atMs, watts: (value - current) * place.wattsPerUnit })
  return { value, because, ...leaving }
}

function hasRoom(rowId: string, more: number, { coeff }: Standing, { committed, newcomers }: Site): boolean {
  const before = carriedBy(committed, rowId)
  const only = coeff.filter(({ row }) => row === rowId)
  carry(committed, only, more)
  const after = carriedBy(committed, rowId)
  carry(committed, only, -more)
  const { limit, headroom = 0 } = committed.get(rowId)!.row
  return after <= before || !isAbove(after, limit - headroom - (newcomers.get(rowId) ?? 0))
}

/** Its raise was decided and cannot leave yet. */
function held({ standing, calm }: Wish): Done {
  return { value: standing.current, because: { reason: 'ramping', boundBy: null }, calm, send: null }
}

function bindingOf(rowId: string, rows: readonly Row[]): Pick<Done, 'because'> {
  const { reason, boundBy } = rows.find(({ id }) => id === rowId)!
  return { because: { reason, boundBy } }
}

function sent({ standing, calm }: Wish, value: number, kind: Send['kind'], site: Site): Pick<Done, 'calm' | 'send'> {
  const isHigher = value > standing.current
  return { calm: noteSent(calm, value, isHigher, site.input.atMs), send: sendOf(standing, value, kind, site) }
}

function renewalOf(standing: Standing, site: Site): Send | null {
  const { place, told, open } = standing
  const { input } = site
  const { confirmed, link, conduct } = place.account
  const mayBeTold = link.online && link.reconciled && (conduct.kind === 'steerable' || conduct.kind === 'disobeying')
  if (input.lowersOnly || !mayBeTold || !confirmed || told === null || open) return null
  if (standing.kind === 'fixed' && conduct.kind !== 'disobeying') return null
  if (!isDue(place.account, confirmed, input)) return null
  const send = sendOf(standing, told, 'renew', site)
  return send && send.untilMs > confirmed.untilMs ? send : null
}

function sendOf(standing: Standing, value: number, kind: Send['kind'], site: Site): Send | null {
  const { place, sessionId } = standing
  if (sessionId === null) return null
  return { key: place.account.key, sessionId, value, kind, untilMs: leaseEnd(standing, value, site) }
}

function grantOf({ place, sessionId }: Standing, value: number, because: Wish['because']): RoundGrant[] {
  const { key, unit } = place.account
  return sessionId === null ? [] : [{ key, sessionId, value, unit, ...because }]
}

/** Since when its session charges or pauses, by what it is granted. */
function turned(
  { standing }: Wish,
  calm: CalmState,
  value: number,
  send: Send | null,
  { atMs }: RoundInput,
): CalmState {
  const { sessionId, kind, told } = standing
  if (kind === 'fixed' || sessionId === null || (send === null && told === null)) return calm
  const state = value > 0 ? 'on' : 'off'
  const isSame = calm.turn?.state === state && calm.turn.sessionId === sessionId
  return isSame ? calm : { ...calm, turn: { sessionId, state, sinceMs: atMs } }
}
