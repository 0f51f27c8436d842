import type { Command } from '../commands/command.ts'
import type { Transaction, Uses } from '../context.ts'
import { hasReservations } from './charger-reservations.ts'
import { endReservation, tellEnded, tellMade } from './end-reservation.ts'
import { requestOf } from './lose-reservations.ts'
import type { Reservation } from './reservation.ts'
import { lastsLong } from './reservation-times.ts'

export type Begins = Uses<
  'chargerLink' | 'chargerWork' | 'commands' | 'devices' | 'now' | 'reservations' | 'settings' | 'transaction'
>

type How = {
  /** Whether a charger that is away is asked when it comes back; otherwise the reservation is rejected. */
  waits?: boolean
  /** Whether the promise resolves when the charger has answered, at latest after half a minute. */
  wait?: boolean
}

/**
 * Has a reservation begin whose time has come: the charger is asked to keep its place free. Where the charger knows no
 * reservations, or so little is left of it that it cannot be asked, the server keeps it. A card that charges there
 * already has used it.
 *
 * Its state and the command change together, so that it begins once, whoever sees first that it is due.
 */
export async function beginReservation(
  ctx: Begins,
  scheduled: Reservation,
  { waits = true, wait = false }: How = {},
): Promise<void> {
  const { charger, evse, expiresAt } = scheduled
  const isKeptHere = evse !== null && (!lastsLong(ctx.now(), expiresAt) || !(await hasReservations(ctx, charger)))
  const isConnected = await ctx.chargerLink.isConnected(charger)

  const begun = await ctx.transaction(async (tx): Promise<Begun | null> => {
    const sessionId = await tx.reservations.sessionThere(scheduled)
    if (sessionId !== null) return wrap('ended', await tx.reservations.end(scheduled, 'used', { sessionId }))
    if (isKeptHere) return wrap('made', await tx.reservations.keep(scheduled))
    return ask(ctx, tx, scheduled, { waits, isConnected })
  })
  if (begun?.kind === 'ended') await tellEnded(ctx, charger, begun.one)
  if (begun?.kind === 'made') await tellMade(ctx, charger, begun.one)
  if (begun?.kind === 'asked') await settle(ctx, scheduled, begun.command, wait)
}

/** A reservation that is scheduled, and whose time has come. */
export function isDue({ state, startsAt }: Reservation, now: Temporal.Instant): boolean {
  return state === 'scheduled' && Temporal.Instant.compare(startsAt, now) <= 0
}

type Begun = { kind: 'ended' | 'made'; one: Reservation } | { kind: 'asked'; command: Command }

function wrap(kind: 'ended' | 'made', one: Reservation | null): Begun | null {
  return one && { kind, one }
}

/** Null, and nothing asked, when it has begun already. */
async function ask(
  ctx: Begins,
  tx: Transaction,
  scheduled: Reservation,
  { waits, isConnected }: { waits: boolean; isConnected: boolean },
): Promise<Begun | null> {
  const after = (seconds: number) =>
    ctx.now().add({ milliseconds: Math.round(seconds * 1000 * ctx.settings.clockRate) })
  const { charger, expiresAt } = scheduled
  if (!(await tx.reservations.mayBegin(scheduled))) return null
  const request = { ...requestOf(scheduled), isRenewal: waits }
  const command = await tx.commands.add(charger, request, waits ? expiresAt : after(answerSeconds), { waits })
  await tx.reservations.begin(scheduled, command.id)
  if (!isConnected && !waits) await tx.commands.end(command.id, 'offline', 'The charger is not connected.')
  return { kind: 'asked', command }
}

async function settle(ctx: Begins, { id, charger }: Reservation, { id: commandId }: Command, wait: boolean) {
  const deadline = ctx.now().add({ milliseconds: Math.round(patienceSeconds * 1000 * ctx.settings.clockRate) })
  const isConnected = await ctx.chargerLink.isConnected(charger)
  const ended = wait && isConnected ? ctx.chargerLink.commandEnded(commandId, deadline) : undefined
  ctx.chargerLink.commandsWaiting(charger)
  await ended
  // One that was never sent will not be: its command has ended without the charger.
  const command = await ctx.commands.find(commandId)
  if (!command || !notSent.has(command.state)) return
  const reservation = await ctx.reservations.find(id)
  if (reservation?.state !== 'requested' || reservation.commandId !== commandId) return
  await endReservation(ctx, charger, { reservation, state: 'rejected', reason: command.reason ?? command.state })
}

const notSent = new Set<Command['state']>(['offline', 'expired', 'cancelled', 'refused'])
const answerSeconds = 60
const patienceSeconds = 30
