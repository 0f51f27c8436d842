import type { Command } from '../commands/command.ts'
import type { LogKind } from '../commands/requests/firmware.ts'
import { sendCommand } from '../commands/send-command.ts'
import type { Context } from '../context.ts'
import { Problem } from '../errors.ts'
import { addressFault } from './charger-address.ts'

type Used = Pick<Context, 'chargerLink' | 'chargers' | 'commands' | 'devices' | 'now' | 'settings' | 'transaction'>

export type LogOrder = {
  log: LogKind
  from: Temporal.Instant | null
  to: Temporal.Instant | null
  /** Where the charger sends it; to ourselves without it. */
  target: string | null
}

/**
 * Asks a charger for its log. Where it goes on with that can be seen in the errand of this command. A 1.6 charger that
 * has once said that it does not know GetLog is asked in the plain words at once.
 */
export async function requestLog(
  ctx: Used,
  identity: string,
  { log, from, to, target }: LogOrder,
  how: { wait?: boolean } = {},
): Promise<Command> {
  const fault = target === null ? null : addressFault(target)
  if (fault !== null) throw new Problem('invalid_value', fault, { subject: 'target' })
  if (from && to && Temporal.Instant.compare(from, to) >= 0) {
    throw new Problem('invalid_value', 'The time must begin before it ends.', { subject: 'to' })
  }
  const charger = await ctx.chargers.find(identity)
  const unsupported = charger ? await ctx.devices.installed(charger.id, 'unsupported') : []
  const isFresh = (at: Temporal.Instant) => Temporal.Instant.compare(at.add({ hours: rememberedHours }), ctx.now()) > 0
  const request = {
    kind: 'get-log' as const,
    log,
    requestId: await ctx.transaction((tx) => tx.commands.nextRequestId()),
    from: from && wireTime(from),
    to: to && wireTime(to),
    target,
    plain: log === 'diagnostics' && unsupported.some(({ key, at }) => key === 'GetLog' && isFresh(at)),
    retries: 3,
    retryIntervalSeconds: 60,
  }
  return sendCommand(ctx, identity, request, how)
}

function wireTime(at: Temporal.Instant): string {
  return at.toString({ smallestUnit: 'millisecond' })
}

// New firmware may know it.
const rememberedHours = 30 * 24
