import type { Outcome } from '../outcome.ts'

/** Remembers what the charger shows now (O01). */
export const setDisplayMessage: Outcome<'SetDisplayMessage'> = async (ctx, charger, { request, response }) => {
  if (response?.status !== 'Accepted') return
  const { message } = request
  const item = { key: String(message.id), body: { ...message }, source: 'acknowledged' as const }
  await ctx.transaction((tx) => tx.devices.install(charger, 'display-message', [item]))
}
