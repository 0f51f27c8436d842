import { authorize } from '../authorization/authorize.ts'
import { type Decision, writtenUid } from '../authorization/token.ts'
import type { ChargerRef, Uses } from '../context.ts'

/** A battery at one of the slots; each slot is an EVSE. */
export type Battery = { evse: number; serialNumber: string; soc: number; soh: number }

/** One of the things that a charger tells of a swap (2.1, S03). */
export type BatterySwapReport = {
  requestId: number
  type: 'BatteryIn' | 'BatteryOut' | 'BatteryOutTimeout'
  token: { uid: string; type: string }
  batteries: readonly Battery[]
}

export type BatterySwapWriter = {
  /** Begins the swap with this number, or adds to it; what is there already stays as it is. */
  keep(
    charger: ChargerRef,
    requestId: number,
    what: {
      token?: { uid: string; type: string; decision: Decision }
      commandId?: number
      batteriesIn?: readonly Battery[]
      batteriesOut?: readonly Battery[]
      timedOut?: boolean
    },
  ): Promise<void>
}

/**
 * Takes in one report of a swap. The batteries that were put in and those that were given out are joined by the swap's
 * number, whichever is told of first; a report that comes again changes nothing. What the slots charge meanwhile are
 * sessions of their own, and none of the driver's (S04).
 *
 * Gives whether the token may swap. Nothing that was put in is lost for it: the swap is kept either way.
 */
export async function recordBatterySwap(
  ctx: Uses<'findToken' | 'now' | 'transaction'>,
  charger: ChargerRef,
  { requestId, type, token, batteries }: BatterySwapReport,
): Promise<Decision> {
  const { decision } = await authorize(ctx, token.uid, token.type)
  const written = { uid: writtenUid(token), type: token.type, decision }
  await ctx.transaction(async (tx) => {
    await tx.batterySwaps.keep(charger, requestId, {
      token: written,
      ...(type === 'BatteryIn' ? { batteriesIn: batteries } : {}),
      ...(type === 'BatteryOut' ? { batteriesOut: batteries } : {}),
      ...(type === 'BatteryOutTimeout' ? { timedOut: true } : {}),
    })
    await tx.devices.addEvents(charger, [
      {
        ...({ at: ctx.now(), kind: 'battery-swap', type, severity: null, connector: null } as const),
        evse: batteries[0]?.evse ?? null,
        body: { requestId, decision, batteries: batteries.map(({ serialNumber }) => serialNumber) },
        key: `battery-swap/${requestId}/${type}`,
      },
    ])
  })
  return decision
}
