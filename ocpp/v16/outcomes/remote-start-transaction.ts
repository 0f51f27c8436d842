import { expectStart } from '#core/commands/expect-start.ts'
import type { Outcome } from '../outcome.ts'

/** A yes says that the charger will try, and silence says nothing: a session tells (Q-118, F-09). */
export const remoteStartTransaction: Outcome<'RemoteStartTransaction'> = async (ctx, charger, about) => {
  const { command, request, response, ending } = about
  if (response ? response.status !== 'Accepted' : ending.state !== 'timed_out') return
  const evse = request.connectorId ?? null
  await expectStart(ctx, charger, { command, tokenUid: request.idTag, evse, remoteStartId: null, wireId: null })
}
