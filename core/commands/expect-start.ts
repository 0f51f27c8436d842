import { foldUid } from '../authorization/token.ts'
import type { ChargerRef, Uses } from '../context.ts'
import { stationVariable } from '../devices/device-variable.ts'
import { openErrand } from '../errands/open-errand.ts'
import type { Command } from './command.ts'

/** A start that was sent: what it named, and what the charger answered. */
export type SentStart = {
  command: Pick<Command, 'id'>
  tokenUid: string
  evse: number | null
  /** 2.x */
  remoteStartId: number | null
  /** 2.x: the charger had begun already, with the cable in, and told us the session's id. */
  wireId: string | null
}

/**
 * From now on a session is expected that this start asked for. A driver has the charger's own time to plug in,
 * and a minute more; the session that comes confirms the start, also one that was never answered (F-09).
 */
export async function expectStart(
  ctx: Uses<'devices' | 'now' | 'settings' | 'transaction'>,
  charger: ChargerRef,
  { command, tokenUid, evse, remoteStartId, wireId }: SentStart,
): Promise<void> {
  const timeout = await ctx.devices.variable(charger.id, stationVariable('TxCtrlr', 'EVConnectionTimeOut'))
  const plugInSeconds = Number(timeout?.value) > 0 ? Math.min(Number(timeout?.value), 3600) : usualPlugInSeconds
  const waitSeconds = plugInSeconds + 60
  await openErrand(ctx, charger, {
    kind: 'remote-start',
    requestId: remoteStartId,
    commandId: command.id,
    asked: { token: foldUid(tokenUid), evse, wireId, waitSeconds },
    withinSeconds: waitSeconds + lateSeconds,
  })
}

/** A session that begins after it was expected is still taken for the one that was meant. */
export const lateSeconds = 300

const usualPlugInSeconds = 60
