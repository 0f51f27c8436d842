import type { Outcome } from '../outcome.ts'

/** Forgets what the charger does not show any more, or did not have (O05). */
export const clearDisplayMessage: Outcome<'ClearDisplayMessage'> = async (ctx, charger, { request, response }) => {
  if (!response) return
  // 2.1 may refuse to clear; 2.0.1 knows only yes and unknown.
  if ((response.status as string) === 'Rejected') return
  await ctx.transaction((tx) => tx.devices.uninstall(charger, 'display-message', [String(request.id)]))
}
