import { maskPayload } from '../../mask.ts'
import type { Outcome } from '../outcome.ts'

/** B09.FR.01: the slot holds this now, without what lets anybody in. */
export const setNetworkProfile: Outcome<'SetNetworkProfile'> = async (ctx, charger, { request, response }) => {
  if (response?.status !== 'Accepted') return
  const body = maskPayload(request.connectionData) as Record<string, unknown>
  const item = { key: String(request.configurationSlot), body, source: 'acknowledged' as const }
  await ctx.transaction((tx) => tx.devices.install(charger, 'network-profile', [item]))
}
