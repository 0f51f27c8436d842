import type { Command } from '#core/commands/command.ts'
import type { Context } from '#core/context.ts'
import type { Errand } from '#core/errands/errand.ts'
import { openErrand } from '#core/errands/open-errand.ts'
import type { Ending } from './command-ending.ts'
import type { Connection, ConnectionParts } from './connection.ts'
import type { CallToSend } from './dialect.ts'
import { logText } from './log-text.ts'
import { maskPayload } from './mask.ts'
import { type Exchange, idOfCall } from './outbox.ts'
import type { LogRow } from './world.ts'

type Sent = {
  command: Command
  call: CallToSend
  exchange: Exchange
  ending: Ending
  errand: Errand | null
  startedMs: number
}

/**
 * Opens what the charger goes on with after its answer, before it is asked: what it says of it may come before we have
 * looked at the answer.
 */
export async function openErrandOf(
  { world }: ConnectionParts,
  connection: Connection,
  command: Command,
  { action, payload }: CallToSend,
): Promise<Errand | null> {
  const errand = connection.dialect.errandOfCall(action, payload)
  if (!errand) return null
  const arrival = { receivedAt: world.now(), messageId: null, remoteAddress: connection.remoteAddress }
  const asked = { action, ...maskPayload(payload) }
  return world.exchange(connection.ref, arrival, async (ctx) => ({
    value: await openErrand(ctx, connection.ref, { ...errand, commandId: command.id, asked }),
    log: null,
  }))
}

/**
 * Takes in what the charger's answer to one of our calls means for what we know of it, in its turn, and keeps the call
 * in the message log. What a failed answer would have meant is lost, never the command's own end.
 */
export async function keepSent(parts: ConnectionParts, connection: Connection, sent: Sent): Promise<void> {
  const { world } = parts
  const { call, command, exchange, ending } = sent
  const outcome = connection.dialect.outcomes.get(call.action)
  if (!outcome && !sent.errand)
    return logSent(parts, connection, { action: call.action, exchange, startedMs: sent.startedMs })
  const log = rowOf(call.action, exchange, sent.startedMs)
  const arrival = {
    receivedAt: world.now(),
    messageId: log?.messageId ?? null,
    remoteAddress: connection.remoteAddress,
  }
  try {
    await world.exchange(connection.ref, arrival, async (ctx) => {
      const { errand } = sent
      if (errand) await endUnlessUnderWay(ctx, errand, ending)
      await outcome?.(ctx, connection.charger, {
        command,
        request: call.payload as never,
        response: ending.usable as never,
        errand,
        ending: { state: ending.state, reason: ending.reason },
      })
      return { value: null, log }
    })
  } catch (error) {
    world.log.error({ err: error, chargerId: connection.ref.id, commandId: command.id }, 'an answer was not taken in')
  }
}

/** A charger that said no, or that there is nothing, will not go on with it; after a time-out nobody knows. */
async function endUnlessUnderWay(ctx: Context, errand: Errand, { state, reason, usable }: Ending): Promise<void> {
  if (state === 'timed_out') return
  const { status } = (usable ?? {}) as { status?: string }
  const isEmpty = status !== undefined && nothingToTell.has(status)
  if (state === 'accepted' && !isEmpty) return
  await ctx.transaction((tx) => tx.errands.end(errand, isEmpty ? 'done' : 'failed', { reason: status ?? reason }))
}

/** Answers that mean: there is nothing. */
const nothingToTell = new Set(['EmptyResultSet', 'NoProfiles', 'NotFound', 'Unknown'])

/** Keeps one of our calls in the message log; it may be lost, the command itself is a row of its own. */
export async function logSent(
  { world }: ConnectionParts,
  connection: Connection,
  { action, exchange, startedMs }: { action: string; exchange: Exchange; startedMs: number },
): Promise<void> {
  const log = rowOf(action, exchange, startedMs)
  if (log === null) return
  const arrival = { receivedAt: world.now(), messageId: log.messageId, remoteAddress: connection.remoteAddress }
  try {
    await world.exchange(connection.ref, arrival, async () => ({ value: null, log }))
  } catch (error) {
    world.log.debug({ err: error, chargerId: connection.ref.id }, 'a log row was lost')
  }
}

function rowOf(action: string, { outcome, request, reply }: Exchange, startedMs: number): LogRow | null {
  if (request === null) return null
  return {
    direction: 'out',
    action,
    messageId: idOfCall(request) ?? '',
    call: logText(request),
    reply: reply === null ? null : logText(reply),
    result: outcome.kind === 'answered' ? 'ok' : outcome.kind === 'error' ? outcome.code : outcome.kind,
    repairs: null,
    latencyMicros: Math.round((performance.now() - startedMs) * 1_000),
    droppable: true,
  }
}
