import type { ChargerRef, ChargerWork, Uses } from '../context.ts'
import { withReservationsAnywhere } from '../reservations/refuse-others.ts'
import type { Reservation } from '../reservations/reservation.ts'
import { type Authorization, authorize } from './authorize.ts'
import { foldUid, writtenUid } from './token.ts'

/**
 * Answers a charger that asks whether a token may charge. The attempt is kept, a refused one too. Where everything is
 * kept free for others, a card is refused, unless it is here to end what it has begun.
 *
 * A code that a person types in is never written down; of such an attempt only the decision is kept.
 */
export async function authorizeAtCharger(
  ctx: Uses<'findToken' | 'now' | 'chargerWork' | 'reservations'>,
  attempt: { charger: ChargerRef; uid: string; type: string | null },
): Promise<Authorization> {
  const [shown, reserved] = await Promise.all([
    authorize(ctx, attempt.uid, attempt.type),
    ctx.reservations.ofCharger(attempt.charger.id),
  ])
  return ctx.chargerWork(attempt.charger, (work) => {
    const authorization = judged(work, shown, reserved, ctx.now())
    work.addAuthorization({
      tokenUid: writtenUid(attempt),
      tokenType: attempt.type,
      tokenId: authorization.token?.id ?? null,
      decision: authorization.decision,
    })
    return authorization
  })
}

function judged(
  work: ChargerWork,
  shown: Authorization,
  reserved: readonly Reservation[],
  at: Temporal.Instant,
): Authorization {
  if (reserved.length === 0 || isChargingHere(work, shown)) return shown
  return withReservationsAnywhere(shown, reserved, { evses: work.evses.map(({ number }) => number), at })
}

function isChargingHere({ sessions }: ChargerWork, { token }: Authorization): boolean {
  if (token === null) return false
  return sessions
    .open()
    .some(
      ({ token: by }) =>
        by !== null &&
        (foldUid(by.uid) === foldUid(token.uid) || (by.groupId !== null && by.groupId === token.groupId)),
    )
}
