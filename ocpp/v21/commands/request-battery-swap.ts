import { authorize } from '#core/authorization/authorize.ts'
import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

/** Only for a token that may charge (S02.FR.03). */
export const requestBatterySwap: Command<'request-battery-swap', 'RequestBatterySwap'> = {
  action: 'RequestBatterySwap',
  needsCharger: true,
  async call({ tokenUid, tokenType }, { ctx }) {
    if (!ctx) return { refused: 'The token cannot be judged.' }
    const type = tokenType ?? 'ISO14443'
    const { decision } = await authorize(ctx, tokenUid)
    if (decision !== 'accepted') return { refused: `The token may not swap batteries: it is ${decision}.` }
    const requestId = await ctx.transaction((tx) => tx.commands.nextRequestId())
    return { idToken: { idToken: tokenUid, type }, requestId }
  },
  read: readStatus,
}
