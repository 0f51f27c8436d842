import { expectStart } from '#core/commands/expect-start.ts'
import type { Outcome } from '../outcome.ts'

/** A yes says that the charger will try, and silence says nothing: a session tells (Q-118, F-09). */
export const requestStartTransaction: Outcome<'RequestStartTransaction'> = async (ctx, charger, about) => {
  const { command, request, response, ending } = about
  if (response ? response.status !== 'Accepted' : ending.state !== 'timed_out') return
  await expectStart(ctx, charger, {
    command,
    tokenUid: request.idToken.idToken,
    evse: request.evseId ?? null,
    remoteStartId: request.remoteStartId,
    wireId: response?.transactionId ?? null, // F01.FR.13
  })
}
