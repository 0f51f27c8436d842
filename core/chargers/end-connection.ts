import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import type { Charger } from './charger.ts'

/**
 * Ends the connection of a charger, such as one that hangs. When it resolves the charger counts as not connected. It may
 * connect again at once; its sessions go on, and end as it tells later. Throws `charger_offline` when there is none.
 */
export async function endConnection(ctx: Uses<'transaction' | 'chargerLink'>, charger: Charger): Promise<void> {
  const { id, identity } = charger
  if (!(await ctx.chargerLink.isConnected(charger))) {
    throw new Problem('charger_offline', `Charger '${identity}' is not connected.`)
  }
  await ctx.transaction(async (tx) => {
    await tx.chargers.endConnection(id)
    await tx.audit('charger.disconnected', identity)
  })
  await ctx.chargerLink.configurationChanged(charger)
}
