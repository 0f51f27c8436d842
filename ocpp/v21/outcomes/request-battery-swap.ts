import { writtenUid } from '#core/authorization/token.ts'
import type { Outcome } from '../outcome.ts'

/** The swap that was asked for and that the charger tells of have one number. */
export const requestBatterySwap: Outcome<'RequestBatterySwap'> = async (ctx, charger, about) => {
  const { command, request, response } = about
  if (response?.status !== 'Accepted') return
  const { idToken, type } = request.idToken
  await ctx.transaction((tx) =>
    tx.batterySwaps.keep(charger, request.requestId, {
      token: { uid: writtenUid({ uid: idToken, type }), type, decision: 'accepted' },
      commandId: command.id,
    }),
  )
}
