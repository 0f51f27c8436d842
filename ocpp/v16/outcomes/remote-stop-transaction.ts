import { askCharger } from '#core/commands/ask-charger.ts'
import type { Outcome } from '../outcome.ts'

/** A charger refuses to stop what has stopped already: the status of the connector tells whether that is so. */
export const remoteStopTransaction: Outcome<'RemoteStopTransaction'> = async (ctx, charger, { request, response }) => {
  if (response?.status !== 'Rejected') return
  const connector = await ctx.chargerWork(charger, (work) => {
    const wireId = String(request.transactionId)
    const session = work.sessions.open().find((one) => one.wireFamily === '1.6' && one.wireId === wireId)
    if (session?.state !== 'active') return null
    return work.evses.find(({ number }) => number === session.evse)?.connectors[0]?.number ?? null
  })
  if (connector !== null) await askCharger(ctx, charger, { kind: 'trigger', message: 'StatusNotification', connector })
}
