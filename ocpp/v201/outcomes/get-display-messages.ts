import type { Outcome } from '../outcome.ts'

/** Otherwise the messages come in NotifyDisplayMessages. That there are none counts when all were asked for (O03.FR.05). */
export const getDisplayMessages: Outcome<'GetDisplayMessages'> = async (ctx, charger, { request, response }) => {
  const isWhole = request.id === undefined && request.priority === undefined && request.state === undefined
  if (response?.status !== 'Unknown' || !isWhole) return
  await ctx.transaction((tx) => tx.devices.replaceInstalled(charger, 'display-message', []))
}
