import { askCharger } from '../commands/ask-charger.ts'
import type { Command } from '../commands/command.ts'
import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import type { LocalList, LocalListMode } from './local-list.ts'

/** What is known of a charger's list of cards. */
export async function readLocalList(ctx: Uses<'chargers' | 'localLists'>, identity: string): Promise<LocalList> {
  const charger = await ctx.chargers.find(identity)
  const list = charger && (await ctx.localLists.find(charger.id))
  if (!list) throw new Problem('charger_not_found', `There is no charger '${identity}'.`, { subject: 'charger' })
  return list
}

/**
 * Says whether the server keeps a charger's list. When it is switched on the charger is asked what it has within seconds,
 * or when it comes, and gets what it should have; when it is switched off its list stays as it is.
 */
export async function setLocalListMode(
  ctx: Uses<'chargers' | 'localLists' | 'transaction'>,
  identity: string,
  mode: LocalListMode,
): Promise<LocalList> {
  const list = await readLocalList(ctx, identity)
  if (list.mode === mode) return list
  await ctx.transaction(async (tx) => {
    await tx.localLists.setMode(list.charger, mode)
    if (mode === 'automatic') {
      await tx.localLists.change(list.charger, { state: 'unknown', reason: null, isToBeAsked: true })
    }
    await tx.audit('local-list.switched', identity, { mode })
  })
  return readLocalList(ctx, identity)
}

/** Sends a charger its whole list anew, now or when it comes back. */
export async function sendLocalList(
  ctx: Uses<'chargerLink' | 'chargers' | 'localLists' | 'now' | 'settings' | 'transaction'>,
  identity: string,
): Promise<Command> {
  const { charger } = await readLocalList(ctx, identity)
  const also = (tx: { audit(action: string, subject: string): Promise<void> }) => tx.audit('local-list.sent', identity)
  return askCharger(ctx, charger, { kind: 'send-local-list', update: 'full' }, { withinSeconds: 3_600, also })
}
