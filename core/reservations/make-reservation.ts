import { isTokenUid } from '../authorization/add-tokens.ts'
import { foldUid } from '../authorization/token.ts'
import type { Command } from '../commands/command.ts'
import { sendCommand } from '../commands/send-command.ts'
import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { endReservation } from './end-reservation.ts'
import { requestOf, shortestSeconds } from './lose-reservations.ts'
import type { Reservation } from './reservation.ts'

export type Wish = {
  /** Null is any of the charger's. */
  evse: number | null
  tokenUid: string
  /** Without it, the group that the token is in. */
  groupId?: string | null
  expiresAt: Temporal.Instant
  connectorType?: string | null
}

type Used = Uses<
  | 'chargers'
  | 'chargerLink'
  | 'chargerWork'
  | 'commands'
  | 'findToken'
  | 'now'
  | 'reservations'
  | 'settings'
  | 'transaction'
>

/**
 * Asks a charger to keep an EVSE free for a token. The reservation is `requested` until the charger has said yes; a
 * charger that is not connected cannot promise anything, so that its reservation is rejected at once. With `wait` it is
 * given as the charger's answer has made it.
 */
export async function makeReservation(
  ctx: Used,
  identity: string,
  wish: Wish,
  { wait = false }: { wait?: boolean } = {},
): Promise<Reservation> {
  const charger = await ctx.chargers.find(identity)
  if (!charger) throw new Problem('charger_not_found', `There is no charger '${identity}'.`, { subject: 'charger' })
  await refuseFaulty(
    ctx,
    wish,
    (await ctx.chargers.evses(charger)).map(({ number }) => number),
  )
  const token = await ctx.findToken(foldUid(wish.tokenUid))

  const reservation = await ctx.transaction(async (tx) => {
    const made = await tx.reservations.request(
      charger,
      {
        reservationId: await tx.commands.nextRequestId(),
        evse: wish.evse,
        connectorType: wish.connectorType ?? null,
        tokenUid: wish.tokenUid,
        groupId: wish.groupId === undefined ? (token?.groupId ?? null) : wish.groupId,
        expiresAt: wish.expiresAt,
      },
      null,
    )
    await tx.audit('reservation.requested', identity, { reservation: made.reservationId, evse: made.evse })
    return made
  })
  const command = await sendCommand(ctx, identity, requestOf(reservation), { wait })
  await rejectUnsent(ctx, reservation, command)
  return (await ctx.reservations.find(reservation.id)) ?? reservation
}

/** One that was never sent will not be: its command has ended without the charger. */
async function rejectUnsent(ctx: Used, reservation: Reservation, { state, reason }: Command): Promise<void> {
  if (!notSent.has(state)) return
  await endReservation(ctx, reservation.charger, { reservation, state: 'rejected', reason: reason ?? state })
}

const notSent = new Set<Command['state']>(['offline', 'expired', 'cancelled', 'refused'])

async function refuseFaulty(ctx: Uses<'now'>, wish: Wish, evses: readonly number[]): Promise<void> {
  const { evse, tokenUid, groupId, expiresAt } = wish
  const fault = (subject: string, message: string) => new Problem('invalid_value', message, { subject })
  if (!isTokenUid(tokenUid)) throw fault('card', 'A card’s uid has 1 to 36 visible characters.')
  if (groupId != null && !isTokenUid(groupId)) throw fault('group', 'A group has 1 to 36 visible characters.')
  if (evse !== null && !evses.includes(evse)) throw fault('evse', `The charger has no EVSE ${evse}.`)
  //
  const earliest = ctx.now().add({ seconds: shortestSeconds })
  if (Temporal.Instant.compare(expiresAt, earliest) < 0) {
    throw fault('expiresAt', 'A reservation lasts for a minute or more.')
  }
  const latest = ctx.now().add({ hours: 24 * 366 })
  if (Temporal.Instant.compare(expiresAt, latest) > 0)
    throw fault('expiresAt', 'A reservation lasts for a year at most.')
}
