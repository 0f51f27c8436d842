import { isTokenUid } from '../authorization/add-tokens.ts'
import { decideToken } from '../authorization/authorize.ts'
import { foldUid, type Token } from '../authorization/token.ts'
import type { ChargerRef, Transaction, Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { type Begins, beginReservation, isDue } from './begin-reservation.ts'
import type { Reservation, ReservationTerms } from './reservation.ts'
import { refuseShort, refuseTimes } from './reservation-times.ts'

export type Wish = {
  /** Null is any of the charger's. */
  evse: number | null
  /** Within the EVSE; without it, any of it. */
  connector?: number | null
  tokenUid: string
  /** Without it, the group that the token is in. */
  groupId?: string | null
  /** Without it, now, and only while the charger is connected. */
  startsAt?: Temporal.Instant | null
  expiresAt: Temporal.Instant
  connectorType?: string | null
}

/**
 * Keeps an EVSE free for a token. At its start the charger is asked for it; the reservation is `requested` until the
 * charger has said yes. One that it has refused, or that overlaps another, is none. With `wait` it is given as the
 * charger's answer has made it, when it was asked at once.
 *
 * Without a start it is for now: a charger that is not connected cannot promise anything, so that it is rejected. With
 * one the token has to be good, and a charger that is away is asked as soon as it comes back.
 */
export async function makeReservation(
  ctx: Begins & Uses<'chargers' | 'findToken'>,
  identity: string,
  wish: Wish,
  { wait = false }: { wait?: boolean } = {},
): Promise<Reservation> {
  const charger = await ctx.chargers.find(identity)
  if (!charger) throw new Problem('charger_not_found', `There is no charger '${identity}'.`, { subject: 'charger' })
  const evses = (await ctx.chargers.evses(charger)).map(({ number }) => number)
  refuseFaulty(wish, evses)
  const now = ctx.now()
  const isForNow = !wish.startsAt
  const times = { startsAt: wish.startsAt ?? now, expiresAt: wish.expiresAt }
  refuseTimes(now, times)
  const token = await ctx.findToken(foldUid(wish.tokenUid))
  if (isForNow) refuseShort(now, times)
  else refuseToken(token, Temporal.Instant.compare(times.startsAt, now) < 0 ? now : times.startsAt)

  const scheduled = await ctx.transaction(async (tx) => {
    await refuseTaken(tx, charger, { evse: wish.evse, ...times, except: null })
    const made = await tx.reservations.schedule(charger, {
      reservationId: await tx.commands.nextRequestId(),
      evse: wish.evse,
      connector: wish.connector ?? null,
      connectorType: wish.connectorType ?? null,
      tokenUid: wish.tokenUid,
      groupId: wish.groupId === undefined ? (token?.groupId ?? null) : wish.groupId,
      ...times,
    })
    await tx.audit('reservation.requested', identity, { reservation: made.reservationId, evse: made.evse })
    return made
  })
  if (isDue(scheduled, now)) await beginReservation(ctx, scheduled, { waits: !isForNow, wait })
  return (await ctx.reservations.find(scheduled.id)) ?? scheduled
}

/** One place is kept for one at a time; asked under the charger's lock, so that of two at once one is refused. */
export async function refuseTaken(
  tx: Pick<Transaction, 'reservations'>,
  charger: ChargerRef,
  { evse, ...span }: Pick<ReservationTerms, 'startsAt' | 'expiresAt'> & { evse: number | null; except: number | null },
): Promise<void> {
  if (evse === null) return
  await tx.reservations.lockPlaces(charger)
  if (!(await tx.reservations.isTaken(charger, { evse, ...span }))) return
  throw new Problem('conflict', 'Another reservation keeps this place within that time.', { subject: 'evse' })
}

/** Whoever comes for it has to be let in when it begins. */
export function refuseToken(token: Token | null, startsAt: Temporal.Instant): void {
  const decision = decideToken(token, startsAt)
  if (decision === 'accepted') return
  throw new Problem('invalid_value', `The card is ${decision}.`, { subject: 'card' })
}

function refuseFaulty({ evse, tokenUid, groupId }: Wish, evses: readonly number[]): void {
  const fault = (subject: string, message: string) => new Problem('invalid_value', message, { subject })
  if (!isTokenUid(tokenUid)) throw fault('card', 'A card’s uid has 1 to 36 visible characters.')
  if (groupId != null && !isTokenUid(groupId)) throw fault('group', 'A group has 1 to 36 visible characters.')
  if (evse !== null && !evses.includes(evse)) throw fault('evse', `The charger has no EVSE ${evse}.`)
}
